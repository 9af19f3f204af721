"""Corrections of texts that the preview page makes, for all cells of a column that hold the text.

They are decisions of the upload, so what the preview shows is what is written.
"""

from collections.abc import Iterable, Iterator, Mapping

from partyhub.registers.importing.reading.layout import Layout
from partyhub.registers.importing.reading.rows import Row
from partyhub.registers.importing.reading.units import scaled
from partyhub.registers.importing.reading.values import is_clear
from partyhub.texts import clean_text

PREFIX = "text"


def correction_name(register: str, key: str, text: str) -> str:
    """Return the name of the decision that cells with `text` in a column mean another text."""
    return f"{PREFIX}:{register}:{key}:{clean_text(text)}"


def corrected(rows: Iterable[Row], layout: Layout, decisions: Mapping[str, str]) -> Iterator[Row]:
    """Yield the rows, with the texts of their cells replaced as the decisions say.

    A text stands under the header of its cell, and so in the unit of that header.
    """
    start = f"{PREFIX}:{layout.register.name}:"
    factors = {layout.columns[index].key: factor for index, factor in layout.units.items()}
    by_key: dict[str, dict[str, str]] = {}
    for name, text in decisions.items():
        if text and name.startswith(start):
            key, _, old = name.removeprefix(start).partition(":")
            own = "" if is_clear(text) else text
            by_key.setdefault(key, {})[old] = scaled(own, factors.get(key))
    for row in rows:
        for key, texts in by_key.items():
            _correct(row, key, texts)
        yield row


def _correct(row: Row, key: str, texts: Mapping[str, str]) -> None:
    """Replace the text of one cell; one that could not be read has its text again."""
    if key not in row.raw or (text := texts.get(clean_text(row.raw[key]))) is None:
        return
    row.typed[key] = text
    row.problems.pop(key, None)
