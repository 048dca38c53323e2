# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import re
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._names import printable

from .envelope import Result, Unreadable
from .options import COOKIE_NAMES, SERVICE_TITLES, Identity, port_of
from .transport import Response

# The WHM privilege that a function needs, as far as documented (protocol.md 2.2: the names of myprivs).
ACLS = {
    "accountsummary": "acct-summary",
    "addpkg": "add-pkg",
    "api_token_create": "manage-api-tokens",
    "api_token_get_details": "manage-api-tokens",
    "api_token_list": "manage-api-tokens",
    "api_token_revoke": "manage-api-tokens",
    "api_token_update": "manage-api-tokens",
    "changepackage": "upgrade-account",
    "createacct": "create-acct",
    "create_user_session": "create-user-session",
    "editpkg": "edit-pkg",
    "editquota": "quota",
    "limitbw": "limit-bandwidth",
    "listaccts": "list-accts",
    "listpkgs": "list-pkgs",
    "mass_edit_dns_zone": "edit-dns",
    "modifyacct": "edit-account",
    "parse_dns_zone": "edit-dns",
    "passwd": "passwd",
    "removeacct": "kill-acct",
    "suspendacct": "suspend-acct",
    "uapi_cpanel": "cpanel-api",
    "unsuspendacct": "suspend-acct",
}

_CALL_PATH = re.compile(r"/(?:execute|json-api)/")
_TITLE = re.compile(r"<title>[^<]*?(WHM|Webmail|cPanel)", re.IGNORECASE)
_TITLE_SERVICES = {"whm": "whostmgrd", "webmail": "webmaild", "cpanel": "cpaneld"}
_LOGIN_PAGE = re.compile(
    r"""login_form|action=["'][^"']*/login|(?:name=["']?pass|type=["']?password)["'\s>]|(?:cPanel|WHM|Webmail)\s+Login""",
    re.IGNORECASE,
)


def check_http(answer: Response, identity: Identity, function: str, service: str, use_ssl: bool, proven: bool) -> None:
    """Raises for every answer that cannot be the API's: by HTTP status, by headers, by the kind of the body.

    ``service`` is the one that the call was meant for, ``proven`` says that the credential has worked before.
    Sources: protocol.md 1 (ports), 2.3 (refusals), 2.5 (cPHulk), 3.4 (sessions); texts decide nothing, save the
    documented literal "Permission denied" of a call that went to the wrong port.
    """
    status = answer.status
    if 200 <= status < 300:
        return
    facts: dict[str, t.Any] = {"http_status": status, "service": service, "function": function}
    if status == 429:
        raise CpanelError(
            "limit",
            "%s: the server asks to slow down (HTTP 429)" % function,
            code="too_many_requests",
            retryable=True,
            **facts,
        )
    if status >= 500:
        raise _server_error(answer, identity, function, facts)
    if not use_ssl and (status == 400 or answer.location.startswith("https:")):
        what = (
            "plain HTTP was spoken to a port that speaks TLS"
            if status == 400
            else "the server redirects plain HTTP to TLS"
        )
        raise CpanelError(
            "tls",
            "%s: %s (HTTP %d)" % (function, what, status),
            code="tls_expected",
            hint="Set use_ssl to true and leave port out, or give the TLS port.",
            **facts,
        )
    if _CALL_PATH.search(answer.location):
        raise CpanelError(
            "protocol",
            "%s: the server redirects this call to %s (HTTP %d)" % (function, printable(answer.location, 500), status),
            code="redirect",
            hint="Redirects are not followed: give host and port as they are there, or look at what is in between.",
            **facts,
        )
    nowhere = status in (404, 405, 421)
    other = None if identity.is_session else answering_service(answer, by_title=nowhere)
    if (other and other != service) or nowhere or _says_permission_denied(answer):
        raise wrong_port(function, service, other, use_ssl, status)
    if identity.is_session:
        raise _session_refused(answer, identity, facts)
    raise _credential_refused(answer, identity, facts, proven)


def check_body(
    answer: Response, identity: Identity, function: str, service: str, use_ssl: bool, proven: bool, exc: Unreadable
) -> CpanelError:
    """What an unreadable body means: a login page is a refusal, whatever its HTTP status.

    Any other page may be one that is not recognised: with a credential that has not worked yet it is not asked for
    twice.
    """
    facts: dict[str, t.Any] = {"http_status": answer.status, "service": service, "function": function}
    if exc.code == "html" and _LOGIN_PAGE.search(answer.page):
        if identity.is_session:
            return _session_refused(answer, identity, facts)
        other = answering_service(answer, by_title=False)
        if other and other != service:
            return wrong_port(function, service, other, use_ssl, answer.status)
        return _credential_refused(answer, identity, facts, False)
    return CpanelError(
        "protocol",
        "%s: the server gave %s (HTTP %d, %s)"
        % (function, exc, answer.status, printable(answer.headers.get("content-type") or "no content type", 80)),
        code=exc.code,
        retryable=exc.code not in ("wrong_shape", "malformed", "too_large")
        and (exc.code != "html" or proven or identity.is_session),
        hint="A proxy between here and the server may have answered, or the server is in trouble: see its error_log.",
        **facts,
    )


def answering_service(answer: Response, *, by_title: bool) -> str | None:
    """The service that answered, known by the name of its cookie or, if that may count, by the title of its page."""
    cookies = [line.split("=", 1)[0].strip() for line in answer.set_cookies]
    for service, name in COOKIE_NAMES.items():
        if name in cookies:
            return service
    found = _TITLE.search(answer.page) if by_title and answer.is_html else None
    return _TITLE_SERVICES[found.group(1).lower()] if found else None


def wrong_port(function: str, service: str, other: str | None, use_ssl: bool, status: int) -> CpanelError:
    needs = "%s is a call for %s, which listens on port %d" % (
        function,
        SERVICE_TITLES[service],
        port_of(service, use_ssl),
    )
    answered = "%s answered" % SERVICE_TITLES[other] if other else "what answered does not know it"
    return CpanelError(
        "wrong_port",
        "%s; %s (HTTP %d)" % (needs, answered, status),
        http_status=status,
        service=service,
        function=function,
        hint="Leave port out or set it to %s's port; behind tunnels or NAT, check which service the port leads to."
        % SERVICE_TITLES[service],
    )


def foreign(result: Result, service: str, use_ssl: bool, status: int) -> CpanelError:
    """A refusal in the form of another API with HTTP 200: documented as the symptom of a wrong port (protocol.md 1)."""
    error = wrong_port(result.function, service, None, use_ssl, status)
    error.msg = "%s: %s" % (error.msg, result.first_error)
    error.errors = result.errors
    return error


def failed(result: Result, service: str, status: int) -> CpanelError:
    """The API's own verdict: the call arrived and did not succeed."""
    return CpanelError(
        "api",
        "%s failed: %s" % (result.function, result.first_error),
        http_status=status,
        service=service,
        function=result.function,
        errors=result.errors,
        messages=result.messages,
    )


def _server_error(answer: Response, identity: Identity, function: str, facts: dict[str, t.Any]) -> CpanelError:
    hint = "The server or a proxy before it is in trouble: see its error_log."
    if "License" in answer.page:
        hint = "The answer speaks of a licence: check the server's cPanel licence."
    elif not identity.is_session:
        hint += " A server that has locked this address out (cPHulk) may answer like this, too."
    return CpanelError(
        "connection",
        "%s: the server answered HTTP %d %s" % (function, answer.status, answer.reason),
        code="server_error",
        retryable=True,
        hint=hint,
        **facts,
    )


def _session_refused(answer: Response, identity: Identity, facts: dict[str, t.Any]) -> CpanelError:
    if answer.status == 403:
        return CpanelError("permission", "%s: %s may not do this" % (facts["function"], identity.title), **facts)
    if "token" in answer.reason.lower():
        return CpanelError(
            "session_expired",
            "%s: the server denied the security token of %s" % (facts["function"], identity.title),
            code="token_denied",
            hint="The bundle's security_token and cookies do not belong together: hand over the whole session as "
            "cpanel_session returned it.",
            **facts,
        )
    if facts["function"] == "login":
        return CpanelError(
            "session_expired",
            "login: the server did not accept %s (HTTP %d)" % (identity.title, answer.status),
            code="login_refused",
            hint="session_host or host may lead to another server than the one that made the session.",
            **facts,
        )
    return CpanelError(
        "session_expired",
        "%s: %s is no longer valid (HTTP %d)" % (facts["function"], identity.title, answer.status),
        hint="A session ends after 15 idle minutes, by logout, by a change of password or of this machine's address. "
        "Open another with cpanel_session, or give credentials beside session to renew it.",
        **facts,
    )


def _credential_refused(answer: Response, identity: Identity, facts: dict[str, t.Any], proven: bool) -> CpanelError:
    function = facts["function"]
    acl = ACLS.get("uapi_cpanel" if service_is_whm(facts["service"]) and "::" in function else function)
    needs = " %s needs the privilege %s." % (function, acl) if acl else ""
    if answer.status == 403 and _is_html(answer):
        return CpanelError(
            "auth_locked",
            "%s: the server blocks %s or this machine's address (HTTP 403)" % (function, identity.title),
            hint="cPHulk locks users and addresses after failed logins: look at WHM's cPHulk page or the whitelist. "
            "Do not try again before.",
            **facts,
        )
    if answer.status == 403 and proven:
        error = CpanelError(
            "permission",
            "%s: %s is valid, but may not do this (HTTP 403).%s" % (function, identity.title, needs),
            hint="Give the reseller or the token %s in WHM."
            % ("the privilege " + acl if acl else "the privilege for it"),
            **facts,
        )
        if service_is_whm(facts["service"]):
            error.code = "forbidden"
        return error
    hint = (
        "Check username, credential (whm or cpanel: what the token belongs to) and the value. cPHulk answers alike "
        "while it locks the user out, and an account with two factors needs otp or an API token."
    )
    if service_is_whm(facts["service"]) and answer.status == 403:
        hint += " WHM answers alike, too, where the credential is good but lacks a privilege.%s" % needs
    return CpanelError(
        "auth_invalid",
        "%s: the server refused %s (HTTP %d)" % (function, identity.title, answer.status),
        hint=hint,
        **facts,
    )


def revoked(error: CpanelError, identity: Identity) -> CpanelError:
    """A 403 that turned out to be no matter of privileges: the credential has stopped working meanwhile."""
    return CpanelError(
        "auth_invalid",
        "%s: the server no longer accepts %s, which has worked before (HTTP 403)" % (error.function, identity.title),
        http_status=403,
        service=error.service,
        function=error.function,
        hint="The token was revoked or has expired, the password was changed, or cPHulk has locked the user out.",
    )


def service_is_whm(service: str) -> bool:
    return service == "whostmgrd"


def _is_html(answer: Response) -> bool:
    return answer.is_html


def _says_permission_denied(answer: Response) -> bool:
    return not _is_html(answer) and "permission denied" in answer.page.lower()
