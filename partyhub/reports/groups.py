"""The headings under which figures stand, on their page and in the workbook."""

from collections.abc import Iterable

from partyhub import catalog
from partyhub.figures import Group


def grouped(codes: Iterable[str]) -> list[tuple[str, list[str]]]:
    """The codes under their headings, in their order; a heading without codes is left out."""
    by_code = catalog.figures_by_code()
    own: dict[Group, list[str]] = {group: [] for group in Group}
    for code in codes:
        own[by_code[code].group].append(code)
    return [(group.label, found) for group, found in own.items() if found]
