"""Sheets that no register's import takes, because they belong to another page."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from partyhub.registers.catalog import current_catalog
from partyhub.registers.importing.reading.headers import SheetRow
from partyhub.registers.importing.reading.layout import MOST_ROWS_ABOVE
from partyhub.registers.other_sheets import OtherSheet


def explain_other_sheet(rows: Iterable[SheetRow]) -> tuple[str, Iterator[SheetRow]]:
    """Return where a sheet belongs that is no register's, or "", and all of its rows again."""
    iterator = iter(rows)
    head = list(islice(iterator, MOST_ROWS_ABOVE))
    kinds = current_catalog().extensions(OtherSheet)
    sentence = next(filter(None, (kind.explain(head) for kind in kinds)), "")
    return sentence, chain(head, iterator)
