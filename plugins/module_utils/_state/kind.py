# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words in which a kind of resource is declared: its fields, what tells one from another, and its four calls.

A resource is an item, a dictionary of its fields by our names and in our types. Declarations are in ``account``, one
file each, and are all that knows a kind; modules, engine and documents follow what stands here. Must not know any kind.
Called by declarations, which are made of it, and by all that follows them.
"""

from __future__ import annotations

import dataclasses
import functools
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._api.call import Call

from .reading import Reading
from .scope import Calls, Item, Scope

_SPEC_WORDS = ("type", "choices", "elements", "options", "aliases", "default")


@dataclasses.dataclass(frozen=True)
class Field:
    """One field of a resource, which is an option of its module too unless it is read only."""

    # As an option of the module.

    # Its type, by Ansible's name.
    type: str = "str"
    # All values that it can have, if they are few.
    choices: tuple[str, ...] = ()
    # The type of what a list holds.
    elements: str | None = None
    # The spec of what a dictionary holds, or each dictionary of a list.
    options: t.Mapping[str, t.Any] | None = None
    # Other names of the option.
    aliases: tuple[str, ...] = ()
    # What the option is if a user does not give it. Most fields have none: what is not given is left alone.
    default: t.Any = None

    # As a part of the resource.

    # The one form of a value that the user gave; raises ValueError with a sentence for a bad one.
    normalize: t.Callable[[t.Any], t.Any] | None = None
    # What a new resource needs, or a part of the key that has to be given.
    required: bool = False
    # Given when the resource is made, cannot be changed later.
    immutable: bool = False
    # Sent and never read, such as a password; it is not compared.
    secret: bool = False
    # Used by the declaration, but no state of the resource: not read, not compared, not exported.
    input_only: bool = False
    # Only read, and no option. The text says what it is.
    read_only: str = ""
    # Makes a dictionary of a value that has many entries, of which those that are not given are left alone.
    entries: t.Callable[[t.Any], t.Mapping[t.Any, t.Any]] | None = None

    def spec(self, required: bool) -> dict[str, t.Any]:
        """The option in the argument spec of a module."""
        spec: dict[str, t.Any] = {}
        for name in _SPEC_WORDS:
            value = getattr(self, name)
            if value is not None and (value != () or name == "default"):
                spec[name] = list(value) if isinstance(value, tuple) else value
        spec.update({"required": True} if required else {})
        spec.update({"no_log": True} if self.secret else {})
        return spec


@dataclasses.dataclass(frozen=True, eq=False)  # there is one of each: identity is enough
class Kind:
    """A kind of resource.

    ``prepare``, ``identify`` and ``merge`` change the item in place; they raise ValueError with a sentence that names
    the option. The items that ``create``, ``update`` and ``remove`` get have secrets and input-only fields, too; they
    return the calls to make, in order.
    """

    # Identity: what it is called, and what tells one from another.

    # As in the name of its module, cpanel_NAME, and in documents.
    name: str
    # All fields by name, in the order of the documentation.
    fields: t.Mapping[str, Field]
    # The fields that tell one from another; the first one is required.
    key: tuple[str, ...]

    # Reading: what is there.

    # Yields lists of calls, gets their results, and returns the items that are there.
    read: t.Callable[[Scope], Reading]
    # Completes the key from what was read, such as with a prefix that the server puts in front.
    identify: t.Callable[[Item, Scope], None] = lambda _item, _scope: None
    # What an update relies on, such as a serial number: if it has changed meanwhile, the update is planned again.
    version: t.Callable[[Item, Scope], t.Any] | None = None

    # Planning: what is to change.

    # Completes and checks what the user gave, before anything is sent.
    prepare: t.Callable[[Item], None] = lambda _item: None
    # The option, an address or a domain, that says in which domain an item lies; that domain has to be there.
    # ``read`` has to set the domains in scope.
    domain: str | None = None
    # Combines what is desired with what is there, None for a new one, and refuses what cannot be.
    merge: t.Callable[[Item, Item | None, Scope], None] = lambda _item, _current, _scope: None
    # The fields of a new one that the user did not give.
    defaults: t.Callable[[Item, Scope], Item] = lambda _item, _scope: {}
    # For what holds several values: what stays of the current one if those that were given go, None for nothing.
    subtract: t.Callable[[Item, Item], Item | None] = lambda _current, _given: None
    # For what always exists and can only be put back: the fields that being absent means.
    reset_to: t.Callable[[Item], Item] | None = None
    # Whether a purge has to spare it.
    protected: t.Callable[[Item], bool] = lambda _item: False
    # For what holds many things and is never removed: the option that a purge sets, to empty it.
    purge_option: str | None = None
    # The domains that it brings along ("one." is that subdomain of the main domain). They are made before all else.
    provides: t.Callable[[Item], t.Iterable[str]] | None = None
    # Those with lower numbers are made before those with higher ones, and go after them.
    order: int = 50

    # Writing: the calls that make it so.

    # What makes a new one.
    create: t.Callable[[Item, Scope], Calls] = lambda _item, _scope: []
    # From the current item, the new one, and the names of the changed fields. None: to create one replaces it whole.
    update: t.Callable[[Item, Item, t.Collection[str], Scope], Calls] | None = None
    # What removes one; for what always exists, what puts it back.
    remove: t.Callable[[Item, Scope], Calls] = lambda _item, _scope: []
    # The service whose rule for passwords holds, for PasswdStrength.
    password_app: str | None = None
    # The call that answers 1 if a password is the one that is set.
    verify_password: t.Callable[[Item], Call] | None = None

    # Documents, exports and lists.

    # The name of a list of them, where it is not the name with an s.
    plural: str = ""
    # False for what has no option ``state``.
    removable: bool = True
    # False for what a document has under another name.
    in_documents: bool = True
    # Fields that mean something only with one another: where documents are merged, who gives one gives all.
    together: tuple[str, ...] = ()
    # What an export writes down of an item, and what it leaves out as the server writes it by itself.
    export: t.Callable[[Item, Scope], tuple[Item, list[Item]]] = lambda item, _scope: (item, [])
    # An item as it fits any account, with placeholders and without prefixes.
    portable: t.Callable[[Item, Scope], Item] = lambda item, _scope: item

    def __post_init__(self) -> None:
        object.__setattr__(self, "plural", self.plural or self.name + "s")

    @functools.cached_property
    def secrets(self) -> list[str]:
        return [name for name, field in self.fields.items() if field.secret]

    @functools.cached_property
    def input_only(self) -> list[str]:
        return [name for name, field in self.fields.items() if field.input_only]

    @functools.cached_property
    def state(self) -> list[str]:
        """The fields that are compared: what is read and can be asked for."""
        apart = ("secret", "input_only", "read_only")
        return [name for name, field in self.fields.items() if not any(getattr(field, word) for word in apart)]

    def title(self, item: Item) -> str:
        """How an item is called in a message."""
        return " ".join(str(item[name]) for name in self.key if item.get(name) not in (None, ""))

    @functools.cached_property
    def spec(self) -> dict[str, t.Any]:
        """The options of one resource in a module, or of an item in a document."""
        spec = {
            name: field.spec(name == self.key[0] or (field.required and name in self.key))
            for name, field in self.fields.items()
            if not field.read_only
        }
        if self.removable:
            spec["state"] = {"type": "str", "choices": ["present", "absent"], "default": "present"}
        if self.secrets:
            choices = ["on_create", "always"]
            spec["update_password"] = {"type": "str", "choices": choices, "default": choices[0], "no_log": False}
        if self.verify_password is not None:
            spec["verify"] = {"type": "bool", "default": False}
        return spec
