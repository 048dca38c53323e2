# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fleet's job without Ansible, in one fresh process: by the collection's own command, and by hand with asyncio.

    python fleet_loops.py session|whm|asyncio < JSON of servers and accounts

Prints JSON: how many accounts were done, and the seconds of the job itself (without imports). With ``query`` the
command reduces what it keeps.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any
from urllib.parse import urlsplit

from plays import CALLS

# The ceilings that cpanel_fleet has by default.
FORKS, PER_HOST = 16, 8


def command(given: dict[str, Any], via: str) -> tuple[int, float]:
    """The command of cpanel_fleet, as either runner executes it."""
    from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

    from ansible_collections.hostops.cpanel.plugins.modules.cpanel_fleet import COMMAND

    validator = ArgumentSpecValidator(dict(COMMAND.spec), **COMMAND.constraints)
    asked = fleet_task(given["servers"], via, query=given.get("query", False))
    params = validator.validate({**asked, "accounts": given["accounts"]}).validated_parameters
    began = time.perf_counter()
    result = COMMAND.execute(params, False)
    if result.get("failed"):
        raise SystemExit(f"the command failed: {json.dumps(result)[:2000]}")
    return result["summary"]["ok"], time.perf_counter() - began


def fleet_task(servers: list[dict[str, Any]], via: str, *, query: bool = False) -> dict[str, Any]:
    """The options of cpanel_fleet for the job, but for the accounts."""
    calls = [{"module": module, "function": function} for module, function in CALLS]
    if query:
        calls = [{**call, "query": "length(@)"} for call in calls]
    return {"servers": servers, "via": via, "calls": calls}


def by_hand(given: dict[str, Any]) -> tuple[int, float]:
    """What one would write with aiohttp: one pool of connections to each WHM, one connection for each session."""
    import asyncio
    import ssl

    import aiohttp

    commands = {f"command-{n}": json.dumps([*call, {}]) for n, call in enumerate(CALLS)}

    async def job(context: ssl.SSLContext, whm: aiohttp.ClientSession, server: dict[str, Any], user: str) -> None:
        form = {"api.version": "1", "user": user, "service": "cpaneld"}
        place = f"https://{server['host']}:{server['port']}"
        headers = {"Authorization": f"whm root:{server['api_token']}"}
        async with whm.post(f"{place}/json-api/create_user_session", data=form, headers=headers) as answer:
            minted = (await answer.json(content_type=None))["data"]
        url = urlsplit(minted["url"])
        place = f"https://{server['host']}:{url.port}"
        prefix = place + minted["cp_security_token"]
        link = aiohttp.TCPConnector(ssl=context, limit=1)
        jar = aiohttp.CookieJar(unsafe=True)  # the server is known by its address
        async with aiohttp.ClientSession(connector=link, cookie_jar=jar) as session:
            async with session.get(f"{place}{url.path}?{url.query}", allow_redirects=False) as answer:
                await answer.read()
            async with session.post(f"{prefix}/execute/Batch/strict", data=commands) as answer:
                document = await answer.json(content_type=None)
            if document["status"] != 1 or len(document["data"]) != len(CALLS):
                raise SystemExit(f"{user}: {document}")
            async with session.get(f"{prefix}/logout", allow_redirects=False) as answer:
                await answer.read()

    async def main() -> int:
        context = ssl.create_default_context(cafile=given["servers"][0]["ca_path"])
        servers = {server["name"]: server for server in given["servers"]}
        forks = asyncio.Semaphore(FORKS)
        lanes = {name: asyncio.Semaphore(PER_HOST) for name in servers}
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=context, limit_per_host=PER_HOST)) as whm:

            async def limited(account: dict[str, Any]) -> None:
                async with lanes[account["host"]], forks:
                    await job(context, whm, servers[account["host"]], account["account"])

            await asyncio.gather(*map(limited, given["accounts"]))
        return len(given["accounts"])

    began = time.perf_counter()
    done = asyncio.run(main())
    return done, time.perf_counter() - began


def main() -> None:
    given, way = json.load(sys.stdin), sys.argv[1]
    done, seconds = by_hand(given) if way == "asyncio" else command(given, way)
    json.dump({"done": done, "seconds": seconds}, sys.stdout)


if __name__ == "__main__":
    main()
