# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may pass, and where to: login, logout, session checks and the way to the functions (protocol.md 2.3, 3).

Must not know sockets or faults. Called by ``dispatch.py`` with each request that is to be answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..api.envelopes import shuffled
from ..api.execute import cpanel_json_api, run_uapi, run_whm
from ..api.identity import Identity
from ..api.registry import Call, Params
from ..errors import AccessDenied
from ..locale_de import translate
from ..state.sessions import COOKIES, Session, encode
from .auth import AuthError, WrongPort
from .journal import JournalEntry
from .pages import NO_CACHE, TEXT_TYPE, Reply, access_denied, json_reply, login_page, page, redirect

if TYPE_CHECKING:
    from ..server import SimServer
    from .incoming import Incoming

_ENDED = {
    "expired": "Your session has expired. Please log in again.",
    "logout": "Your session has expired. Please log in again.",
    "password_change": "Your session cookie is invalid. Please log in again.",
}
_COOKIE_INVALID = "Your session cookie is invalid. Please log in again."
_IP_CHANGED = "Your IP address has changed. Please log in again."
_THEME = {"cpaneld": "/frontend/jupiter/index.html", "whostmgrd": "/", "webmaild": "/3rdparty/roundcube/"}


def answer(server: SimServer, incoming: Incoming, entry: JournalEntry) -> Reply:
    """The reply to a request; who asked, and for whom, is noted in ``entry``."""
    if server.switches.ssl_redirect and not incoming.tls:
        port = server.ports.get(incoming.port + 1, incoming.port + 1)
        return redirect(f"https://{server.hostname}:{port}{incoming.raw_path}", 301)
    first = incoming.functions[0] if incoming.functions else ""
    if first == "login":
        return _login(server, incoming, entry)
    try:
        identity = _identify(server, incoming)
    except WrongPort:
        return _wrong_port(server, incoming)
    except AuthError as error:
        entry.user = error.user
        return _refused(server, incoming, error)
    if isinstance(identity, Reply):
        return identity
    entry.user, entry.how = identity.user, identity.how
    if server.switches.bind_connections and not incoming.connection.belongs_to(identity.user):
        return _unauthenticated(server, incoming)
    if first == "logout":
        return _logout(server, incoming, identity)
    return _serve(server, incoming, entry, identity)


def anonymous_cookie(server: SimServer, incoming: Incoming, reply: Reply) -> Reply:
    """Pre-auth pages set the service's cookie with an empty user part (protocol.md 3.3)."""
    value = f":{server.sessions.random_id()},{server.sessions.secret()}"
    reply.headers += [("Set-Cookie", "cprelogin=no; HttpOnly; path=/"), _cookie(incoming, value)]
    return reply


def _cookie(incoming: Incoming, value: str) -> tuple[str, str]:
    secure = "; secure" if incoming.tls else ""
    text = f"{COOKIES[incoming.service]}={encode(value)}; HttpOnly; path=/; port={incoming.port}{secure}"
    return "Set-Cookie", text


def _is_api1(incoming: Incoming) -> bool:
    return incoming.path.startswith(("/json-api/", "/xml-api/"))


def _unauthenticated(server: SimServer, incoming: Incoming, message: str = "") -> Reply:
    """The failure form of the path: 403 with body A, or the login page."""
    if _is_api1(incoming):
        return access_denied()
    locale = server.switches.locale
    if incoming.path.startswith("/execute/"):
        if server.switches.execute_auth_reply == "redirect":
            return anonymous_cookie(server, incoming, redirect("/login/", 307))
        if server.switches.execute_auth_reply == "200_html":
            return anonymous_cookie(server, incoming, login_page(incoming.service, message, 200, "OK", locale))
    page_ = login_page(incoming.service, message, locale=locale)
    return anonymous_cookie(server, incoming, page_)


def _refused(server: SimServer, incoming: Incoming, error: AuthError) -> Reply:
    if not error.locked:
        return _unauthenticated(server, incoming, error.message)
    text = "This brute force attempt has exceeded the maximum number of failed login attempts that the system allows."
    if server.switches.cphulk_reply == "403_json":
        return access_denied()
    if server.switches.cphulk_reply == "403_html":
        return page("403 Forbidden", text, 403, "Forbidden")
    return page("503 Service Unavailable", text, 503, "Service Unavailable")


def _wrong_port(server: SimServer, incoming: Incoming) -> Reply:
    kind = server.switches.wrong_port_reply
    if kind == "401_html":
        return anonymous_cookie(server, incoming, login_page(incoming.service, locale=server.switches.locale))
    text = "Permission denied" if kind == "permission_denied" else "Function not found"
    return json_reply({"error": text, "data": {"reason": text, "result": "0"}, "type": "text"})


def _identify(server: SimServer, incoming: Incoming) -> Identity | Reply:
    header = incoming.headers.get("Authorization", "")
    if header:
        otp = incoming.headers.get("X-CPANEL-OTP", "")
        return server.auth.by_header(header, incoming.service, incoming.ip, otp)
    value = incoming.cookie()
    if not value:
        return _unauthenticated(server, incoming) if incoming.token or _is_call(incoming) else _front(server, incoming)
    return _by_cookie(server, incoming, value)


def _is_call(incoming: Incoming) -> bool:
    return incoming.path.startswith(("/execute/", "/json-api/", "/xml-api/", "/scripts"))


def _front(server: SimServer, incoming: Incoming) -> Reply:
    if incoming.functions[:1] == ["logout"]:
        return _logged_out(server, incoming)
    return anonymous_cookie(server, incoming, login_page(incoming.service, locale=server.switches.locale))


def _ended(server: SimServer, incoming: Incoming, message: str) -> Reply:
    kind, locale = server.switches.expired_reply, server.switches.locale
    if kind == "redirect":
        return anonymous_cookie(server, incoming, redirect("/login/?locale=" + locale, 307))
    status, reason = (200, "OK") if kind == "200_html" else (401, "Access Denied")
    return anonymous_cookie(server, incoming, login_page(incoming.service, message, status, reason, locale))


def _by_cookie(server: SimServer, incoming: Incoming, value: str) -> Identity | Reply:
    """Check the session of a cookie (protocol.md 3.4)."""
    store, switches = server.sessions, server.switches
    session = store.live.get(value)
    if session is None:
        reason = store.ended.get(value)
        if reason is None:
            return _unauthenticated(server, incoming, _COOKIE_INVALID if not value.startswith(":") else "")
        return _ended(server, incoming, _ENDED.get(reason, _COOKIE_INVALID))
    if session.service != incoming.service:
        return _unauthenticated(server, incoming, _COOKIE_INVALID)
    now = server.clock.now()
    if now - session.last_used > switches.idle_seconds:
        store.purge(session, "expired", incoming.service, incoming.ip)
        return _ended(server, incoming, _ENDED["expired"])
    if switches.cookie_ip_check and session.ip != incoming.ip:
        store.purge(session, "badpass [cookie ip check: IP address has changed]", incoming.service, incoming.ip)
        return _ended(server, incoming, _IP_CHANGED)
    if incoming.token != session.token:
        if not incoming.token and incoming.path in ("/", "/index.html"):
            return redirect(session.token + "/")
        if not incoming.token and incoming.functions[:1] == ["logout"]:
            return server.auth.by_session(session) or _unauthenticated(server, incoming)
        return _token_denied(server, incoming, session)
    identity = server.auth.by_session(session)
    if identity is None:
        store.purge(session, "kill", incoming.service, incoming.ip)
        return _ended(server, incoming, _COOKIE_INVALID)
    session.last_used = now
    return identity


def _token_denied(server: SimServer, incoming: Incoming, session: Session) -> Reply:
    session.denied += 1
    reason = f"FAILED LOGIN {session.service}: security token missing/incorrect"
    server.log_login(f'{incoming.ip} - {session.user} "-" {reason}')
    if session.denied >= 3:
        reason = "tokendenied [Too many token failures (3/3)]"
        server.sessions.purge(session, reason, incoming.service, incoming.ip)
    return _wrong_token(server, incoming)


def _wrong_token(server: SimServer, incoming: Incoming) -> Reply:
    template = "The security token in your request is invalid."
    if not incoming.token:
        template = "The security token is missing from your request."
    locale = server.switches.locale
    title = translate("Invalid Security Token", (), locale)
    reply = page(title, translate(template, (), locale), 401, "Token Denied")
    reply.headers.append(("Cache-Control", NO_CACHE))
    return reply


def _login(server: SimServer, incoming: Incoming, entry: JournalEntry) -> Reply:
    """``/cpsessN/login/?session=`` (minted elsewhere) or ``/login/`` with a password."""
    switches, params = server.switches, incoming.params
    minted = params.get("session")
    if minted:
        entry.user = minted.split(":")[0]
        known = server.sessions.pending.get(minted) or server.sessions.used.get(minted)
        if known is not None and incoming.token and incoming.token != known.token:
            return _wrong_token(server, incoming)
        session = server.sessions.activate(minted, incoming.service, incoming.ip)
        if session is None:
            return _unauthenticated(server, incoming, "Your session has expired. Please log in again.")
    else:
        user = params.get("user")
        entry.user = user
        try:
            if server.auth.locked(user):
                server.auth.failed(user, incoming.service, "brute force protection active", incoming.ip)
                raise AuthError("locked", user, locked=True)
            try:
                server.auth.by_password(user, params.get("pass"), incoming.service, params.get("tfa_token"))
            except AuthError as error:
                server.auth.failed(user, incoming.service, str(error), incoming.ip)
                raise
        except AuthError as error:
            return _login_refused(server, incoming, error)
        session = server.sessions.login(user, incoming.service, incoming.ip, params.get("locale"))
    entry.user, entry.how = session.user, "session"
    if switches.bind_connections and not incoming.connection.belongs_to(session.user):
        server.sessions.purge(session, "kill", incoming.service, incoming.ip)
        return _unauthenticated(server, incoming)
    entry.account = session.user
    server.log_login(f"{incoming.ip} - {session.user} (possessor: {session.creator}) - SUCCESS LOGIN {session.service}")
    target = session.token + (params.get("goto_uri") or session.goto_uri or _THEME[incoming.service])
    if not minted and params.get("login_only") == "1":
        body = {"status": 1, "redirect": f"{target}?post_login={session.created:.0f}", "security_token": session.token}
        reply = json_reply(body)
        reply.headers.append(("Location", target))
    elif switches.login_status == "200":
        reply = page("Redirecting", "You are now logged in.")
    else:
        reply = redirect(target, int(switches.login_status))
    reply.headers.append(_cookie(incoming, session.value))
    if session.locale:
        reply.headers.append(("Set-Cookie", f"session_locale={quote(session.locale)}; path=/"))
    return reply


def _login_refused(server: SimServer, incoming: Incoming, error: AuthError) -> Reply:
    if error.locked:
        return _refused(server, incoming, error)
    if incoming.params.get("login_only") != "1":
        locale = server.switches.locale
        return anonymous_cookie(server, incoming, login_page(incoming.service, error.message, locale=locale))
    body = b'{"status":0,"message":"see_login_log"}'
    return anonymous_cookie(server, incoming, Reply(401, "Access Denied", body, TEXT_TYPE))


def _logout(server: SimServer, incoming: Incoming, identity: Identity) -> Reply:
    if identity.session is not None:
        server.sessions.purge(identity.session, "logout", incoming.service, incoming.ip)
    return _logged_out(server, incoming)


def _logged_out(server: SimServer, incoming: Incoming) -> Reply:
    locale = server.switches.locale
    if server.switches.logout_status == "307":
        return anonymous_cookie(server, incoming, redirect(f"/logout/?locale={locale}"))
    reply = login_page(incoming.service, "You have logged out.", 200, "OK", locale)
    return anonymous_cookie(server, incoming, reply)


def _serve(server: SimServer, incoming: Incoming, entry: JournalEntry, identity: Identity) -> Reply:
    """An authenticated request: the function it names, or a page."""
    path, service, params = incoming.path, incoming.service, incoming.params
    locale = "de" if server.switches.locale == "de" else "en"
    if identity.session is not None and identity.session.locale:
        locale = identity.session.locale
    elif identity.account is not None and locale == "en":
        locale = identity.account.locale
    call = Call(
        server=server,
        caller=identity,
        params=params,
        service=service,
        files=incoming.files,
        remote_ip=incoming.ip,
        tls=incoming.tls,
        locale=locale,
    )
    if identity.account is not None:
        call.account = identity.account
        entry.account = identity.account.name
    try:
        if path.startswith("/execute/"):
            if service == "whostmgrd":
                return _wrong_port(server, incoming)
            module, _slash, function = path[9:].strip("/").partition("/")
            value: Any = run_uapi(call, module, function)
        elif path == "/json-api/cpanel":
            value, _name = cpanel_json_api(call, own=service != "whostmgrd")
        elif path.startswith("/json-api/"):
            if service != "whostmgrd":
                return _wrong_port(server, incoming)
            value = _whm(call, path[10:].strip("/"))
        else:
            return page("cPanel", "This page is not simulated.")
    except AccessDenied:
        return access_denied()
    finally:
        entry.writes = call.wrote
        entry.account = getattr(call.account, "name", "") or _named(params)
    reply = json_reply(shuffled(value, server.order))
    closes = server.switches.mass_edit_closes
    if "DNS::mass_edit_zone" in incoming.functions and closes != "no":
        reply.close = True
        reply.silent_close = closes == "silent"
    return reply


def _named(params: Params) -> str:
    """The account a WHM function is about, from its parameters."""
    return params.get("user") or params.get("username") or params.get("cpanel.user")


def _whm(call: Call, command: str) -> Any:
    value = run_whm(call, command)
    if call.params.get("api.version") == "1":
        return value
    metadata = value["metadata"]
    if metadata["result"]:
        return {**(value.get("data") or {}), "status": 1, "statusmsg": metadata["reason"]}
    return {"result": [{"status": 0, "statusmsg": metadata["reason"]}]}
