# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""German texts. What is not in the table gets a general sentence, as on a half-translated server.

Must not know who asked; the locale is given. Called by ``api/execute.py`` and by the pages of ``wire``.
"""

from __future__ import annotations

import re

from . import texts
from .texts import fill, quoted

GERMAN: dict[str, str] = {
    "OK": "OK",
    "The login is invalid.": "Die Anmeldung ist ungültig.",
    "The security code is invalid.": "Der Sicherheitscode ist ungültig.",
    "Your session has expired. Please log in again.": ("Ihre Sitzung ist abgelaufen. Bitte melden Sie sich erneut an."),
    "Your session cookie is invalid. Please log in again.": (
        "Ihr Sitzungscookie ist ungültig. Bitte melden Sie sich erneut an."
    ),
    "Your IP address has changed. Please log in again.": (
        "Ihre IP-Adresse hat sich geändert. Bitte melden Sie sich erneut an."
    ),
    "You have logged out.": "Sie haben sich abgemeldet.",
    "Invalid Security Token": "Ungültiges Sicherheitstoken",
    "The security token in your request is invalid.": "Das Sicherheitstoken in Ihrer Anforderung ist ungültig.",
    "The security token is missing from your request.": "Das Sicherheitstoken fehlt in Ihrer Anforderung.",
    "Access denied": "Zugriff verweigert",
    "Created session": "Sitzung erstellt",
    "Provide the `[_1]` argument.": "Geben Sie das Argument `[_1]` an.",
    "Provide the [_1] and `[_2]` arguments.": "Geben Sie die Argumente [_1] und `[_2]` an.",
    "You do not have access to an account named `[_1]`.": (
        "Sie haben keinen Zugriff auf ein Konto mit dem Namen `[_1]`."
    ),
    "You do not have permission to access this function.": "Sie haben keine Berechtigung für diese Funktion.",
    "You do not have the feature `[_1]`.": "Sie verfügen nicht über die Funktion `[_1]`.",
    "The email account `[_1]` already exists!": "Das E-Mail-Konto `[_1]` existiert bereits!",
    "You do not own this email account.": "Sie sind nicht der Besitzer dieses E-Mail-Kontos.",
    "The email address `[_1]` is not valid.": "Die E-Mail-Adresse `[_1]` ist nicht gültig.",
    "The user `[_1]` cannot be created because it already exists.": (
        "Der Benutzer `[_1]` kann nicht erstellt werden, weil er bereits existiert."
    ),
    "The MySQL database `[_1]` already exists.": "Die MySQL-Datenbank `[_1]` existiert bereits.",
    "You do not control a DNS zone named `[_1]`.": "Sie kontrollieren keine DNS-Zone mit dem Namen `[_1]`.",
    (
        "The given serial number ([_1]) does not match the DNS zone\u2019s serial number ([_2]). Refresh your view of"
        " the DNS zone, then resubmit."
    ): (
        "Die angegebene Seriennummer ([_1]) stimmt nicht mit der Seriennummer der DNS-Zone ([_2]) überein."
        " Aktualisieren Sie die Ansicht der DNS-Zone und senden Sie sie erneut."
    ),
    "The system could not find the function `[_1]` in the module `[_2]`.": (
        "Das System konnte die Funktion `[_1]` im Modul `[_2]` nicht finden."
    ),
    (
        "Sorry, the password you selected cannot be used because it is too weak and would be too easy to guess."
        " Please select a password with strength rating of [_1] or higher."
    ): (
        "Das ausgewählte Kennwort kann nicht verwendet werden, da es zu schwach und zu leicht zu erraten ist. Wählen"
        " Sie ein Kennwort mit einer Stärke von mindestens [_1]."
    ),
    "You cannot create a session for the user `[_1]` because they do not exist.": (
        "Für den Benutzer `[_1]` kann keine Sitzung erstellt werden, da er nicht existiert."
    ),
    "You cannot create a session for the user `[_1]` because they are currently suspended.": (
        "Für den Benutzer `[_1]` kann keine Sitzung erstellt werden, da er derzeit gesperrt ist."
    ),
    "You do not have permission to create sessions for the user `[_1]`.": (
        "Sie dürfen keine Sitzungen für den Benutzer `[_1]` erstellen."
    ),
}
FALLBACK = "Das System konnte die Anforderung nicht ausführen."
_TYPOGRAPHIC = re.compile("\u201c([^\u201d]*)\u201d")


def german(template: str, values: tuple[str, ...]) -> str:
    """The German text of a template, or a general sentence that names the values."""
    text = GERMAN.get(template)
    if text is None:
        details = ", ".join(quoted(value, texts.GERMAN) for value in values)
        return f"{FALLBACK} ({details})" if details else FALLBACK
    return _TYPOGRAPHIC.sub("\u201e\\1\u201c", fill(text, values, texts.GERMAN))


def translated(text: str, locale: str) -> str:
    """A sentence about a success: in German when there is one, else as it is."""
    return GERMAN.get(text, text) if locale == "de" else text


def translate(template: str, values: tuple[str, ...], locale: str) -> str:
    """The text in the locale; everything but ``de`` is English."""
    return german(template, values) if locale == "de" else fill(template, values)
