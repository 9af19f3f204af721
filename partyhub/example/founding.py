"""Entries of the tree: what stood when the program was taken up, then each change on its day."""

from datetime import date, timedelta
from functools import partial

from partyhub.example.days import LIVE_ON, Agenda
from partyhub.example.entering import Office
from partyhub.example.tree import (
    CAMPAIGNS,
    EXTENDED_ON,
    GENERAL,
    PROJECT,
    ROOT,
    SUPERIOR,
    TERMS,
    UNITS,
    WORKSHOPS,
    Unit,
)


def plan_tree(agenda: Agenda) -> None:
    """Enter what stood when the program was taken up, and then each change on its day."""
    for unit in UNITS.values():
        if unit.code != ROOT:
            agenda.add(max(unit.since, LIVE_ON), partial(enter_unit, unit=unit), 1)
    for row in WORKSHOPS:
        agenda.add(LIVE_ON, partial(_enter_workshop, row=row), 2)
    for term in TERMS:
        _plan_term(agenda, *term)
    for campaign in CAMPAIGNS:
        day = max(date.fromisoformat(campaign[2]), LIVE_ON)
        agenda.add(day, partial(_enter_campaign, row=campaign), 2)
    _plan_changes(agenda)


def enter_unit(office: Office, unit: Unit, who: str = "clerk") -> None:
    office.enter(
        who,
        "organizations",
        unit.code,
        code=unit.code,
        name=unit.name,
        short_name=unit.short,
        kind=unit.kind,
        parent=UNITS[unit.parent].name if unit.parent else None,
        has_committee="1" if unit.has_committee else "0",
        established_on=unit.since,
        superior_name=None if unit.parent else SUPERIOR,
    )


def _enter_workshop(office: Office, row: tuple[str, ...]) -> None:
    code, name, first_line, opened, closed, branch = row
    office.enter(
        "clerk",
        "workshops",
        code,
        code=code,
        name=name,
        is_first_line=first_line,
        opened_on=opened,
        organization=UNITS[branch].name,
    )
    assert not closed or closed > LIVE_ON.isoformat()


def _plan_term(
    agenda: Agenda, code: str, number: int, started: str, reelected: str, extension: str
) -> None:
    key, first = f"{code}/{number}", date.fromisoformat(started)
    past = reelected if reelected and reelected <= LIVE_ON.isoformat() else None
    agenda.add(
        max(first, LIVE_ON),
        lambda office: office.enter(
            "clerk",
            "terms",
            key,
            organization=UNITS[code].name,
            number=number,
            started_on=started,
            reelected_on=past,
        ),
        3,
    )
    if extension:
        agenda.add(
            EXTENDED_ON,
            lambda office: office.change("clerk", "terms", key, extension_until=extension),
        )
    if reelected and not past:
        agenda.add(
            date.fromisoformat(reelected),
            lambda office: office.change("clerk", "terms", key, reelected_on=reelected),
            2,
        )


def _enter_campaign(office: Office, row: tuple[str, ...]) -> None:
    code, name, started, _, goal = row
    office.enter("clerk", "campaigns", code, code=code, name=name, started_on=started, goal=goal)


def _plan_changes(agenda: Agenda) -> None:
    """A branch goes under the general branch; the general branch is dissolved, and others too."""
    last = UNITS[GENERAL].until
    _plan_move(agenda, "ZB04", GENERAL, date(2022, 3, 1))
    for code in ("ZB01", "ZB02", "ZB03", "ZB04"):
        _plan_move(agenda, code, ROOT, last)
    for code, target in ((GENERAL, ROOT), ("ZB10", "ZB09"), (PROJECT, "ZB08")):
        _plan_closing(agenda, code, target)
    for code, _, _, _, closed, _ in (row for row in WORKSHOPS if row[4]):
        _plan_end(agenda, "workshops", code, date.fromisoformat(closed), closed_on=closed)
    for code, _, _, ended, _ in (row for row in CAMPAIGNS if row[3]):
        after = date.fromisoformat(ended) + timedelta(days=1)
        _plan_end(agenda, "campaigns", code, after, ended_on=ended)


def _plan_closing(agenda: Agenda, code: str, target: str) -> None:
    day = UNITS[code].until
    agenda.add(day, lambda office: office.close("clerk", code, target, day), 4)


def _plan_end(agenda: Agenda, register: str, code: str, day: date, **values: str) -> None:
    agenda.add(day, lambda office: office.change("clerk", register, code, **values))


def _plan_move(agenda: Agenda, code: str, parent: str, day: date) -> None:
    agenda.add(
        day,
        lambda office: office.change(
            "clerk", "organizations", code, parent=UNITS[parent].name, moved_on=day
        ),
        3,
    )
