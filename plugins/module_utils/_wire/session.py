# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions: the one-time login that ``create_user_session`` answers, and the session that opening it makes.

Pure: must not send anything; ``_api`` asks for the login, opens it, and logs out. A bundle that a
user gives is read here, and checked as if a stranger had written it.
"""

from __future__ import annotations

import dataclasses
import datetime
import email.utils
import re
import time
import typing as t
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._names import shown

from . import checks
from .endpoint import SERVICE_TITLES, SERVICES, Endpoint, port_of
from .identity import COOKIE_NAMES, Identity
from .options import Options
from .transport import Response

# protocol.md 3.1: the token is all that tells a session's path from any other.
_TOKEN = re.compile(r"/cpsess[0-9]{1,64}", re.ASCII)
# What a path and a query may hold so that no reader takes them for something else: RFC 3986, without backslash.
_PATH = re.compile(r"(?:/cpsess[0-9]{1,64})(?:/[A-Za-z0-9._~!$&'()*+,;=:%-]+)*/?", re.ASCII)
_QUERY = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*", re.ASCII)
_LONGEST_URL = 8192
# A name or an address as a host; whether it exists is not known here.
_HOST = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252}[A-Za-z0-9_.])?|\[?[0-9A-Fa-f:.]{2,45}\]?", re.ASCII)
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9:]{4,6})", re.ASCII)
_MOST_COOKIES = 4096 * 16

LOGIN_STATUSES = (200, 301, 302, 303, 307, 308)


@dataclasses.dataclass(frozen=True)
class Session:
    """A temporary login to one service on behalf of one account: a bearer secret, bound to host and port.

    ``security_token`` is ``/cpsess`` and digits; ``cookies`` are all cookies the login set, percent-encoded as they
    came; times are ISO 8601 in UTC. ``as_dict`` is the bundle that users register and hand back.
    """

    host: str
    port: int
    scheme: str
    service: str
    account: str
    security_token: str = dataclasses.field(repr=False)
    cookies: t.Mapping[str, str] = dataclasses.field(repr=False)
    created_at: str | None = None
    expires_at: str | None = None
    validate_certs: bool = True
    ca_path: str | None = None

    @classmethod
    def from_dict(cls, bundle: t.Mapping[str, t.Any]) -> Session:
        """From what ``cpanel_session`` returned. Raises ``usage`` if it is not such a bundle."""
        missing = [name for name in ("host", "port", "service", "security_token", "cookies") if not bundle.get(name)]
        if missing:
            raise usage(
                "session: %s missing" % (", ".join(missing) + (" is" if len(missing) == 1 else " are")),
                checks.COMPLETE_SESSION,
            )
        values = {f.name: bundle[f.name] for f in dataclasses.fields(cls) if bundle.get(f.name) is not None}
        values.setdefault("account", "")
        values.setdefault("scheme", "https")
        for name, known in (("service", SERVICES), ("scheme", ("https", "http"))):
            if values[name] not in known:
                raise usage("session: %s %s is not one of %s" % (name, shown(values[name]), ", ".join(known)))
        values["port"] = _port(values["port"])
        if not isinstance(values["host"], str) or not _HOST.fullmatch(values["host"]):
            raise usage("session: host %s is not the name or address of a server" % shown(values["host"]))
        token = "/" + str(values["security_token"]).strip("/")
        if not _TOKEN.fullmatch(token):
            raise usage("session: security_token is not a cPanel security token", "It has the form /cpsess and digits.")
        values["security_token"] = token
        if not isinstance(values["account"], str) or not values["account"].isprintable():
            raise usage("session: account %s is not the name of an account" % shown(values["account"]))
        if not isinstance(values["cookies"], t.Mapping):
            raise usage("session: cookies is not a dictionary of names and values")
        values["cookies"] = {str(name): str(value) for name, value in values["cookies"].items()}
        if not all(_is_cookie(name, value) for name, value in values["cookies"].items()):
            raise usage("session: a cookie contains characters that are not allowed in one")
        for name in ("created_at", "expires_at"):
            if name in values and not _TIME.fullmatch(str(values[name])):
                raise usage("session: %s is not a time such as 2026-01-31T12:00:00Z" % name)
        return cls(**values)

    def as_dict(self) -> dict[str, t.Any]:
        return {
            f.name: (dict(self.cookies) if f.name == "cookies" else getattr(self, f.name))
            for f in dataclasses.fields(self)
        }

    def endpoint(self, options: Options) -> Endpoint:
        """Host and port come from the bundle, proxy and time-outs from the task, TLS from both (its ca_path wins)."""
        return Endpoint(
            host=self.host,
            port=self.port,
            use_ssl=self.scheme == "https",
            validate_certs=self.validate_certs and options.validate_certs,
            ca_path=options.ca_path or self.ca_path,
            proxy=options.proxy,
            timeout=options.timeout,
            max_response_mb=options.max_response_mb,
        )

    def identity(self) -> Identity:
        """Cookie and path prefix; never an Authorization header beside them."""
        cookie = "; ".join("%s=%s" % item for item in self.cookies.items())
        title = "the %s session of %s" % (SERVICE_TITLES[self.service], self.account)
        return Identity(self.service, self.account, title, {"Cookie": cookie}, prefix=self.security_token)


def null_bundle() -> dict[str, None]:
    """The shape of a bundle with nothing in it: what ``state: absent`` returns."""
    return {f.name: None for f in dataclasses.fields(Session)}


@dataclasses.dataclass(frozen=True)
class Minted:
    """What ``create_user_session`` answered (protocol.md 3.1): a one-time login that no one has opened yet."""

    endpoint: Endpoint
    service: str
    account: str
    security_token: str
    login_path: str = dataclasses.field(repr=False)
    url: str = dataclasses.field(repr=False)
    expires_at: str | None

    @classmethod
    def from_answer(
        cls, data: t.Any, options: Options, service: str, account: str, public_host: str | None = None
    ) -> Minted:
        """We keep our own host and take port and path from the URL: servers behind NAT name a host of theirs.

        ``url`` is for a human and names ``public_host``, if that was asked for. Raises ``protocol`` or ``tls``.
        """
        data = data if isinstance(data, dict) else {}
        parts = _login_url(data.get("url"))
        token = data.get("cp_security_token")
        if token is None and parts is not None:
            token = "/" + parts.path.split("/")[1]
        token = "/" + token.strip("/") if isinstance(token, str) else ""
        if parts is None or not _TOKEN.fullmatch(token) or parts.path.split("/")[1] != token[1:]:
            raise CpanelError(
                "protocol",
                "create_user_session answered without a security token or a login URL that can be used",
                code="login_url",
                function="create_user_session",
                hint="The URL has to be one of http or https, and its path has to begin with the security token.",
            )
        use_ssl = parts.scheme == "https"
        if options.use_ssl and not use_ssl:
            raise CpanelError(
                "tls",
                "the login URL for a session of %s is in plain HTTP, which could be read on the way" % account,
                code="plain_login_url",
                function="create_user_session",
                hint="A proxy in front of the server may end TLS. Set use_ssl to false to accept that.",
            )
        endpoint = dataclasses.replace(
            options.endpoint(),
            host=options.session_host or str(options.host),
            port=parts.port or port_of(service, use_ssl),
            use_ssl=use_ssl,
        )
        public = dataclasses.replace(endpoint, host=options.session_host or public_host or endpoint.host)
        path = urlunsplit(("", "", parts.path, parts.query, ""))
        url = urlunsplit((public.scheme, public.netloc, parts.path, parts.query, ""))
        return cls(endpoint, service, account, token, path, url, _iso(data.get("expires")))

    def for_human(self) -> dict[str, str | None]:
        """What a person needs: the link, and when it ends at the latest."""
        return {"login_url": self.url, "login_expires_at": self.expires_at}

    def activated(self, answer: Response) -> Session:
        """The session that the login answer's cookies make. Raises ``auth_invalid`` or ``protocol`` if it made none."""
        cookies = cookies_of(answer)
        name = COOKIE_NAMES[self.service]
        if answer.status not in LOGIN_STATUSES or not _is_logged_in(cookies.get(name)):
            raise self._refused(answer, cookies)
        return Session(
            host=self.endpoint.host,
            port=self.endpoint.port,
            scheme=self.endpoint.scheme,
            service=self.service,
            account=self.account,
            security_token=self.security_token,
            cookies=cookies,
            created_at=_iso(datetime.datetime.now(datetime.timezone.utc).timestamp()),
            expires_at=self.expires_at,
            validate_certs=self.endpoint.validate_certs,
            ca_path=self.endpoint.ca_path,
        )

    def _refused(self, answer: Response, cookies: t.Mapping[str, str]) -> CpanelError:
        other = next((s for s, cookie in COOKIE_NAMES.items() if s != self.service and cookie in cookies), None)
        if other:
            return CpanelError(
                "wrong_port",
                "the %s login was answered by %s on port %d"
                % (SERVICE_TITLES[self.service], SERVICE_TITLES[other], self.endpoint.port),
                http_status=answer.status,
                service=self.service,
                function="login",
                hint="The login URL names the port; a proxy or tunnel leads it to another service.",
            )
        return CpanelError(
            "session_expired" if answer.status in LOGIN_STATUSES else "protocol",
            "%s did not accept the login URL of %s (HTTP %d)" % (self.endpoint.url, self.account, answer.status),
            http_status=answer.status,
            service=self.service,
            function="login",
            code="login_refused",
            hint="session_host or host may lead to another server than the one that made the session.",
        )


def cookies_of(answer: Response) -> dict[str, str]:
    """All cookies of an answer by name, last one wins, values as they came.

    Those that it deletes are left out, and those that could not be sent back.
    """
    cookies: dict[str, str] = {}
    for line in answer.set_cookies:
        pair, _semicolon, attributes = line.partition(";")
        name, separator, value = pair.partition("=")
        if separator and _is_cookie(name.strip(), value.strip()):
            cookies[name.strip()] = "" if _is_over(attributes) else value.strip()
    return {name: value for name, value in cookies.items() if value}


def _is_cookie(name: str, value: str) -> bool:
    """Whether it can be sent back in a header without becoming something else, and is not endless."""
    text = name + value
    return (
        bool(name)
        and text.isascii()
        and text.isprintable()
        and not {";", ","} & set(name)
        and ";" not in value
        and len(text) <= _MOST_COOKIES
    )


def _login_url(url: t.Any) -> SplitResult | None:
    """The parts of a login URL, if every reader takes it for the same: http or https, a path that begins with a token.

    Its host is not ours to use and is not looked at, but for what would show that the URL means something else.
    """
    if not isinstance(url, str) or not 0 < len(url) <= _LONGEST_URL:
        return None
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    good = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc and port != 0
    dots = any(unquote(part) in (".", "..") or "/" in unquote(part) for part in parts.path.split("/"))
    if not good or dots or not _PATH.fullmatch(parts.path) or not _QUERY.fullmatch(parts.query):
        return None
    return None if parts.fragment else parts


def _port(value: t.Any) -> int:
    """The port of a bundle. Raises ``usage``."""
    number = int(value) if re.fullmatch("[0-9]{1,5}", str(value), re.ASCII) else 0
    if not 0 < number < 65536 or isinstance(value, bool):
        raise usage("session: port %s is not a port" % shown(value))
    return number


def _is_over(attributes: str) -> bool:
    """Whether a cookie is being deleted: by an age of nothing, or a date that has passed."""
    for attribute in attributes.split(";"):
        name, _equals, value = attribute.strip().partition("=")
        if name.lower() == "max-age":
            return re.fullmatch(r"-[0-9]+|0+", value.strip()) is not None
        if name.lower() == "expires":
            try:
                return email.utils.parsedate_to_datetime(value.replace("-", " ")).timestamp() < time.time()
            except (TypeError, ValueError, OverflowError):
                return False
    return False


def _is_logged_in(cookie: str | None) -> bool:
    """A cookie made before logging in has an empty user part (protocol.md 3.3)."""
    return bool(cookie) and not unquote(str(cookie)).startswith(":")


def create_parameters(service: str, account: str, extra: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """The parameters of ``create_user_session`` (protocol.md 3.1)."""
    params = {"user": account, "service": service}
    params.update({name: extra[name] for name in ("app", "locale", "preferred_domain") if extra.get(name)})
    return params


def logout_path(session: Session) -> str:
    return quote(session.security_token, safe="/") + "/logout"


def _iso(timestamp: t.Any) -> str | None:
    try:
        moment = datetime.datetime.fromtimestamp(int(timestamp), datetime.timezone.utc)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
