# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import dataclasses
import datetime
import email.utils
import time
import typing as t
from urllib.parse import quote, unquote, urlsplit

from ansible_collections.hostops.cpanel.plugins.module_utils._auth import (
    COOKIE_NAMES,
    SERVICE_TITLES,
    SERVICES,
    Identity,
    Options,
    port_of,
    secret_cookies,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._transport import Endpoint, Response

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
                'Hand over the whole session of cpanel_session: "{{ login.session }}" after register: login.',
            )
        values = {f.name: bundle[f.name] for f in dataclasses.fields(cls) if bundle.get(f.name) is not None}
        values.setdefault("account", "")
        values.setdefault("scheme", "https")
        values["port"] = int(values["port"])
        for name, known in (("service", SERVICES), ("scheme", ("https", "http"))):
            if values[name] not in known:
                raise usage("session: %s %r is none of %s" % (name, values[name], ", ".join(known)))
        token = "/" + str(values["security_token"]).strip("/")
        if not token.startswith("/cpsess") or not token[7:].isdigit():
            raise usage("session: security_token is not a cPanel security token", "It has the form /cpsess and digits.")
        values["security_token"] = token
        values["cookies"] = {str(name): str(value) for name, value in values["cookies"].items()}
        for name, value in values["cookies"].items():
            if not (name + value).isascii() or not (name + value).isprintable() or ";" in name + value:
                raise usage("session: a cookie holds characters that no cookie has")
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
        )

    def identity(self) -> Identity:
        """Cookie and path prefix; never an Authorization header beside them."""
        cookie = "; ".join("%s=%s" % item for item in self.cookies.items())
        known = secret_cookies(self.cookies)
        secrets = (self.security_token, *known, *(unquote(value) for value in known))
        title = "the %s session of %s" % (SERVICE_TITLES[self.service], self.account)
        return Identity(
            self.service, self.account, title, {"Cookie": cookie}, prefix=self.security_token, secrets=secrets
        )


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
        url = str(data.get("url") or "")
        parts = urlsplit(url)
        token = data.get("cp_security_token") or [*parts.path.split("/"), "", ""][1]
        try:
            port = parts.port
        except ValueError:
            port, token = None, ""
        if not str(token).strip("/").startswith("cpsess") or not parts.path:
            raise CpanelError(
                "protocol",
                "create_user_session answered without a security token or a login URL that can be used",
                function="create_user_session",
            )
        use_ssl = parts.scheme != "http"
        if options.use_ssl and not use_ssl:
            raise CpanelError(
                "tls",
                "the server gave a login URL in plain HTTP for a session of %s, which would travel readable" % account,
                code="plain_login_url",
                function="create_user_session",
                hint="Does something before the server end TLS? Set use_ssl to false to accept that.",
            )
        endpoint = dataclasses.replace(
            options.endpoint(),
            host=options.session_host or str(options.host),
            port=port or port_of(service, use_ssl),
            use_ssl=use_ssl,
        )
        path = parts.path + ("?" + parts.query if parts.query else "")
        public = dataclasses.replace(endpoint, host=options.session_host or public_host or endpoint.host).url + path
        return cls(endpoint, service, account, "/" + str(token).strip("/"), path, public, _iso(data.get("expires")))

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
    """All cookies of an answer by name, last one wins, values as they came; those that it deletes are left out."""
    cookies: dict[str, str] = {}
    for line in answer.set_cookies:
        pair, _semicolon, attributes = line.partition(";")
        name, separator, value = pair.partition("=")
        if separator:
            cookies[name.strip()] = "" if _is_over(attributes) else value.strip()
    return {name: value for name, value in cookies.items() if value}


def _is_over(attributes: str) -> bool:
    """Whether a cookie is being deleted: by an age of nothing, or a date that has passed."""
    for attribute in attributes.split(";"):
        name, _equals, value = attribute.strip().partition("=")
        if name.lower() == "max-age":
            return value.strip().lstrip("-").isdigit() and int(value) <= 0
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
