# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of a connection: their spec, what is checked about them before anything is sent, and ``Options``.

Must not know what a task asks for. What one option may hold is in ``checks``; here is what several may hold together,
and the endpoint and identity that follow. Used by every plugin that takes connection options.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import os
import typing as t

from ansible.module_utils.errors import AnsibleFallbackNotFound

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage

from . import checks
from .endpoint import SERVICE_TITLES, Endpoint, port_of, service_of_port
from .identity import Identity, secret_cookies

SESSION_SPEC: dict[str, t.Any] = {
    "host": {"type": "str"},
    "port": {"type": "int"},
    "scheme": {"type": "str"},  # no choices here and below: a bundle of nulls has to pass
    "service": {"type": "str"},
    "account": {"type": "str"},
    "security_token": {"type": "str", "no_log": True},
    "cookies": {"type": "dict", "no_log": True},
    "created_at": {"type": "str"},
    "expires_at": {"type": "str"},
    "validate_certs": {"type": "bool"},
    "ca_path": {"type": "path"},
}


def from_environment(variable: str) -> str:
    """A fallback for an option: the environment variable, unless it is empty, which job runners mean by nothing."""
    if not os.environ.get(variable):
        raise AnsibleFallbackNotFound
    return os.environ[variable]


def _option(value_type: str, variable: str, **more: t.Any) -> dict[str, t.Any]:
    return {"type": value_type, "fallback": (from_environment, [variable]), **more}


# The options every module shares; the doc fragment hostops.cpanel.connection describes them.
CONNECTION_SPEC: dict[str, t.Any] = {
    "host": _option("str", "CPANEL_HOST"),
    "port": _option("int", "CPANEL_PORT"),
    "username": _option("str", "CPANEL_USERNAME", default="root"),
    "api_token": _option("str", "CPANEL_API_TOKEN", no_log=True),
    "login_password": _option("str", "CPANEL_PASSWORD", no_log=True),
    "otp": {"type": "str", "no_log": True},
    "credential": _option("str", "CPANEL_CREDENTIAL", choices=list(checks.CHOICES["credential"]), default="whm"),
    "account": {"type": "str", "aliases": ["user"]},
    "session": {"type": "dict", "options": SESSION_SPEC},
    "session_host": {"type": "str"},
    "via": {"type": "str", "choices": list(checks.CHOICES["via"]), "default": "auto"},
    "validate_certs": _option("bool", "CPANEL_VALIDATE_CERTS", default=True),
    "ca_path": _option("path", "CPANEL_CA_PATH"),
    "use_ssl": _option("bool", "CPANEL_USE_SSL", default=True),
    "proxy": _option("str", "CPANEL_PROXY"),
    "timeout": _option("int", "CPANEL_TIMEOUT", default=60),
    "retries": _option("int", "CPANEL_RETRIES", default=3),
    "max_response_mb": _option("int", "CPANEL_MAX_RESPONSE_MB", default=64),
}


# What proves who authenticates. One layer gives one of CREDENTIALS; SECRETS are what goes with it, too.
CREDENTIALS = ("api_token", "login_password")
SECRETS = (*CREDENTIALS, "otp")
# What people call the password of the connection where it has another name, and the resource's where it has.
MISNOMERS = ("password", "new_password")
_TWO_PASSWORDS = "To log in with a password, give login_password."


def gives_credential(given: t.Mapping[str, t.Any]) -> bool:
    return any(given.get(name) for name in CREDENTIALS)


def other_credentials(given: t.Mapping[str, t.Any]) -> dict[str, None]:
    """If these options give a credential, the others as options that are not given.

    Put beside it they keep those of layers farther from the task, such as the environment's, from coming on top.
    """
    return {name: None for name in CREDENTIALS if not given.get(name)} if gives_credential(given) else {}


def misnamed_password(given: t.Any, known: t.Container[str], where: str = "") -> CpanelError | None:
    """The error for ``password`` where no resource has one, and for ``new_password``; None if neither is given."""
    if not isinstance(given, dict):
        return None
    name = next((name for name in MISNOMERS if name in given and name not in known), None)
    if name is None:
        return None
    at = "%s: %s" % (where, name) if where else name
    if "password" in known:
        return usage("%s: is not an option; password is the password of the resource" % at, _TWO_PASSWORDS)
    return usage("%s: nothing here has a password of its own; to log in with one, give login_password" % at)


def refused(given: t.Any, spec: t.Mapping[str, t.Any]) -> CpanelError | None:
    """What is wrong with options as they were given, before Ansible looks at them; None if nothing is.

    Ansible's own check would show values, and would take true for a number. Looked at are connection options, also
    those of lists of servers, and whether all others can be written at all.
    """
    if not isinstance(given, dict):
        return None
    try:
        check_options(given, spec)
        for name, rule in spec.items():
            checks.check_shape(name, given.get(name), rule)
            checks.check_texts(name, given.get(name))
    except CpanelError as exc:
        return exc
    return None


def check_options(given: t.Mapping[str, t.Any], spec: t.Mapping[str, t.Any], where: str = "") -> None:
    """The one check of the values of connection options, of the task itself or of an entry. Raises ``usage``.

    An option of the task that is not given may come from the environment, and is checked there.
    """
    misnamed = misnamed_password(given, spec, where)
    if misnamed is not None:
        raise misnamed
    values: list[tuple[str, str, t.Any]] = []  # where each stands, its name, and the value
    for name, rule in CONNECTION_SPEC.items():
        if name in spec:
            spellings = (name, *rule.get("aliases", ()))
            values.extend((where, name, given[spelling]) for spelling in spellings if spelling in given)
        variable = "" if where or name in given or name not in spec else rule.get("fallback", (None, [""]))[1][0]
        if os.environ.get(variable):
            values.append((variable, name, os.environ[variable]))
    if "preferred_domain" in spec:
        values.append((where, "preferred_domain", given.get("preferred_domain")))
    checks.check_all(values)
    servers = given.get("servers") if "servers" in spec else None
    for number, item in enumerate(servers if isinstance(servers, list) else ()):
        if isinstance(item, dict):
            check_options(item, spec["servers"].get("options") or CONNECTION_SPEC, "servers[%d]" % number)


@dataclasses.dataclass(frozen=True)
class Options:
    """The connection options of a task, lookup or inventory, typed; ``validate`` checks them without the network."""

    host: str | None = None
    port: int | None = None
    username: str = "root"
    api_token: str | None = dataclasses.field(default=None, repr=False)
    login_password: str | None = dataclasses.field(default=None, repr=False)
    otp: str | None = dataclasses.field(default=None, repr=False)
    credential: str = "whm"
    account: str | None = None
    session: t.Mapping[str, t.Any] | None = dataclasses.field(default=None, repr=False)
    session_host: str | None = None
    via: str = "auto"
    validate_certs: bool = True
    ca_path: str | None = None
    use_ssl: bool = True
    proxy: str | None = None
    timeout: int = 60
    retries: int = 3
    max_response_mb: int = 64

    @classmethod
    def from_params(cls, params: t.Mapping[str, t.Any]) -> Options:
        """From validated parameters. A session of nothing but nulls (what ``state: absent`` returns) counts as none."""
        values = {f.name: params[f.name] for f in dataclasses.fields(cls) if params.get(f.name) not in (None, "")}
        session = values.pop("session", None)
        if session and any(value is not None for value in session.values()):
            values["session"] = session
        return cls(**values)

    @property
    def has_credentials(self) -> bool:
        return bool(self.api_token or self.login_password)

    @property
    def service(self) -> str:
        """The service that the credential belongs to: WHM's, or the account's, or webmail's for an email address."""
        if self.credential == "whm":
            return "whostmgrd"
        return "webmaild" if "@" in self.username else "cpaneld"

    def secrets(self) -> list[str]:
        values = [self.api_token, self.login_password, self.otp]
        if self.session is not None:
            values.append(self.session.get("security_token"))
            values.extend(secret_cookies(self.session.get("cookies") or {}))
        values.extend(checks.misplaced(vars(self)))
        return [value for value in values if value]

    def validate(self) -> None:
        """Everything that can be known without the network. Raises ``usage`` or ``wrong_port``."""
        check_options(vars(self), CONNECTION_SPEC)
        if self.api_token and self.login_password:
            raise usage(
                "api_token and login_password are both given",
                "Give one of the two; CPANEL_API_TOKEN and CPANEL_PASSWORD give them as well.",
            )
        if self.session is None:
            self._validate_credentials()

    def _validate_credentials(self) -> None:
        if not self.host:
            raise usage("host is missing", "Give host, or session, or set CPANEL_HOST.")
        if not self.has_credentials:
            raise usage(
                "api_token or login_password is missing",
                "Give api_token (or login_password), or session; CPANEL_API_TOKEN works too.",
            )
        if self.credential == "cpanel" and self.username == "root":
            raise usage("username: root has no cPanel account", "Give username the account's name, or credential: whm.")
        if self.api_token and self.service == "webmaild":
            raise usage("api_token: a webmail user has no API tokens", "Give login_password for %s." % self.username)
        port = self.port or port_of(self.service, self.use_ssl)
        actual = service_of_port(port)
        if actual and actual != self.service:
            raise CpanelError(
                "wrong_port",
                "port %d is %s's, but this is a %s credential, which needs %d"
                % (port, SERVICE_TITLES[actual], SERVICE_TITLES[self.service], port_of(self.service, self.use_ssl)),
                hint="Leave port out, or set credential to what the token or password belongs to.",
                service=actual,
                sent=False,
            )
        if actual and port != port_of(self.service, self.use_ssl):
            raise CpanelError(
                "wrong_port",
                "port %d %s, but use_ssl is %s"
                % (port, "speaks plain HTTP" if self.use_ssl else "speaks TLS", str(self.use_ssl).lower()),
                hint="Use port %d, or change use_ssl." % port_of(self.service, self.use_ssl),
                service=actual,
                sent=False,
            )

    def endpoint(self) -> Endpoint:
        """Where the credential is presented."""
        return Endpoint(
            host=checks.address("host", str(self.host)),
            port=self.port or port_of(self.service, self.use_ssl),
            use_ssl=self.use_ssl,
            validate_certs=self.validate_certs,
            ca_path=self.ca_path,
            proxy=self.proxy,
            timeout=self.timeout,
            max_response_mb=self.max_response_mb,
        )

    def identity(self, endpoint: Endpoint) -> Identity:
        """Token or Basic, as protocol.md 2.1 gives them; the two-factor code goes beside either."""
        if self.api_token:
            scheme = "whm" if self.credential == "whm" else "cpanel"
            headers = {"Authorization": "%s %s:%s" % (scheme, self.username, self.api_token)}
            title = "the API token of %s" % self.username
        else:
            encoded = base64.b64encode(("%s:%s" % (self.username, self.login_password)).encode("utf-8")).decode("ascii")
            headers = {"Authorization": "Basic " + encoded}
            title = "the password of %s" % self.username
        secret = headers["Authorization"]
        if self.otp:
            headers["X-CPANEL-OTP"] = self.otp
            secret += "\n" + self.otp
        key = hashlib.sha256("\n".join((endpoint.host, str(endpoint.port), secret)).encode("utf-8")).hexdigest()
        return Identity(self.service, self.username, title, headers, key=key)
