# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same job without Ansible, in one process: by ``http.client`` alone, and by the collection's own ``run()``.

    python loops.py http_client|command < JSON of connection and accounts

Prints JSON: seconds and CPU seconds for all accounts but the first, which warms up (imports, the CA bundle).
"""

from __future__ import annotations

import http.client
import json
import ssl
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from plays import CALLS

Job = Callable[[str], None]


def http_client(connection: dict[str, Any]) -> Job:
    """Five requests over two new connections for each account, which is what the collection does too."""
    context = ssl.create_default_context(cafile=connection["ca_path"])
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    def ask(link: http.client.HTTPSConnection, method: str, path: str, body: str | None, headers: Any) -> Any:
        link.request(method, path, body, headers)
        answer = link.getresponse()
        return answer, answer.read()

    def job(account: str) -> None:
        whm = http.client.HTTPSConnection(connection["host"], connection["port"], context=context, timeout=60)
        body = urlencode({"api.version": "1", "user": account, "service": "cpaneld"})
        headers = {**form, "Authorization": f"whm root:{connection['api_token']}"}
        _answer, content = ask(whm, "POST", "/json-api/create_user_session", body, headers)
        minted = json.loads(content)["data"]
        whm.close()
        url, token = urlsplit(minted["url"]), minted["cp_security_token"]
        link = http.client.HTTPSConnection(connection["host"], url.port, context=context, timeout=60)
        answer, _content = ask(link, "GET", f"{url.path}?{url.query}", None, {})
        cookies = {"Cookie": "; ".join(line.split(";")[0] for line in answer.msg.get_all("Set-Cookie"))}
        for module, function in CALLS:
            _answer, content = ask(link, "POST", f"{token}/execute/{module}/{function}", "", {**form, **cookies})
            if json.loads(content)["status"] != 1:
                raise SystemExit(f"{function} failed: {content!r}")
        ask(link, "GET", f"{token}/logout", None, cookies)
        link.close()

    return job


def command(connection: dict[str, Any]) -> Job:
    """The command of cpanel_uapi, as either runner executes it."""
    from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

    from ansible_collections.hostops.cpanel.plugins.modules.cpanel_uapi import COMMAND

    calls = [{"module": module, "function": function} for module, function in CALLS]
    asked = {**connection, "account": "", "via": "session", "batch": "never", "calls": calls}
    params = ArgumentSpecValidator(dict(COMMAND.spec), **COMMAND.constraints).validate(asked).validated_parameters

    def job(account: str) -> None:
        result = COMMAND.execute({**params, "account": account}, False)
        if result.get("failed") or [call["status"] for call in result["calls"]] != [1, 1]:
            raise SystemExit(f"the command failed: {result}")

    return job


JOBS = {"http_client": http_client, "command": command}


def main() -> None:
    given = json.load(sys.stdin)
    job = JOBS[sys.argv[1]](given["connection"])
    first, *others = given["accounts"]
    job(first)
    began, cpu = time.perf_counter(), time.process_time()
    for account in others:
        job(account)
    json.dump({"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}, sys.stdout)


if __name__ == "__main__":
    main()
