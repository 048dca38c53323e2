# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a call is written: its path, its form and its files, for each identity."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._api.call import Call
from ansible_collections.hostops.cpanel.plugins.module_utils._api.controls import Controls
from ansible_collections.hostops.cpanel.plugins.module_utils._api.functions import api2, uapi, whm
from ansible_collections.hostops.cpanel.plugins.module_utils._api.requests import is_file_of, write
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.identity import Identity

ROOT = Identity("whostmgrd", "root", "the token of root", {})
OWNER = Identity("cpaneld", "Joe", "the token of Joe", {})
SESSION = Identity("cpaneld", "joe", "a session", {}, prefix="/cpsess1")
POPS = Call(uapi("Email::list_pops"), {"regex": "größe"})


def test_what_is_nested_is_json(runner, odd):
    server = odd(lambda method, path, form: whm({}))
    params = {"deep": [["a", "b"], [True, None]], "flag": True, "word": None}
    runner.run("whm_api", function="show_things", params=params, **server.options)
    form = server.seen[0][2]
    assert form["deep"] == "[true,null]"  # the last of two: names are repeated
    assert (form["flag"], "word" in form) == ("1", False)


@pytest.mark.parametrize("params", [{"dir": "x"}, {"dir": "x", "file-1": "/nowhere/at/all"}])
def test_upload_of_nothing(runner, params):
    result = runner.uapi("Fileman::upload_files", params=params)
    assert result["error"]["category"] == "usage"
    assert runner.srv.journal.writes == 0


@pytest.mark.parametrize(
    ("identity", "service", "path"),
    [
        (ROOT, "whostmgrd", "/json-api/uapi_cpanel"),
        (OWNER, "cpaneld", "/execute/Email/list_pops"),
        (SESSION, "cpaneld", "/cpsess1/execute/Email/list_pops"),
    ],
)
def test_uapi_for_each_identity(identity, service, path):
    request = write(POPS, identity, "JOE")
    whom = [("cpanel.user", "joe"), ("cpanel.module", "Email"), ("cpanel.function", "list_pops")]
    inner = [("regex", "größe")]
    assert (request.function, request.service, request.path) == ("Email::list_pops", service, path)
    assert request.form == ([("api.version", "1"), *inner, *whom] if identity is ROOT else inner)
    assert request.writes is False


@pytest.mark.parametrize(("identity", "user"), [(ROOT, "bob"), (OWNER, "bob"), (SESSION, "bob")])
def test_api2_has_one_path_for_all(identity, user):
    request = write(Call(api2("Park::park"), {"domain": "x.example"}), identity, user.upper())
    assert request.path == identity.prefix + "/json-api/cpanel"
    assert request.service == identity.service
    assert dict(request.form)["cpanel_jsonapi_user"] == user
    assert dict(request.form)["cpanel_jsonapi_apiversion"] == "2"
    assert request.writes is True


def test_api2_without_an_account_is_for_whoever_asks():
    form = dict(write(Call(api2("Park::park"), {"domain": "x.example"}), OWNER).form)
    assert (form["cpanel_jsonapi_user"], form["cpanel_jsonapi_func"]) == ("joe", "park")


@pytest.mark.parametrize("name", ["a b", "a?x=1", "a#b", "../x", "lösche", "a\r\nb", "a%2fb"])
def test_a_name_stays_one_part_of_the_path(name):
    paths = [write(Call(uapi("Odd::" + name)), SESSION).path]
    if "/" not in name:  # the name space of a WHM function
        paths.append(write(Call(whm(name)), ROOT).path)
    for path in paths:
        assert path.isascii() and not set(path) & set(" ?#\r\n")
        assert "%2f" not in path.replace("%252f", "")


def test_a_page_begins_where_it_was_asked_to():
    pages = Controls(page_size=5)
    assert ("api.chunk.start", "6") in write(Call(whm("listaccts"), controls=pages), ROOT, start=6).form
    for identity in (ROOT, SESSION):
        form = write(Call(uapi("Email::list_pops"), controls=pages), identity, "joe", start=6).form
        assert ("api.paginate_start", "6") in form


FILES = Call(uapi("Fileman::upload_files"), {"dir": "x"})


def test_files_are_numbered_and_no_parameters(tmp_path, monkeypatch):
    """In a list or one by one, from home or not: each is one upload, and its local path is not sent."""
    monkeypatch.setenv("HOME", str(tmp_path))
    names = ["a.txt", "grüße.txt", "c d.txt"]
    for name in names:
        (tmp_path / name).touch()
    params = {"file-9": "~/a.txt", "dir": "x", "file": [str(tmp_path / name) for name in names[1:]]}
    request = write(Call(FILES.function, params), SESSION)
    assert [upload.field for upload in request.uploads] == ["file-1", "file-2", "file-3"]
    assert [upload.path for upload in request.uploads] == [str(tmp_path / name) for name in names]
    assert request.form == [("dir", "x")]


@pytest.mark.parametrize("name", ["", "gone", "."])
def test_what_is_no_file_is_not_uploaded(tmp_path, name):
    with pytest.raises(CpanelError, match="does not exist") as caught:
        write(Call(FILES.function, {"file-1": str(tmp_path / name)}), SESSION)
    assert (caught.value.category, caught.value.sent) == ("usage", False)


@pytest.mark.parametrize(
    ("parameter", "wanted"),
    [("file", True), ("file-1", True), ("file-12", True), ("file-", False), ("files", False), ("xfile-1", False)],
)
def test_which_parameters_are_files(parameter, wanted):
    assert is_file_of(FILES.function, parameter) is wanted
    assert is_file_of(uapi("Fileman::save_file_content"), parameter) is False
