"""The roll of honor of a period, and the honors of one recipient over years."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext, ngettext, pgettext

from partyhub.awards.models import Award, AwardCategory, AwardLevel
from partyhub.database import Nameable
from partyhub.documents import TABLE, Cell
from partyhub.organizations.models import Organization
from partyhub.papers.content import Grid, Note, Paper, Row, Signatures
from partyhub.papers.queries import find_branches_of
from partyhub.periods import Period
from partyhub.registers import Register
from partyhub.registers.values import words

ROLL_WIDTHS = (14.0, 36.0, 34.0, 23.0, 31.0, 30.0)
FILE_WIDTHS = (14.0, 30.0, 40.0, 23.0, 31.0, 30.0)
FACT_WIDTHS = (24.0, 60.0, 24.0, 60.0)
# The columns of each recipient's register that head its file.
FACTS = {
    "members": ("name", "sex", "organization", "workshop"),
    "organizations": ("name", "kind", "parent", "established_on"),
    "workshops": ("name", "organization"),
}


def roll_of_honor(found: Sequence[Award], unit: Organization | None, period: Period) -> Paper:
    """Return the honors of a period with their recipients, as given in order."""
    heads = [
        pgettext("papers", "No."),
        pgettext("awards", "Title"),
        pgettext("papers", "Recipient"),
        pgettext("awards", "Level"),
        pgettext("papers", "Granted by"),
        pgettext("papers", "Granted on"),
    ]
    branches = find_branches_of(found)
    rows: list[Row] = [
        [
            Cell(str(at), align="center"),
            award.title,
            _recipient_text(award, branches),
            award.level.label,
            award.granting_body,
            f"{award.awarded_on:%Y.%m.%d}",
        ]
        for at, award in enumerate(medals_last(found), 1)
    ]
    name = f"{unit.name}\n" if unit else ""
    return Paper(
        gettext("%(unit)sRoll of honor", unit=name),
        [Grid(ROLL_WIDTHS, [heads, *rows], heads=1), Note(sum_text(found)), _signing()],
        subtitle=gettext("(%(period)s)", period=period.label()),
        page=TABLE,
    )


def _recipient_text(award: Award, branches: Mapping[int, str]) -> str:
    """Return who was honored; of a person with the branch, which tells namesakes apart on paper."""
    recipient = award.recipient
    if not isinstance(recipient, Nameable):
        return recipient or ""
    if award.id not in branches:
        return recipient.name
    return gettext("%(name)s\n(%(branch)s)", name=recipient.name, branch=branches[award.id])


def award_file(
    record: Any,
    found: Sequence[Award],
    years: tuple[int, int],
    facts: Sequence[Any],
    elsewhere: int,
) -> Paper:
    """Return the honors of one recipient from one year to another; `facts` say who it is.

    `elsewhere` is how many more there are, which the reader may not see.
    """
    rows = [_file_row(at, award) for at, award in enumerate(medals_last(found), 1)]
    notes = [sum_text(found), *([_elsewhere_text(elsewhere)] if elsewhere else [])]
    return Paper(
        gettext("File of honors\n%(name)s", name=record.caption),
        [
            *([Grid(FACT_WIDTHS, _in_pairs(facts))] if facts else []),
            Note(""),
            Grid(FILE_WIDTHS, [_file_heads(), *rows], heads=1),
            *map(Note, notes),
            _signing(),
        ],
        subtitle=gettext("(%(first)s to %(last)s)", first=years[0], last=years[1]),
        page=TABLE,
    )


def _file_heads() -> Row:
    return [
        pgettext("papers", "No."),
        pgettext("papers", "Granted on"),
        pgettext("awards", "Title"),
        pgettext("awards", "Level"),
        pgettext("papers", "Granted by"),
        pgettext("papers", "Document and certificate number"),
    ]


def _file_row(number: int, award: Award) -> Row:
    return [
        Cell(str(number), align="center"),
        f"{award.awarded_on:%Y.%m.%d}",
        award.title,
        award.level.label,
        award.granting_body,
        "\n".join(filter(None, [award.document_no, award.certificate_no])),
    ]


def facts_of(register: Register, record: Any, day: Any) -> list[Any]:
    """Return label and words of what heads the file of a recipient, as the page shows them."""
    found: list[Any] = []
    for key in FACTS.get(register.name, ()):
        column = register.column(key)
        text = words(column.value(record, day), register.kind(column)) if column else ""
        if column and text:
            found += [Cell(register.header(column), is_head=True), text]
    return found


def medals_last(found: Iterable[Award]) -> list[Award]:
    """Return honors in their order, with the commemorative medals, which are none, behind them."""
    return sorted(found, key=lambda award: award.category is AwardCategory.MEDAL)


def sum_text(found: Iterable[Award]) -> str:
    """Return how many honors there are, and of which levels; medals are counted apart."""
    awards = list(found)
    levels = [award.level for award in awards if award.category is not AwardCategory.MEDAL]
    counts = [
        gettext("%(level)s %(number)s", level=level.label, number=levels.count(level))
        for level in AwardLevel
        if level in levels
    ]
    whole = ngettext("%(num)d honor", "%(num)d honors", len(levels))
    if counts:
        whole = gettext("%(whole)s: %(parts)s.", whole=whole, parts="、".join(counts))
    medals = len(awards) - len(levels)
    if not medals:
        return whole
    more = ngettext("%(num)d commemorative medal", "%(num)d commemorative medals", medals)
    if not levels:
        return more
    return gettext("%(honors)s Besides: %(medals)s.", honors=whole, medals=more)


def _elsewhere_text(number: int) -> str:
    return ngettext(
        "%(num)d more honor belongs to another organization and is not listed.",
        "%(num)d more honors belong to other organizations and are not listed.",
        number,
    )


def _in_pairs(facts: Sequence[Any]) -> list[Row]:
    """Return two facts a row; a last one alone is as wide as two."""
    rows = [list(facts[at : at + 4]) for at in range(0, len(facts), 4)]
    if len(rows[-1]) == 2:
        label, value = rows[-1]
        rows[-1] = [label, Cell(value, columns=3)]
    return [*rows]


def _signing() -> Signatures:
    return Signatures(
        [gettext("Filled in by:"), gettext("Checked by:"), pgettext("papers", "Date:")]
    )
