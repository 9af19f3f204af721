"""Translations in the language of the page: Flask-Babel with faster access to its catalogs.

A page needs hundreds of texts. Flask-Babel finds the context, the locale and its catalog for each
of them; here the catalog is looked up once, until the language changes.
"""

from collections.abc import Mapping
from typing import Any

from flask import Flask, g
from flask_babel import Babel, Domain
from markupsafe import Markup
from werkzeug.utils import cached_property


class Messages(Domain):
    """The translation catalogs of the program."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # as mypy sees flask_babel

    def get_translations(self) -> Any:
        """Return the catalog of the page's language.

        It is cached beside the locale, in Flask-Babel's own namespace, which Flask-Babel clears
        together with the locale (`refresh`, `force_locale`).
        """
        try:
            context = g._flask_babel  # noqa: SLF001  # Flask-Babel's own place; else the long way
        except (AttributeError, RuntimeError):
            return super().get_translations()  # type: ignore[no-untyped-call]  # likewise
        found = getattr(context, "babel_translations", None)
        if found is None:
            found = super().get_translations()  # type: ignore[no-untyped-call]  # likewise
            context.babel_translations = found
        return found


class Languages(Babel):
    """Flask-Babel with the catalogs of `Messages`."""

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **options)  # type: ignore[no-untyped-call]  # likewise

    @cached_property
    def domain_instance(self) -> Messages:
        return Messages()


def install_words(app: Flask) -> None:
    """Install translation functions in the templates that are faster than Jinja's extension.

    All of them escape. As with that extension, each message is a format string, so a percent sign
    is written twice.
    """
    messages: Messages = app.extensions["babel"].instance.domain_instance

    def gettext(message: str, **variables: Any) -> Markup:
        return _fill(messages.get_translations().ugettext(message), variables)

    def ngettext(one: str, many: str, num: int, **variables: Any) -> Markup:
        translated = messages.get_translations().ungettext(one, many, num)
        return _fill(translated, {"num": num, **variables})

    def pgettext(context: str, message: str, **variables: Any) -> Markup:
        translated = messages.get_translations().upgettext(context, message)
        return _fill(translated, {"context": context, **variables})

    words = {"_": gettext, "gettext": gettext, "ngettext": ngettext, "pgettext": pgettext}
    app.jinja_env.globals.update(words)


def _fill(message: str, variables: Mapping[str, Any]) -> Markup:
    """Return a message with the escaped variables filled in.

    The message itself is trusted markup.
    """
    return Markup(message) % variables  # noqa: S704  # the catalogs are the program's own
