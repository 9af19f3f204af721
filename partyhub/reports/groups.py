"""The headings that group figures on their page and in the workbook."""

from collections.abc import Iterable

from partyhub.figures import Group
from partyhub.registers import current_catalog


def grouped(codes: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Return (heading, codes) pairs in the order of the headings; empty ones are left out."""
    by_code = current_catalog().figures_by_code
    own: dict[Group, list[str]] = {group: [] for group in Group}
    for code in codes:
        own[by_code[code].group].append(code)
    return [(group.label, found) for group, found in own.items() if found]
