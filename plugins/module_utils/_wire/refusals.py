# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an HTTP answer means that is not the API's, or that is the API's own no: CpanelError, with what to do about it.

Owns how cPanel refuses: by status, headers, cookies and pages. Pure: asks nothing back, repeats nothing. Must not know
which functions there are, but for the privileges that some of them need. Called by ``_api``'s Link with each answer.
Sources: protocol.md 1 (ports), 2.3 (refusals), 2.5 (cPHulk), 3.4 (sessions). Texts decide nothing, save the documented
literal "Permission denied" of a call that went to the wrong port.
"""

from __future__ import annotations

import dataclasses
import re
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._names import printable

from .endpoint import SERVICE_TITLES, port_of
from .envelope import Result, Unreadable
from .identity import COOKIE_NAMES, Identity
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


@dataclasses.dataclass(frozen=True)
class Exchange:
    """One call and the HTTP answer to it.

    ``service`` is the one that the call was meant for; ``use_ssl`` says how it was sent, and ``proven`` that the
    credential has worked before.
    """

    function: str
    service: str
    identity: Identity
    use_ssl: bool
    proven: bool
    answer: Response

    def check_status(self) -> None:
        """Raises CpanelError for every answer that cannot be the API's: by HTTP status, headers and sort of body."""
        answer, status = self.answer, self.answer.status
        if 200 <= status < 300:
            return
        if status == 429:
            what = "the server asks to slow down (HTTP 429)"
            raise self._error("limit", what, code="too_many_requests", retryable=True)
        if status >= 500:
            raise self._server_error()
        if not self.use_ssl and (status == 400 or answer.location.startswith("https:")):
            what = (
                "the client spoke plain HTTP to a port that speaks TLS"
                if status == 400
                else "the server redirects plain HTTP to TLS"
            )
            hint = "Set use_ssl to true and leave port out, or give the TLS port."
            raise self._error("tls", "%s (HTTP %d)" % (what, status), code="tls_expected", hint=hint)
        if _CALL_PATH.search(answer.location):
            what = "the server redirects this call to %s (HTTP %d)" % (printable(answer.location, 500), status)
            hint = "Redirects are not followed: set host and port to those, or look at what is in between."
            raise self._error("protocol", what, code="redirect", hint=hint)
        unknown = status in (404, 405, 421)
        other = None if self.identity.is_session else self._answering_service(by_title=unknown)
        if (other and other != self.service) or unknown or _says_permission_denied(answer):
            raise self._wrong_port(other)
        raise self._session_refused() if self.identity.is_session else self._credential_refused(self.proven)

    def unreadable(self, reason: Unreadable) -> CpanelError:
        """What an unreadable body means: a login page is a refusal, whatever its HTTP status.

        Any other page may be one that is not recognised: with a credential that has not worked yet it is not asked for
        twice.
        """
        answer, is_session = self.answer, self.identity.is_session
        if reason.code == "html" and _LOGIN_PAGE.search(answer.page):
            if is_session:
                return self._session_refused()
            other = self._answering_service(by_title=False)
            return self._wrong_port(other) if other and other != self.service else self._credential_refused(False)
        content_type = printable(answer.headers.get("content-type") or "no content type", 80)
        return self._error(
            "protocol",
            "the server gave %s (HTTP %d, %s)" % (reason, answer.status, content_type),
            code=reason.code,
            retryable=reason.code not in ("wrong_shape", "malformed", "too_large")
            and (reason.code != "html" or self.proven or is_session),
            hint="A proxy between here and the server may have answered, or the server is in trouble: see its "
            "error_log.",
        )

    def foreign(self, result: Result) -> CpanelError:
        """A refusal in the form of another API with HTTP 200: documented as the symptom of a wrong port."""
        error = self._wrong_port(None, result.function)
        error.msg = "%s: %s" % (error.msg, result.first_error)
        error.errors = result.errors
        return error

    def _error(self, category: str, what: str, **more: t.Any) -> CpanelError:
        return CpanelError(
            category,
            "%s: %s" % (self.function, what),
            http_status=self.answer.status,
            service=self.service,
            function=self.function,
            **more,
        )

    def _answering_service(self, *, by_title: bool) -> str | None:
        """The service that answered, by the name of its cookie or, if that may count, by the title of its page."""
        cookies = [line.split("=", 1)[0].strip() for line in self.answer.set_cookies]
        for service, name in COOKIE_NAMES.items():
            if name in cookies:
                return service
        title = _TITLE.search(self.answer.page) if by_title and self.answer.is_html else None
        return _TITLE_SERVICES[title.group(1).lower()] if title else None

    def _wrong_port(self, other: str | None, function: str | None = None) -> CpanelError:
        function, title = function or self.function, SERVICE_TITLES[self.service]
        answered = "%s answered" % SERVICE_TITLES[other] if other else "what answered does not know it"
        return CpanelError(
            "wrong_port",
            "%s is a call for %s, which listens on port %d; %s (HTTP %d)"
            % (function, title, port_of(self.service, self.use_ssl), answered, self.answer.status),
            http_status=self.answer.status,
            service=self.service,
            function=function,
            hint="Leave port out or set it to %s's port; behind tunnels or NAT, check which service the port leads to."
            % title,
        )

    def _server_error(self) -> CpanelError:
        hint = "The server, or a proxy in front of it, is in trouble: see its error_log."
        if "License" in self.answer.page:
            hint = "The answer mentions a license: check the server's cPanel license."
        elif not self.identity.is_session:
            hint += " A server that has locked this address out (cPHulk) may answer in the same way."
        what = "the server answered HTTP %d %s" % (self.answer.status, self.answer.reason)
        return self._error("connection", what, code="server_error", retryable=True, hint=hint)

    def _session_refused(self) -> CpanelError:
        status, title = self.answer.status, self.identity.title
        if status == 403:
            return self._error("permission", "%s may not do this" % title)
        if "token" in self.answer.reason.lower():
            return self._error(
                "session_expired",
                "the server denied the security token of %s" % title,
                code="token_denied",
                hint="The bundle's security_token and cookies do not belong together: hand over the complete session "
                "as cpanel_session returned it.",
            )
        if self.function == "login":
            return self._error(
                "session_expired",
                "the server did not accept %s (HTTP %d)" % (title, status),
                code="login_refused",
                hint="session_host or host may lead to another server than the one that made the session.",
            )
        return self._error(
            "session_expired",
            "%s is no longer valid (HTTP %d)" % (title, status),
            hint="A session ends after 15 idle minutes, by logout, or when the password or this machine's address "
            "changes. Open another with cpanel_session, or give credentials beside session to renew it.",
        )

    def _credential_refused(self, proven: bool) -> CpanelError:
        status, title, is_whm = self.answer.status, self.identity.title, self.service == "whostmgrd"
        acl = ACLS.get("uapi_cpanel" if is_whm and "::" in self.function else self.function)
        needs = " %s needs the privilege %s." % (self.function, acl) if acl else ""
        if status == 403 and self.answer.is_html:
            return self._error(
                "auth_locked",
                "the server blocks %s or this machine's address (HTTP 403)" % title,
                hint="cPHulk locks users and addresses after failed logins: see cPHulk's page in WHM or its allowlist "
                "before you try again.",
            )
        if status == 403 and proven:
            error = self._error(
                "permission",
                "%s is valid, but may not do this (HTTP 403).%s" % (title, needs),
                hint="Grant the reseller or the token %s in WHM."
                % ("the privilege " + acl if acl else "the privilege for it"),
            )
            if is_whm:
                error.code = "forbidden"
            return error
        hint = (
            "Check username, credential (whm or cpanel: what the token belongs to) and the value. cPHulk answers in "
            "the same way while it locks the user out, and an account with two-factor authentication needs otp or an "
            "API token."
        )
        if is_whm and status == 403:
            hint += " So does WHM where the credential is good but lacks a privilege.%s" % needs
        return self._error("auth_invalid", "the server refused %s (HTTP %d)" % (title, status), hint=hint)


def failed(result: Result, service: str, status: int) -> CpanelError:
    """The API's own answer: the call arrived and did not succeed."""
    return CpanelError(
        "api",
        "%s failed: %s" % (result.function, result.first_error),
        http_status=status,
        service=service,
        function=result.function,
        errors=result.errors,
        messages=result.messages,
    )


def revoked(error: CpanelError, identity: Identity) -> CpanelError:
    """A 403 that turned out not to be a matter of privileges: the credential has stopped working meanwhile."""
    return CpanelError(
        "auth_invalid",
        "%s: the server no longer accepts %s, which has worked before (HTTP 403)" % (error.function, identity.title),
        http_status=403,
        service=error.service,
        function=error.function,
        hint="The token was revoked or has expired, the password was changed, or cPHulk has locked the user out.",
    )


def _says_permission_denied(answer: Response) -> bool:
    return not answer.is_html and "permission denied" in answer.page.lower()
