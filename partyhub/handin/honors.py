"""The honors of the period: how many of each level went to whom, then the list."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from flask_babel import lazy_pgettext, pgettext
from sqlalchemy import case, func, select

from partyhub.awards.models import Award, AwardLevel, RecipientKind
from partyhub.database import Nameable, db
from partyhub.figures import Figure
from partyhub.handin import looks
from partyhub.handin.facts import Facts
from partyhub.handin.frames import add_note, add_nothing, add_section
from partyhub.handin.words import day_figure
from partyhub.members.models import Member
from partyhub.periods import Period
from partyhub.reports.calculation import compute, scope_of, select_counted
from partyhub.spreadsheets import Box, PrintedSheet

_TOTAL = "awards.total"
_MONTH = timedelta(31)
_COLUMNS = (
    ((RecipientKind.ORGANIZATION,), lazy_pgettext("handin honors", "Organization")),
    ((RecipientKind.COMPANY,), lazy_pgettext("handin", "Company")),
    ((RecipientKind.MEMBER,), lazy_pgettext("handin", "Person")),
    ((RecipientKind.WORKSHOP,), lazy_pgettext("handin honors", "Workshop")),
    ((RecipientKind.TEAM, RecipientKind.POST), lazy_pgettext("handin", "Team, post")),
    ((RecipientKind.PROJECT,), lazy_pgettext("handin honors", "Project")),
    ((RecipientKind.PROSPERITY_WORKSHOP,), lazy_pgettext("handin honors", "Prosperity")),
)


def add_honors(sheet: PrintedSheet, facts: Facts) -> None:
    """Add both tables."""
    add_section(sheet, pgettext("handin", "(3) Honors by level and recipient"))
    head = looks.HEAD
    heads = [pgettext("handin", "Level"), *(str(label) for _, label in _COLUMNS)]
    sheet.add(*(Box(each, head) for each in (*heads, pgettext("handin", "Total"))), least=18)
    _add_levels(sheet, facts)
    sheet.add(sheet.printed, height=8)
    add_section(sheet, pgettext("handin", "(4) Honors"))
    sheet.add(
        Box(pgettext("handin", "Level"), head),
        Box(pgettext("handin", "Honor"), head, 2),
        Box(pgettext("handin", "Recipient"), head, 2),
        Box(pgettext("handin", "Day"), head),
        Box(pgettext("handin", "Awarded by, document"), head, 3),
        height=18,
    )
    awards = _find_awards(facts)
    for award in awards:
        _add_award(sheet, facts, award)
    if not awards:
        add_nothing(sheet)
    add_note(sheet, _notes(facts))


def _add_levels(sheet: PrintedSheet, facts: Facts) -> None:
    counts = _counts(facts)
    for level in AwardLevel:
        numbers = [sum(counts.get((level, kind), 0) for kind in kinds) for kinds, _ in _COLUMNS]
        cells = [_cell(number) for number in numbers]
        total = facts.count(f"awards.{level.value}")
        sheet.add(Box(level.label, looks.BODY), *cells, _cell(total), height=15.5)
    sums = [sum(facts.count(f"awards.to_{kind.value}") for kind in kinds) for kinds, _ in _COLUMNS]
    words = pgettext("handin", "TOTAL")
    cells = [Box(number, looks.TOTAL_NUMBER) for number in (*sums, facts.count(_TOTAL))]
    sheet.add(Box(words, looks.TOTAL), *cells, height=17)


def _cell(number: int) -> Box:
    style = looks.NUMBER._replace(bold=True) if number else looks.grayed(looks.NUMBER)
    return Box(number, style)


def _counts(facts: Facts) -> Mapping[tuple[AwardLevel, RecipientKind], int]:
    figure = facts.figure(_TOTAL)
    assert isinstance(figure, Figure)
    query = (
        select(Award.level, Award.recipient_kind, func.count())
        .where(Award.id.in_(figure.select(facts.scope)))
        .group_by(Award.level, Award.recipient_kind)
    )
    return {(level, kind): count for level, kind, count in db.session.execute(query)}


def _find_awards(facts: Facts) -> Sequence[Award]:
    order = {level.value: number for number, level in enumerate(AwardLevel)}
    query = select_counted(facts.figure(_TOTAL), facts.scope)
    query = query.order_by(case(order, value=Award.level), Award.awarded_on, Award.id)
    return db.session.scalars(query).unique().all()


def _add_award(sheet: PrintedSheet, facts: Facts, award: Award) -> None:
    text, body = looks.sized(looks.TEXT, 10), looks.sized(looks.BODY, 10)
    recipient = award.recipient
    name = recipient.name if isinstance(recipient, Nameable) else recipient
    if isinstance(recipient, Member):
        name = facts.name_of(recipient.id, recipient.name)
    body_and_number = [award.granting_body, award.document_no or pgettext("handin", "no document")]
    sheet.add(
        Box(award.level.label, body),
        Box(award.title, text, 2),
        Box(name or looks.NOTHING, text, 2),
        Box(day_figure(award.awarded_on), looks.sized(body, 9.5)._replace(wraps=False)),
        Box("\n".join(body_and_number), text, 3),
        least=18,
    )


def _notes(facts: Facts) -> list[str]:
    notes = [
        pgettext(
            "handin",
            "By the day of the award, each once, at the level entered; a county-level city is a"
            " county.",
        )
    ]
    notes += _beside(facts)
    medals = facts.count("awards.medals")
    if medals:
        notes.append(
            pgettext(
                "handin",
                "%(number)s commemorative medals are not among them.",
                number=medals,
            )
        )
    return notes


def _beside(facts: Facts) -> list[str]:
    """Tell the honors of the month before and the month after, which belong to other periods."""
    period, day = facts.period, timedelta(1)
    before = _count_within(facts, period.start - _MONTH, period.start - day)
    after = _count_within(facts, period.end + day, period.end + _MONTH)
    words = [
        pgettext(
            "handin",
            "Of the 31 days before, %(number)s honors belong to the period before.",
            number=before,
        ),
        pgettext(
            "handin",
            "Of the 31 days after, %(number)s honors belong to the next one.",
            number=after,
        ),
    ]
    return [each for each, number in zip(words, (before, after), strict=True) if number]


def _count_within(facts: Facts, first: date, last: date) -> int:
    scope = scope_of(facts.viewer, Period(first, last), facts.organization)
    return int(compute(scope, [facts.figure(_TOTAL)])[_TOTAL].value or 0)
