"""Corrections of texts, as the preview page offers and shows them."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from partyhub.registers.catalog import current_catalog
from partyhub.registers.importing.judging.corrections import PREFIX, correction_name
from partyhub.registers.importing.web.stored_uploads import StoredUpload


class Correction(NamedTuple):
    """A correction made so far: the name of its decision, the column's header, old and new text."""

    name: str
    header: str
    old: str
    new: str


def name_of(group: Mapping[str, Any]) -> str:
    """Return the name of the decision that corrects a group of equal errors."""
    return correction_name(group["register"], group["key"], group["value"])


def find_corrections(stored: StoredUpload) -> Iterator[Correction]:
    """Yield the corrections made so far."""
    for name, new in stored.decisions.items():
        kind, _, rest = name.partition(":")
        if kind == PREFIX:
            register, key, old = rest.split(":", 2)
            known = current_catalog().by_name[register]
            column = known.column(key)
            yield Correction(name, known.header(column) if column else key, old, new)
