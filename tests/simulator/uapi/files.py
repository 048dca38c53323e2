# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI Fileman, as far as tests need it (protocol.md 4.6).

There is no disk: files are bytes by path in the account. Called by name.
"""

from __future__ import annotations

import posixpath
from typing import Any

from ..api.registry import Call, uapi
from ..errors import ApiError
from ..texts import MB


def _inside(call: Call, text: str) -> str:
    """A path relative to the home directory; what leads out of it is refused."""
    home = call.account.home
    path = posixpath.normpath(text[len(home) :].lstrip("/") if text.startswith(home) else text.lstrip("/"))
    if path.startswith(".."):
        raise ApiError("The `[_1]` argument is invalid.", "dir")
    return "" if path == "." else path


@uapi("Fileman::upload_files", writes=True, feature="filemanager")
def upload_files(call: Call) -> dict[str, Any]:
    """The files of a multipart request; nothing arrives through WHM."""
    if not call.files:
        raise ApiError("You must specify at least one file to upload.")
    folder, account = _inside(call, call.params.get("dir", "public_html")), call.account
    size = sum(len(upload.content) for upload in call.files)
    if account.quota_mb and account.contents.used_mb + size / MB > account.quota_mb:
        raise ApiError(
            "The file\u2019s size exceeds your account\u2019s remaining disk usage quota."
            " Because of this, you cannot upload this file."
        )
    uploads = []
    for upload in call.files:
        path = _inside(call, posixpath.join(folder, upload.filename))
        account.contents.files[path] = upload.content
        uploads.append({"file": upload.filename, "size": len(upload.content), "status": 1, "reason": "Success"})
    return {"succeeded": len(uploads), "failed": 0, "warned": 0, "uploads": uploads}


def _entry(call: Call, path: str, kind: str, size: int) -> dict[str, Any]:
    full = f"{call.account.home}/{path}"
    return {
        "file": posixpath.basename(path),
        "path": posixpath.dirname(full),
        "fullpath": full,
        "absdir": posixpath.dirname(full),
        "type": kind,
        "size": str(size),
        "humansize": f"{size} bytes",
        "mode": "33188" if kind == "file" else "16877",
        "nicemode": "0644" if kind == "file" else "0755",
        "exists": 1,
        "uid": call.account.uid,
        "gid": call.account.uid,
        "mtime": call.account.created,
        "ctime": call.account.created,
    }


@uapi("Fileman::list_files", feature="filemanager", required=("dir",))
def list_files(call: Call) -> list[dict[str, Any]]:
    """The files and folders in a folder."""
    folder = _inside(call, call.params["dir"])
    start = folder + "/" if folder else ""
    rows: dict[str, dict[str, Any]] = {}
    for path, content in call.account.contents.files.items():
        if not path.startswith(start):
            continue
        name, sep, _rest = path[len(start) :].partition("/")
        kind = "dir" if sep else "file"
        rows.setdefault(name, _entry(call, start + name, kind, 0 if sep else len(content)))
    return list(rows.values())


@uapi("Fileman::get_file_content", feature="filemanager", required=("dir", "file"))
def get_file_content(call: Call) -> dict[str, Any]:
    """A file's text."""
    path = _inside(call, posixpath.join(call.params["dir"], call.params["file"]))
    content = call.account.contents.files.get(path)
    if content is None:
        raise ApiError("The file `[_1]` does not exist.", path)
    full = f"{call.account.home}/{path}"
    return {
        "content": content.decode("utf-8", "replace"),
        "dir": posixpath.dirname(full),
        "filename": posixpath.basename(full),
        "path": full,
        "from_charset": "utf-8",
        "to_charset": "utf-8",
    }


@uapi("Fileman::save_file_content", writes=True, feature="filemanager", required=("file",))
def save_file_content(call: Call) -> dict[str, Any]:
    """Write a file."""
    path = _inside(call, posixpath.join(call.params.get("dir"), call.params["file"]))
    call.account.contents.files[path] = call.params.get("content").encode("utf-8")
    return {"from_charset": "utf-8", "to_charset": "utf-8", "path": f"{call.account.home}/{path}"}
