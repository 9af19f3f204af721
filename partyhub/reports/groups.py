"""The headings under which figures stand, on their page and in the workbook."""

from collections.abc import Iterable

from flask_babel import gettext, pgettext


def group_of(code: str) -> str:
    return code.partition(".")[0]


def groups() -> list[tuple[str, frozenset[str]]]:
    """The headings in order, each with the first parts of its codes."""
    return [
        (gettext("Organizations and members"), frozenset({"organizations", "members"})),
        (pgettext("figures", "Activities"), frozenset({"activities", "service"})),
        (gettext("Appraisals"), frozenset({"appraisals"})),
        (gettext("Vanguard posts and teams"), frozenset({"vanguards"})),
        (gettext("Workshop commissars"), frozenset({"commissars"})),
        (gettext("Key projects and mentoring"), frozenset({"projects", "mentoring"})),
        (gettext("Common-prosperity workshops"), frozenset({"prosperity"})),
        (gettext("Honors"), frozenset({"awards"})),
    ]


def grouped(codes: Iterable[str]) -> list[tuple[str, list[str]]]:
    """The codes under their headings, in their order; a heading without codes is left out."""
    rest = list(codes)
    found = []
    for heading, parts in groups():
        found.append((heading, [code for code in rest if group_of(code) in parts]))
        rest = [code for code in rest if group_of(code) not in parts]
    found.append((gettext("Other figures"), rest))
    return [(heading, own) for heading, own in found if own]
