"""Corrections of texts that the preview page makes, for all cells of a column that hold the text.

They are decisions of the upload, so what the preview shows is what is written.
"""

from collections.abc import Iterable, Iterator, Mapping

from partyhub.registers.importing.reading.rows import Row
from partyhub.registers.register import Register
from partyhub.texts import clean_text

PREFIX = "text"


def correction_name(register: str, key: str, text: str) -> str:
    """Return the name of the decision that cells with `text` in a column mean another text."""
    return f"{PREFIX}:{register}:{key}:{clean_text(text)}"


def corrected(
    rows: Iterable[Row], register: Register, decisions: Mapping[str, str]
) -> Iterator[Row]:
    """Yield the rows, with the texts of their cells replaced as the decisions say."""
    start = f"{PREFIX}:{register.name}:"
    by_key: dict[str, dict[str, str]] = {}
    for name, text in decisions.items():
        if name.startswith(start):
            key, _, old = name.removeprefix(start).partition(":")
            by_key.setdefault(key, {})[old] = text
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
