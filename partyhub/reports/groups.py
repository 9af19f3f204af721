"""The headings under which figures stand, on their page and in the workbook."""

from collections.abc import Iterable

from flask_babel import gettext, pgettext

from partyhub.awards.models import AwardLevel

LEVEL_NAMES = frozenset(level.value for level in AwardLevel)


def part_of(code: str) -> str:
    """Under which heading a code stands: the honors have one for each way to sort them."""
    group, _, name = code.partition(".")
    if group != "awards" or name == "total":
        return group
    if name.startswith("to_"):
        return "awards by recipient"
    return "awards by level" if name in LEVEL_NAMES else "awards by category"


def groups() -> list[tuple[str, frozenset[str]]]:
    """The headings in order, each with the parts of its codes."""
    return [
        (gettext("Organizations and members"), frozenset({"organizations", "members"})),
        (pgettext("figures", "Activities"), frozenset({"activities", "service"})),
        (gettext("Appraisals"), frozenset({"appraisals"})),
        (gettext("Vanguard posts and teams"), frozenset({"vanguards"})),
        (gettext("Workshop commissars"), frozenset({"commissars"})),
        (gettext("Key projects and mentoring"), frozenset({"projects", "mentoring"})),
        (gettext("Common-prosperity workshops"), frozenset({"prosperity"})),
        (gettext("Honors"), frozenset({"awards"})),
        (gettext("Honors by level"), frozenset({"awards by level"})),
        (gettext("Honors by recipient"), frozenset({"awards by recipient"})),
        (gettext("Honors by category"), frozenset({"awards by category"})),
    ]


def grouped(codes: Iterable[str]) -> list[tuple[str, list[str]]]:
    """The codes under their headings, in their order; a heading without codes is left out."""
    rest = list(codes)
    found = []
    for heading, parts in groups():
        found.append((heading, [code for code in rest if part_of(code) in parts]))
        rest = [code for code in rest if part_of(code) not in parts]
    found.append((gettext("Other figures"), rest))
    return [(heading, own) for heading, own in found if own]
