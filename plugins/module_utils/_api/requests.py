# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import dataclasses
import json
import os
import re
import typing as t
from urllib.parse import quote, urlencode

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import usage
from ansible_collections.hostops.cpanel.plugins.module_utils._wire import envelope as _envelope
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import Identity
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.transport import Upload

from .functions import Function, uapi, whm
from .holders import forbidden_names, writes_with
from .parameters import NO_CONTROLS, Controls, Pairs, encode, encode_in_batch

_FILE_FIELD = re.compile(r"file(-\d+)?$")


@dataclasses.dataclass(frozen=True)
class Call:
    """One function to call: parameters as users write them; ``writes`` overrides what the function table says."""

    function: Function
    params: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict)
    controls: Controls = NO_CONTROLS
    writes: bool | None = None

    def __post_init__(self) -> None:
        """Nobody but us says as whom and what is called: the last of several checks, for whoever makes a call."""
        if not self.function.holder:  # what holders hold were calls, or was checked when it was read from a task
            problems = forbidden_names(self.function, self.params)
            if problems:
                raise usage("params: %s" % problems[0], "Leave it out.", function=self.function.name)

    @property
    def changes(self) -> bool:
        return writes_with(self.function, self.params) if self.writes is None else self.writes


@dataclasses.dataclass(frozen=True)
class Request:
    """One request to one service: what to send, whether it writes, and how to read the answer."""

    function: str
    service: str
    path: str
    form: Pairs
    parse: t.Callable[[t.Any, str], Result] = _envelope.parse_uapi
    writes: bool = False
    uploads: tuple[Upload, ...] = ()
    document: t.Any = None


def whm_request(identity: Identity, call: Call, start: int = 1) -> Request:
    """WHM API 1 under /json-api, with the session's prefix if there is one; ``start`` is the first row of the page."""
    form = [("api.version", "1"), *encode(call.params), *call.controls.to_whm(start)]
    path = "%s/json-api/%s" % (identity.prefix, quote(call.function.name))
    return Request(call.function.name, "whostmgrd", path, form, _envelope.parse_whm_call, call.changes)


def uapi_request(identity: Identity, call: Call, account: str | None, start: int = 1) -> Request:
    """UAPI under /execute for the account itself, or inside WHM's ``uapi_cpanel`` on behalf of ``account``.

    API 2 has one path for both (protocol.md 4.7, 4.8).
    """
    module, _separator, name = call.function.name.partition("::")
    if call.function.api2:
        whose = str(account or identity.username).lower()
        whom = [("cpanel_jsonapi_user", whose), ("cpanel_jsonapi_apiversion", "2")]
        form = [*encode(call.params), *whom, ("cpanel_jsonapi_module", module), ("cpanel_jsonapi_func", name)]
        path = "%s/json-api/cpanel" % identity.prefix
        return Request(call.function.name, identity.service, path, form, _envelope.parse_api2, call.changes)
    uploads, params = uploads_of(call)
    form = [*encode(params), *call.controls.to_uapi(start)]
    if identity.service == "whostmgrd":
        whom = [("cpanel.user", str(account).lower()), ("cpanel.module", module), ("cpanel.function", name)]
        form = [("api.version", "1"), *form, *whom]
        path = "%s/json-api/uapi_cpanel" % identity.prefix
        return Request(call.function.name, "whostmgrd", path, form, _envelope.parse_uapi_cpanel, call.changes)
    path = "%s/execute/%s/%s" % (identity.prefix, quote(module), quote(name))
    document = dict(params) if call.function.json_body else None
    return Request(
        call.function.name, identity.service, path, form, _envelope.parse_uapi, call.changes, uploads, document
    )


def strict_batch(calls: t.Sequence[Call]) -> Call:
    """The one call that makes several UAPI calls: in order, up to the first failure (protocol.md 4.5)."""
    commands = {"command-%d" % number: _strict_command(call) for number, call in enumerate(calls)}
    return Call(uapi("Batch::strict"), commands, writes=any(call.changes for call in calls))


def on_account(account: str, call: Call) -> Call:
    """The WHM API 1 call that makes a UAPI call on behalf of an account (protocol.md 4.7)."""
    module, _separator, name = call.function.name.partition("::")
    whom = {"cpanel.user": account.lower(), "cpanel.module": module, "cpanel.function": name}
    return Call(whm("uapi_cpanel"), {**call.params, **whom}, writes=call.changes)


def whm_batch(calls: t.Sequence[Call], *, abort: bool = True) -> Call:
    """The one call that makes several WHM API 1 calls in order (protocol.md 4.7), up to the first failure or all."""
    commands: dict[str, t.Any] = {"command-%d" % number: _whm_command(call) for number, call in enumerate(calls)}
    return Call(whm("batch"), {**commands, "abort_on_error": abort}, writes=any(call.changes for call in calls))


def _strict_command(call: Call) -> str:
    module, _separator, name = call.function.name.partition("::")
    params = encode_in_batch(call.params, call.controls.to_uapi())
    return json.dumps([module, name, params], ensure_ascii=False, separators=(",", ":"))


def _whm_command(call: Call) -> str:
    return call.function.name + "?" + urlencode(encode(call.params) + call.controls.to_whm())


def is_file_of(function: Function, parameter: str) -> bool:
    """Whether a parameter is the path of a local file that a function uploads."""
    return function.name == "Fileman::upload_files" and _FILE_FIELD.match(parameter) is not None


def uploads_of(call: Call) -> tuple[tuple[Upload, ...], t.Mapping[str, t.Any]]:
    """The files of Fileman::upload_files: parameters named file, file-1, ... hold local paths (protocol.md 4.6)."""
    if call.function.name != "Fileman::upload_files":
        return (), call.params
    paths: list[str] = []
    for name, value in call.params.items():
        if is_file_of(call.function, name):
            paths += [
                os.path.expanduser(str(item)) for item in (value if isinstance(value, (list, tuple)) else [value])
            ]
    if not paths:
        raise usage("params: Fileman::upload_files needs a file", "Give file-1 (file-2, ...) the path of a local file.")
    for path in paths:
        if not os.path.isfile(path):
            raise usage(
                "params: there is no file %s to upload" % path, "Paths are those of the machine that runs the task."
            )
    others = {name: value for name, value in call.params.items() if not is_file_of(call.function, name)}
    return tuple(Upload("file-%d" % (number + 1), path) for number, path in enumerate(paths)), others
