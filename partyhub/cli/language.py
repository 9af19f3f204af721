"""Translations for the command line, from the catalog of the pages but without a framework.

A help text or a refusal must not wait for Flask, so the standard library reads the catalog.
"""

import gettext as catalogs
import os
from functools import cache
from pathlib import Path
from typing import Any

TRANSLATIONS = Path(__file__).parents[1] / "translations"


class LazyText:
    """A message that is translated when it is shown, not when it is defined."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __str__(self) -> str:
        return gettext(self.message)


def command_language() -> str:
    """Return the language of the command line: Chinese whatever the locale.

    Only PARTYHUB_LANG=en makes it English.
    """
    return "en" if os.environ.get("PARTYHUB_LANG", "").lower().startswith("en") else "zh_Hans_CN"


def gettext(message: str, **values: Any) -> str:
    """Return the message in the language of the command line, with its values filled in."""
    text = _catalog(command_language()).gettext(message)
    return text % values if values else text


def pgettext(context: str, message: str) -> str:
    """Return the message in the language of the command line, as translated in the context."""
    return _catalog(command_language()).pgettext(context, message)


def ngettext(message: str, plural: str, number: int, **values: Any) -> str:
    """Return the singular or plural message for `number`, which is available in it as `num`."""
    text = _catalog(command_language()).ngettext(message, plural, number)
    return text % {"num": number, **values}


def lazy_gettext(message: str) -> LazyText:
    """Return the message to be translated when it is shown."""
    return LazyText(message)


@cache
def _catalog(language: str) -> catalogs.NullTranslations:
    return catalogs.translation("messages", TRANSLATIONS, [language])
