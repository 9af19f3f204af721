"""The teams by kind: leader, branch, people, task and what they achieved."""

from collections.abc import Sequence

from flask_babel import pgettext

from partyhub.handin import looks
from partyhub.handin.branches import TEAMS
from partyhub.handin.facts import Facts
from partyhub.handin.frames import add_note, add_nothing, begin
from partyhub.handin.records import find_records, names_of, or_unfilled
from partyhub.handin.words import month_figure, short_name
from partyhub.members.presence import is_here
from partyhub.spreadsheets import Box, PrintedSheet
from partyhub.vanguards.models import Team

WIDTHS = (9, 48, 28, 19, 11, 12, 16, 55, 67)
_ROW, _SIZE = 13.0, 9.2


def build_teams(facts: Facts) -> PrintedSheet:
    """Return the sheet: a band a kind, numbers running through."""
    title = pgettext("handin", "Teams of Party members"), pgettext("handin", "In people")
    sheet = begin(facts, "teams", WIDTHS, *title, size=18, repeated=(3, 3), frozen="C4")
    heads = (
        pgettext("handin", "No."),
        pgettext("handin", "Team"),
        pgettext("handin", "Leader"),
        pgettext("handin column", "Branch"),
        pgettext("handin column", "Party"),
        pgettext("handin column", "Others"),
        pgettext("handin column", "Set up"),
        pgettext("handin", "Task"),
        pgettext("handin", "Achievements"),
    )
    sheet.add(*(Box(each, looks.sized(looks.HEAD, 10)) for each in heads), height=26)
    number = 0
    for code in TEAMS:
        teams: Sequence[Team] = find_records(facts, code, Team.established_on, Team.code)
        if teams:
            label = str(facts.figure(code).label)
            words = pgettext("handin teams", "%(name)s (%(number)s)", name=label, number=len(teams))
            sheet.add(Box(words, looks.sized(looks.BAND, 9.5), len(WIDTHS)), height=13)
        for offset, team in enumerate(teams, 1):
            _add_team(sheet, facts, number + offset, team)
        number += len(teams)
    if not number:
        add_nothing(sheet)
    add_note(sheet, [_note()], looks.sized(looks.NOTE, 9.2))
    return sheet


def _add_team(sheet: PrintedSheet, facts: Facts, number: int, team: Team) -> None:
    body, text = looks.sized(looks.BODY, _SIZE), looks.sized(looks.TEXT, _SIZE)
    day = facts.as_of
    leader = team.leader_on(day)
    people = {p.id for p in (*team.members_on(day), leader) if p is not None and is_here(p, day)}
    others = looks.NOTHING if team.others_count is None else team.others_count
    sheet.add(
        Box(number, body),
        Box(team.name, text),
        Box(names_of(facts, [leader], day) or looks.NOTHING, body),
        Box(short_name(team.organization), body),
        Box(len(people), body),
        Box(others, body),
        Box(month_figure(team.established_on), body),
        Box(or_unfilled(team.task), text if team.task else looks.grayed(text)),
        Box(or_unfilled(team.achievements), text if team.achievements else looks.grayed(text)),
        least=_ROW,
    )


def _note() -> str:
    return pgettext(
        "handin",
        "Teams that exist at the end of the period, by kind, organization and day of setting up;"
        " members include the leader and are those in the Party here at the end.",
    )
