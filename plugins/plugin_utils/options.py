# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Controller only, Python 3.10+.

from __future__ import annotations

import contextlib
import difflib
import os
import typing as t

from ansible import constants
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.parsing.convert_bool import boolean

from ansible_collections.hostops.cpanel.plugins.module_utils._auth import (
    CONNECTION_SPEC,
    MISNOMERS,
    SECRETS,
    gives_credential,
    misnamed_password,
    other_credentials,
    refused,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._breaker import RUN_VARIABLE
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._servers import SERVER_SPEC, Server
from ansible_collections.hostops.cpanel.plugins.plugin_utils import fleet_file

# Variables of a host are named as the options of a task, after this prefix.
PREFIX = "hostops_cpanel_"
VARIABLES = {PREFIX + name: name for name in CONNECTION_SPEC}
# Names the server that an inventory host is on, for whose credential we then look.
SERVER_VARIABLE = PREFIX + "server"
# Which run of Ansible this is, for the breaker, which all of its processes share, also those that tasks start. Ansible
# makes a directory of a random name before anything else, and its workers know it, whichever of them comes here first.
os.environ.setdefault(RUN_VARIABLE, "run-" + os.path.basename(constants.DEFAULT_LOCAL_TMP))
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
        raise usage("; ".join(result.error_messages))
    return t.cast("dict[str, t.Any]", result.validated_parameters)


def plugin_options(plugin: t.Any, names: t.Iterable[str]) -> dict[str, t.Any]:
    """What a lookup or inventory was given for these options, by whatever way its documentation names."""
    found = {name: fleet_file.plain(plugin.get_option(name)) for name in names}
    return {name: value for name, value in found.items() if value is not None and value != ""}


def check_names(given: t.Iterable[str], known: t.Iterable[str]) -> None:
    """Ansible passes over options that a plugin does not have; a misspelt one must not go unnoticed."""
    names = list(known)
    misnamed = misnamed_password(dict.fromkeys(given), names)
    if misnamed is not None:
        raise misnamed
    for name in given:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            raise usage("there is no option %s" % name, "Did you mean %s?" % near[0] if near else None)


def check_variables(variables: t.Container[str]) -> None:
    """A password to log in with that is under another name must not go unnoticed, either."""
    for name in MISNOMERS:
        if PREFIX + name in variables:
            raise usage("the variable %s%s gives no option; give %slogin_password" % (PREFIX, name, PREFIX))


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
    wanted = [
        name
        for name, option in VARIABLES.items()
        if name in variables and not (given.get(option) and option not in _COMPARED)
    ]
    found = {VARIABLES[name]: fleet_file.plain(template(variables[name])) for name in wanted}
    return {option: value for option, value in found.items() if value is not None and value != ""}


def for_host(given: Given, variables: Given, template: Template, environ: t.Mapping[str, str], loader: t.Any) -> Given:
    """What the variables of a host add to the options that a task or lookup gives itself; those always win.

    Nothing of another server is mixed in: if the host, the kind of credential or the user are others than those of
    the variables, then what goes with them is left out. The credential of a host that our inventory made is looked
    up by the name of its server. Raises ``usage``.
    """
    check_variables(variables)
    given = {name: value for name, value in given.items() if value is not None and value != ""}
    if "user" in given:
        given = {"account": given["user"], **given}
    if given.get("servers"):
        return {}
    found = _from_variables(variables, template, given)
    session = given.get("session")
    bundle = session if isinstance(session, t.Mapping) and session.get("security_token") else {}
    target = given.get("host") or bundle.get("host")
    if target and found.get("host") and str(target) != found["host"]:
        return {}
    if bundle and bundle.get("service") != "whostmgrd":
        found.pop("account", None)
    _leave_out(given, found)
    own = gives_credential(given)
    reference = template(variables[SERVER_VARIABLE]) if SERVER_VARIABLE in variables and not own else None
    if reference and not gives_credential(found) and "host" in found:
        found.update(_credential(str(reference), found, given, environ, loader))
    added = {name: value for name, value in found.items() if name not in given}
    return {**added, **other_credentials({**added, **given})}


def _leave_out(given: Given, found: dict[str, t.Any]) -> None:
    """Takes away what belongs to another credential than the task's."""
    gone: set[str] = set()
    if gives_credential(given):
        gone |= set(SECRETS)
    if str(given.get("credential", "whm")) != found.get("credential", "whm") and "credential" in given:
        gone |= {"port", "username", *SECRETS}
    if "use_ssl" in given and boolean(given["use_ssl"], strict=False) != boolean(
        found.get("use_ssl", True), strict=False
    ):
        gone.add("port")
    if "username" in given and str(given["username"]) != found.get("username", "root"):
        gone |= set(SECRETS)
    for name in gone:
        found.pop(name, None)


def _credential(name: str, found: Given, given: Given, environ: t.Mapping[str, str], loader: t.Any) -> Given:
    """The credential of a server: as the inventory of this run knows it, else as CPANEL_FLEET_FILE has it.

    It has to be that of the same host and user. Without any, that of the environment is left to be taken, unless the
    environment says that it belongs to another host.
    """
    username = str(given.get("username") or found.get("username") or "root")
    server = _known.get((name, found["host"], username))
    if server is not None:
        options = {option: getattr(server.options, option) for option in (*SECRETS, "proxy")}
        return {option: value for option, value in options.items() if value}
    path = environ.get(fleet_file.VARIABLE)
    for entry in fleet_file.read(loader, path) if path else ():
        same = entry["host"] == found["host"] and entry.get("username", "root") == username
        if same and entry.get("name", entry["host"]) == name and any(entry.get(option) for option in SECRETS):
            return {option: entry[option] for option in (*SECRETS, "proxy") if entry.get(option)}
    elsewhere = environ.get("CPANEL_HOST") not in (None, "", found["host"])
    if not (given.get("session") or found.get("session")) and (elsewhere or not _has_credential(environ)):
        raise _unknown_credential(name, elsewhere, environ)
    return {}


def _has_credential(environ: t.Mapping[str, str]) -> bool:
    return bool(environ.get("CPANEL_API_TOKEN") or environ.get("CPANEL_PASSWORD"))


def _unknown_credential(name: str, elsewhere: bool, environ: t.Mapping[str, str]) -> CpanelError:
    text = "there is no credential for the server %s" % name
    if elsewhere and _has_credential(environ):
        text += ": the one in the environment belongs to %s" % environ["CPANEL_HOST"]
    return usage(
        text,
        "The inventory does not write credentials down. Give its servers in %s, or set %sapi_token for the host."
        % (fleet_file.VARIABLE, PREFIX),
    )
