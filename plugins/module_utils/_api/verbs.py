# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the name of a function says of it, for functions that no table knows: newer servers', plug-ins', API 2's.

Owns the verbs. A name counts as reading only if its first word reads and nothing in it writes: what is taken for a
read is sent in check mode, by lookups, and once more after a failure. Called by ``functions`` alone.
"""

from __future__ import annotations

import re

from .secret_names import is_secret_name

# Derived from the documented functions: every one of UAPI that starts with one of these only reads. Left out on
# purpose: verify and validate (SiteQuality::verify_code and Market::validate_login_token change something).
READ_VERBS = frozenset(
    (
        *("allows", "any", "browse", "can", "check", "configured", "count", "describe", "dump", "fetch", "find", "get"),
        *("has", "installed", "is", "list", "locate", "lookup", "parse", "query", "read", "retrieve", "search", "show"),
    )
)
# WHM API 1 and cPanel API 2 write the verb and its object in one word: listaccts, fetchsslinfo.
_FUSED = ("list", "get", "fetch", "show", "lookup")
WRITE_VERBS = frozenset(
    (
        *("abort", "accept", "activate", "add", "adjust", "adopt", "allow", "append", "apply", "approve", "archive"),
        *("assign", "assume", "attach", "authorize", "ban", "begin", "bind", "block", "book", "boot", "bump", "buy"),
        *("cancel", "change", "chmod", "chown", "claim", "clean", "cleanup", "clear", "clone", "close", "commit"),
        *("complete", "configure", "confirm", "connect", "convert", "copy", "create", "cut", "deactivate", "decline"),
        *("decrement", "del", "delete", "demote", "deny", "deploy", "destroy", "detach", "disable", "disconnect"),
        *("dismiss", "do", "drop", "edit", "eject", "empty", "enable", "enforce", "enqueue", "ensure", "erase"),
        *("evict", "exec", "execute", "expire", "extend", "extract", "fill", "fix", "flush", "force", "forget"),
        *("forward", "generate", "give", "grant", "halt", "import", "increment", "init", "initialize", "initiate"),
        *("insert", "install", "invalidate", "invite", "issue", "join", "kick", "kill", "launch", "leave", "link"),
        *("load", "lock", "login", "logout", "make", "mark", "merge", "migrate", "mkdir", "modify", "mount", "move"),
        *("mutate", "notify", "nuke", "open", "order", "overwrite", "park", "patch", "pause", "pay", "perform"),
        *("persist", "pop", "populate", "post", "process", "promote", "prune", "publish", "purchase", "purge", "push"),
        *("put", "queue", "quit", "reactivate", "reboot", "rebuild", "recalculate", "reclaim", "reconfigure", "record"),
        *("recover", "recreate", "recycle", "redeem", "redeploy", "redo", "refill", "refresh", "refund", "regenerate"),
        *("register", "reindex", "reinit", "reinstall", "reissue", "reject", "release", "reload", "remove", "rename"),
        *("renew", "reorder", "repair", "replace", "reply", "report", "request", "requeue", "rerun", "resend", "reset"),
        *("resize", "resolve", "restart", "restore", "resume", "resync", "retry", "revert", "revoke", "rewrite"),
        *("rm", "rmdir", "rollback", "rotate", "run", "sanitize", "save", "schedule", "scrub", "seed", "send", "set"),
        *("setup", "share", "shutdown", "sign", "skip", "spawn", "start", "stop", "store", "submit", "subscribe"),
        *("suspend", "swap", "switch", "sync", "synchronize", "terminate", "toggle", "touch", "train", "transfer"),
        *("trash", "trigger", "trim", "truncate", "unassign", "unban", "unblock", "undelete", "undo", "uninstall"),
        *("unlink", "unlock", "unmount", "unpark", "unpublish", "unregister", "unset", "unsubscribe", "unsuspend"),
        *("update", "upgrade", "upload", "upsert", "use", "vacuum", "void", "wipe", "withdraw", "write", "zap"),
    )
)
# Of these the ones that are as good as always nouns, unless a conjunction stands before them: get_pop_quota.
_NOUNS = frozenset(
    (
        *("book", "boot", "do", "forward", "link", "login", "lock", "mark", "order", "pop", "post", "process", "queue"),
        *("record", "report", "request", "schedule", "share", "transfer", "use"),
    )
)
_CONJUNCTIONS = frozenset(("and", "then", "or", "plus", "to", "n"))
# Nouns and participles of such verbs, which say what is read: list_updates, get_password_strength_settings.
_INFLECTED = r"(?:s|es|d|ed|r|er|ers|ing|ings|able|ment|ation|ion|ions|or|ors)"
# An unknown function whose answer is probably a secret.
_MAKES_SECRET = (
    r"(?:create|generate|export|issue|renew|regenerate|make|new|add)_?(?:.*_)?"
    r"(?:tokens?|session|secrets?|otp|keypair|key|login_?link|login_?url|sso_?link|sso_?url|tfa_config)"
    r"|.*(?:private_?keys?|secret_?keys?|sso_?link|sso_?url|login_?link|access_?hash|tfa_config|credentials?)"
    r"|(?:show|fetch|export|reveal|dump)_?(?:.*_)?keys?"
)
# Functions so called are sent a secret, and give none back.
_ONLY_TAKE = ("set", "change", "delete", "remove", "revoke", "check", "verify", "validate", "has", "is", "test")


def words_of(function: str) -> list[str]:
    """The words of a function's name, small: at capitals, digits and whatever is no letter."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", function)
    return [word.lower() for word in re.split(r"[\W_\d]+", parted) if word]


def reads_by_name(function: str) -> bool:
    """Whether FUNCTION (without its module) only reads: its first word does, and no word anywhere writes."""
    words = words_of(function)
    while len(words) > 1 and words[0] in ("php", "ini"):  # LangPHP::php_get_..., php_ini_set_...
        words.pop(0)
    if not words or not (words[0] in READ_VERBS or words[0].startswith(_FUSED)):
        return False
    return not any(_writes(word, before) for word, before in zip(words, ["", *words]))


def makes_secret(function: str) -> bool:
    """Whether the answer of FUNCTION is probably a secret, by its name."""
    words = words_of(function)
    if not words or words[0] in _ONLY_TAKE:
        return False
    name = "_".join(words)
    return re.fullmatch(_MAKES_SECRET, name) is not None or is_secret_name(name)


def _writes(word: str, before: str) -> bool:
    """Whether a word is a verb that writes, or has one fused to it: reset, getandset, listthenremove, fetchreset."""
    if word in WRITE_VERBS:
        return word not in _NOUNS or before in _CONJUNCTIONS
    for verb in WRITE_VERBS:
        at = word.find(verb)
        while at >= 0:
            head, tail = word[:at], word[at + len(verb) :]
            noun = not head and re.fullmatch(_INFLECTED, tail)  # updates, settings
            joined = re.search(r"(?:and|then|or|plus)$", head) or (head in READ_VERBS and verb not in _NOUNS)
            if not noun and ((joined and (not tail or len(verb) > 2)) or (len(verb) > 5 and verb not in _NOUNS)):
                return True
            at = word.find(verb, at + 1)
    return False
