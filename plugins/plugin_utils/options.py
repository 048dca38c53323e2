# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connection options of a host: what variables, inventories of this run and the fleet file add to a task's own.

Owns which source wins, and that nothing of one server is mixed into another's. Must not know what is done with the
connection. Called by actions, lookups and the inventory plugin.
"""

from __future__ import annotations

import contextlib
import os
import typing as t

from ansible import constants
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.parsing.convert_bool import boolean

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, did_you_mean, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.servers import SERVER_SPEC, Server
from ansible_collections.hostops.cpanel.plugins.module_utils._names import is_account
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.breaker import RUN_VARIABLE
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.endpoint import port_of
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import (
    CONNECTION_SPEC,
    MISNOMERS,
    SECRETS,
    gives_credential,
    misnamed_password,
    other_credentials,
    refused,
)
from ansible_collections.hostops.cpanel.plugins.plugin_utils import fleet_file
from ansible_collections.hostops.cpanel.plugins.plugin_utils.native import native

# Variables of a host are named as the options of a task, after this prefix.
PREFIX = "hostops_cpanel_"
VARIABLES = {PREFIX + name: name for name in CONNECTION_SPEC}
# Names the server that an inventory host is on, for whose credential we then look.
SERVER_VARIABLE = PREFIX + "server"
# Which run of Ansible this is, for the breaker, which all of its processes share, also those that tasks start. Ansible
# makes a directory of a random name before anything else, and its workers know it, whichever of them comes here first.
os.environ.setdefault(RUN_VARIABLE, "run-" + os.path.basename(constants.DEFAULT_LOCAL_TMP))
_DEFAULTS = {name: rule.get("default") for name, rule in CONNECTION_SPEC.items()}
# What tells whether a task and the variables speak of the same server and user.
_COMPARED = frozenset(["host", "credential", "username", "use_ssl"])

Given = t.Mapping[str, t.Any]
Template = t.Callable[[t.Any], t.Any]

# The servers whose inventories this run of Ansible has read, with their credentials. Workers are forked from the
# process that reads inventories, so they know them, and no credential has to be written down in a variable.
_known: dict[tuple[str, str | None, str], Server] = {}


def remember(servers: t.Iterable[Server]) -> None:
    """Keeps the credentials of an inventory's servers for the tasks and lookups of this run."""
    for server in servers:
        _known[(server.name, server.options.host, server.options.username)] = server


def remembered() -> list[dict[str, t.Any]]:
    """The servers whose inventories this run has read, as options of cpanel_fleet."""
    return [
        {"name": server.name, **{name: getattr(server.options, name) for name in SERVER_SPEC if name != "name"}}
        for server in _known.values()
    ]


def validated(spec: Given, given: Given, constraints: Given | None = None) -> dict[str, t.Any]:
    """Options checked, typed and completed by the same spec as a module's. Raises ``usage``."""
    error = refused(given, spec)
    if error is not None:
        raise error
    result = ArgumentSpecValidator(dict(spec), **(constraints or {})).validate(dict(given))
    if result.error_messages:
        raise usage("; ".join(map(_readable, result.error_messages)))
    return t.cast("dict[str, t.Any]", result.validated_parameters)


def _readable(message: str) -> str:
    """The validator leaves it to AnsibleModule to say what is the matter with options that do not exist."""
    return "Unsupported parameters: %s" % message if ". Supported parameters include" in message else message


def plugin_options(plugin: t.Any, names: t.Iterable[str]) -> dict[str, t.Any]:
    """What a lookup or inventory was given for these options, by whatever way its documentation names."""
    values = {name: native(plugin.get_option(name)) for name in names}
    return {name: value for name, value in values.items() if value is not None and value != ""}


def check_names(given: t.Iterable[str], known: t.Iterable[str]) -> None:
    """Ansible passes over options that a plugin does not have; a misspelt one must not go unnoticed."""
    names = list(known)
    misnamed = misnamed_password(dict.fromkeys(given), names)
    if misnamed is not None:
        raise misnamed
    for name in given:
        if name not in names:
            raise usage("unknown option %s" % name, did_you_mean(name, names))


def check_variables(variables: t.Container[str]) -> None:
    """A password to log in with that is under another name must not go unnoticed, either."""
    for name in MISNOMERS:
        if PREFIX + name in variables:
            raise usage("the variable %s%s is not an option; use %slogin_password" % (PREFIX, name, PREFIX))


@contextlib.contextmanager
def without_empty_variables() -> t.Iterator[None]:
    """Hides our environment variables that are set to nothing, which Ansible would take for a value, such as False."""
    empty = [name for name, value in os.environ.items() if name.startswith("CPANEL_") and not value]
    for name in empty:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(dict.fromkeys(empty, ""))


def _from_variables(variables: Given, template: Template, given: Given) -> dict[str, t.Any]:
    """The connection options that variables give; an empty one gives nothing, one that loses is not evaluated."""
    names = [
        name
        for name, option in VARIABLES.items()
        if name in variables and not (given.get(option) and option not in _COMPARED)
    ]
    values = {VARIABLES[name]: native(template(variables[name])) for name in names}
    return {option: value for option, value in values.items() if value is not None and value != ""}


def for_host(given: Given, variables: Given, template: Template, environ: t.Mapping[str, str], loader: t.Any) -> Given:
    """What is known of the host beside the options that a task or lookup gives itself; those always win.

    That are the variables of the inventory host, and then what is known of the server that ``host`` names: in an
    inventory that this run has read, or in CPANEL_FLEET_FILE. Nothing of another server is mixed in: if the host, the
    kind of credential or the user are others, then what goes with them is left out. Raises ``usage``.
    """
    check_variables(variables)
    given = {name: value for name, value in given.items() if value is not None and value != ""}
    if "user" in given:
        given = {"account": given["user"], **given}
    if given.get("servers"):
        return {}
    inherited = _from_variables(variables, template, given)
    session = given.get("session")
    bundle = session if isinstance(session, t.Mapping) and session.get("security_token") else {}
    known = _named(given["host"], given, environ, loader) if given.get("host") else None
    target = known["host"] if known else given.get("host") or bundle.get("host")
    elsewhere = bool(target and inherited.get("host") and str(target) != inherited["host"])
    if elsewhere:
        inherited = {}
    _leave_out(given, inherited)
    reference = None
    if SERVER_VARIABLE in variables and not gives_credential(given) and not elsewhere:
        reference = template(variables[SERVER_VARIABLE])
    if reference and not gives_credential(inherited) and "host" in inherited:
        inherited.update(_credential(str(reference), inherited, given, environ, loader))
    elif known is None and not bundle:
        name = given.get("host") or inherited.get("host") or reference or environ.get("CPANEL_HOST")
        known = _named(name, {**inherited, **given}, environ, loader) if name else None
    if known is not None:
        inherited = {**_rest(known, {**inherited, **given}, environ), **inherited, "host": known["host"]}
    if "account" not in inherited and not elsewhere and inherited.get("credential") != "cpanel":
        inherited.update(_account(variables, template))
    if bundle and bundle.get("service") != "whostmgrd":
        inherited.pop("account", None)
    added = {name: value for name, value in inherited.items() if name not in given}
    if known is not None and given.get("host") != known["host"]:
        added["host"] = known["host"]
    return {**added, **other_credentials({**added, **given})}


def _named(name: t.Any, nearer: Given, environ: t.Mapping[str, str], loader: t.Any) -> dict[str, t.Any] | None:
    """The server that goes by this name, or else by this host, in an inventory of this run or in CPANEL_FLEET_FILE.

    Raises ``usage`` if there are several, or none and nobody else knows a credential.
    """
    servers = [
        {option: value for option, value in server.items() if value not in (None, _DEFAULTS.get(option))}
        for server in remembered()
    ]
    path = environ.get(fleet_file.VARIABLE)
    servers += fleet_file.read(loader, path) if path else []
    asked = str(name).lower()
    by_host = [server for server in servers if str(server["host"]).lower() == asked and _same_port(server, nearer)]
    by_name = [server for server in servers if str(server.get("name")).lower() == asked and server not in by_host]
    matching = by_name or by_host
    matches = {
        (server["host"].lower(), server.get("port"), server.get("username", "root")): server
        for server in matching[::-1]
    }
    if len(matches) > 1:
        user = str(nearer.get("username") or "root")
        matches = {key: server for key, server in matches.items() if key[2] == user}
        if len(matches) != 1 and not (gives_credential(nearer) or _has_credential(environ)):
            raise usage("host: several servers have that name", "Give the name of one, and username.")
    if len(matches) == 1:
        return next(iter(matches.values()))
    if servers and not matching and not (gives_credential(nearer) or _has_credential(environ) or nearer.get("session")):
        names = [str(server.get("name", server["host"])) for server in servers]
        hint = did_you_mean(name, names, "Servers are %s." % ", ".join(names[:20]))
        raise usage("host: no credential for this server in the inventory or in %s" % fleet_file.VARIABLE, hint)
    return None


def _same_port(server: Given, nearer: Given) -> bool:
    """Another port of a host may lead to another server, as behind tunnels: what is known of this one is not its."""
    if "port" not in nearer or str(nearer.get("credential", "whm")) != "whm":
        return True
    return str(nearer["port"]) == str(server.get("port") or port_of("whostmgrd", server.get("use_ssl", True)))


def _rest(server: Given, nearer: Given, environ: t.Mapping[str, str]) -> dict[str, t.Any]:
    """What is known of a server, for options that nobody nearer to the task gives; its credential is one of WHM."""
    rest = {option: value for option, value in server.items() if option != "name"}
    _leave_out(nearer, rest)
    if gives_credential(rest):
        rest["credential"] = "whm"
    here = (None, "", server["host"], server.get("name"))
    if environ.get("CPANEL_HOST") not in here:  # what the environment has is another server's
        if not (gives_credential(rest) or gives_credential(nearer) or nearer.get("session")):
            raise _unknown_credential(str(server.get("name", server["host"])), True, environ)
        if str(nearer.get("credential", "whm")) == "whm":
            rest = {"username": "root", "port": None, "credential": "whm", **rest}
    return rest


def _account(variables: Given, template: Template) -> dict[str, t.Any]:
    """The account that an inventory host is, if the inventory says that it is one; never a guess from a name alone."""
    if "cpanel_account" in variables:
        name = template(variables["cpanel_account"])
    elif "cpanel_kind" in variables and template(variables["cpanel_kind"]) == "account":
        name = variables.get("inventory_hostname")
    else:
        return {}
    name = native(name)
    return {"account": name} if is_account(name) else {}


def _leave_out(given: Given, inherited: dict[str, t.Any]) -> None:
    """Takes away what belongs to another credential than the task's."""
    gone: set[str] = set()
    if gives_credential(given):
        gone |= set(SECRETS)
    if str(given.get("credential", "whm")) != inherited.get("credential", "whm") and "credential" in given:
        gone |= {"port", "username", *SECRETS}
    if "use_ssl" in given and boolean(given["use_ssl"], strict=False) != boolean(
        inherited.get("use_ssl", True), strict=False
    ):
        gone.add("port")
    if "username" in given and str(given["username"]) != inherited.get("username", "root"):
        gone |= set(SECRETS)
    for name in gone:
        inherited.pop(name, None)


def _credential(name: str, inherited: Given, given: Given, environ: t.Mapping[str, str], loader: t.Any) -> Given:
    """The credential of a server: as the inventory of this run knows it, else as CPANEL_FLEET_FILE has it.

    It has to be that of the same host and user. Without any, that of the environment is left to be taken, unless the
    environment says that it belongs to another host.
    """
    username = str(given.get("username") or inherited.get("username") or "root")
    server = _known.get((name, inherited["host"], username))
    if server is not None:
        options = {option: getattr(server.options, option) for option in (*SECRETS, "proxy")}
        return {option: value for option, value in options.items() if value}
    path = environ.get(fleet_file.VARIABLE)
    for entry in fleet_file.read(loader, path) if path else ():
        same = entry["host"] == inherited["host"] and entry.get("username", "root") == username
        if same and entry.get("name", entry["host"]) == name and any(entry.get(option) for option in SECRETS):
            return {option: entry[option] for option in (*SECRETS, "proxy") if entry.get(option)}
    elsewhere = environ.get("CPANEL_HOST") not in (None, "", inherited["host"])
    if not (given.get("session") or inherited.get("session")) and (elsewhere or not _has_credential(environ)):
        raise _unknown_credential(name, elsewhere, environ)
    return {}


def _has_credential(environ: t.Mapping[str, str]) -> bool:
    return bool(environ.get("CPANEL_API_TOKEN") or environ.get("CPANEL_PASSWORD"))


def _unknown_credential(name: str, elsewhere: bool, environ: t.Mapping[str, str]) -> CpanelError:
    text = "no credential for the server %s" % name
    if elsewhere and _has_credential(environ):
        text += ": the one in the environment belongs to %s" % environ["CPANEL_HOST"]
    return usage(
        text,
        "Inventories do not store credentials. List the server in %s, or set %sapi_token for the host."
        % (fleet_file.VARIABLE, PREFIX),
    )
