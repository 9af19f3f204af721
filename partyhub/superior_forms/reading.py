"""Reading of what the pages of a form send about its mapping."""

from collections.abc import Mapping

from flask_babel import gettext

from partyhub.organizations.queries import find_choosable
from partyhub.registers import current_catalog
from partyhub.superior_forms.grids import FORMULA, TEXT, Content
from partyhub.superior_forms.labels import TEN_THOUSAND
from partyhub.superior_forms.mapping import Source, Text, Unit, Value
from partyhub.viewers import Viewer


class UnreadableSourceError(ValueError):
    """Error for a choice that isn't there; its text is a sentence."""


def read_source(sent: Mapping[str, str], viewer: Viewer, end: str = "") -> Source | None:
    """Return what was chosen for a cell, None for nothing; the names of the fields have an `end`.

    Raises UnreadableSourceError.
    """
    key = sent.get(f"source{end}", "")
    if not key:
        return None
    replaces = sent.get(f"replaces{end}") == "1"
    if key.startswith("text:"):
        return Source(text=_one_of(key.removeprefix("text:"), Text), replaces=replaces)
    if key not in current_catalog().figures_by_code:
        raise _refused()
    return Source(
        code=key,
        value=_one_of(sent.get(f"value{end}", Value.NOW.value), Value),
        scale=TEN_THOUSAND if sent.get(f"scale{end}") == str(TEN_THOUSAND) else 1,
        unit=read_unit(sent.get(f"unit{end}", ""), viewer) or Unit.ASKED.value,
        replaces=replaces,
    )


def _one_of(text: str, members: type[Text] | type[Value]) -> str:
    if text not in {each.value for each in members}:
        raise _refused()
    return text


def read_unit(text: str, viewer: Viewer) -> int | str | None:
    """Return the unit that was chosen for a row, None for nothing."""
    if not text:
        return None
    if text in {each.value for each in Unit}:
        return text
    chosen = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if find_choosable(viewer, chosen) is None:
        raise _refused()
    return chosen


def _refused() -> UnreadableSourceError:
    return UnreadableSourceError(gettext("This choice is not available. Choose another one."))


def refusal_of(source: Source, content: Content | None) -> str:
    """Return why a source may not go into a cell without being told to replace it, or nothing."""
    if content is None or source.replaces:
        return ""
    if content.kind == FORMULA:
        return gettext(
            "The cell holds a formula, which stays. Choose another cell, or tick “Replace what is"
            " in the cell”."
        )
    if content.kind == TEXT and not source.text:
        return gettext(
            "The cell holds a text. Choose the cell beside it, or tick “Replace what is in the"
            " cell”."
        )
    return ""
