# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI Fileman (protocol.md 4.6)."""

from __future__ import annotations

import json
from typing import Any


def test_upload_needs_multipart(wire: Any, name: str) -> None:
    token, cookie = wire.session(name)
    boundary = "xxBOUNDxx"
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="dir"\r\n\r\npublic_html\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="file-1"; filename="a.txt"\r\n'
        f"Content-Type: text/plain\r\n\r\nhello\r\n--{boundary}--\r\n"
    ).encode()
    connection = wire.connect(2083)
    headers = {**cookie, "Content-Type": f"multipart/form-data; boundary={boundary}"}
    connection.request("POST", token + "/execute/Fileman/upload_files", body, headers)
    answer = json.loads(connection.getresponse().read())
    connection.close()
    assert answer["status"] == 1
    assert wire.server.accounts[name].contents.files["public_html/a.txt"] == b"hello"
    (error,) = wire.uapi(name, "Fileman::upload_files", dir="public_html")["errors"]
    assert error == "You must specify at least one file to upload."
