# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a call is written: the path, the form and the files of the one request that makes it, for each identity.

Owns ``Request``, and the paths of UAPI, API 2 and WHM API 1 (protocol.md 4.1, 4.6 to 4.8, 5.1).
Must not know connections: a ``Link`` sends what is written here. Called by ``client``, ``paging`` and ``batches``.
"""

from __future__ import annotations

import dataclasses
import os
import re
import typing as t
from urllib.parse import quote

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import usage
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import (
    Result,
    parse_api2,
    parse_uapi,
    parse_uapi_cpanel,
    parse_whm_call,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.identity import Identity
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.transport import Upload

from .call import Call
from .encoding import Pairs, encode
from .functions import Function

_FILE_FIELD = re.compile(r"file(-\d+)?$")


@dataclasses.dataclass(frozen=True)
class Request:
    """One request to one service: what to send, whether it writes, and how to read the answer.

    Without ``parse`` it is the visit of a login or logout URL, by GET: any redirect is its answer.
    """

    function: str
    service: str
    path: str
    form: Pairs | None = None
    parse: t.Callable[[t.Any, str], Result] | None = None
    writes: bool = False
    uploads: tuple[Upload, ...] = ()
    document: t.Any = None


def write(call: Call, identity: Identity, account: str | None = None, start: int = 1) -> Request:
    """The request that makes a call: under /json-api for WHM API 1, under /execute for UAPI in the account itself.

    On behalf of ``account`` UAPI goes inside WHM's ``uapi_cpanel``. ``start`` is the first row of the page.
    Raises ``usage`` for a file that is not there.
    """
    name, params = call.function.name, call.params
    if not call.is_uapi:
        controls = call.controls.to_whm(start) if call.controls is not None else []
        form = [("api.version", "1"), *encode(params), *controls]
        path = "%s/json-api/%s" % (identity.prefix, quote(name))
        return Request(name, "whostmgrd", path, form, parse_whm_call, call.changes)
    module, _separator, function = name.partition("::")
    if call.function.api2:
        return _write_api2(call, identity, str(account or identity.username).lower())
    uploads: tuple[Upload, ...] = ()
    if call.function.uploads:
        uploads, params = uploads_of(call)
    form = encode(params)
    if call.controls is not None:
        form += call.controls.to_uapi(start)
    if identity.service == "whostmgrd":
        whom = [("cpanel.user", str(account).lower()), ("cpanel.module", module), ("cpanel.function", function)]
        path = "%s/json-api/uapi_cpanel" % identity.prefix
        form = [("api.version", "1"), *form, *whom]
        return Request(name, "whostmgrd", path, form, parse_uapi_cpanel, call.changes)
    path = "%s/execute/%s/%s" % (identity.prefix, quote(module), quote(function))
    document = dict(params) if call.function.json_body else None
    return Request(name, identity.service, path, form, parse_uapi, call.changes, uploads, document)


def _write_api2(call: Call, identity: Identity, account: str) -> Request:
    """API 2 has one path for both: on behalf of an account and in it (protocol.md 4.7, 4.8)."""
    module, _separator, function = call.function.name.partition("::")
    whom = [("cpanel_jsonapi_user", account), ("cpanel_jsonapi_apiversion", "2")]
    what = [("cpanel_jsonapi_module", module), ("cpanel_jsonapi_func", function)]
    form = [*encode(call.params), *whom, *what]
    path = "%s/json-api/cpanel" % identity.prefix
    return Request(call.function.name, identity.service, path, form, parse_api2, call.changes)


def is_file_of(function: Function, parameter: str) -> bool:
    """Whether a parameter is the path of a local file that a function uploads."""
    return function.uploads and _FILE_FIELD.match(parameter) is not None


def uploads_of(call: Call) -> tuple[tuple[Upload, ...], t.Mapping[str, t.Any]]:
    """The files of Fileman::upload_files, and its other parameters.

    Parameters named file, file-1, ... hold local paths (protocol.md 4.6). Raises ``usage`` if a file is not there.
    """
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
                "params: the file %s to upload does not exist" % path,
                "Paths are those of the machine that runs the task.",
            )
    others = {name: value for name, value in call.params.items() if not is_file_of(call.function, name)}
    return tuple(Upload("file-%d" % (number + 1), path) for number, path in enumerate(paths)), others
