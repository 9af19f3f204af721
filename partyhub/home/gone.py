"""Tasks that people leave behind: what they still hold, what has nobody now, letters on the way."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext, ngettext

from partyhub.home.due import Item
from partyhub.home.duties import Duty, Found
from partyhub.registers.values import pressing


def still_held(people: Sequence[Item]) -> Found:
    """Return one task for everybody who left and still holds something."""
    if not people:
        return Found((), 0)
    what = ngettext(
        "%(num)d person who left still holds posts or tasks",
        "%(num)d people who left still hold posts or tasks",
        people[0].total,
    )
    url = url_for("still_holding.show")
    duty = Duty("over", gettext("to end"), what, "", None, url, gettext("See and end them"), url)
    return Found([duty], 1)


def project_without_lead(project: Item, may_act: bool) -> Duty:
    """Return the task for a running project whose lead has gone."""
    what = gettext("%(name)s has no lead", name=project.name)
    return _vacant("projects", project, what, gettext("Name a lead"), may_act)


def team_without_leader(team: Item, may_act: bool) -> Duty:
    """Return the task for a team whose leader has gone."""
    what = gettext("%(name)s has no leader", name=team.name)
    return _vacant("teams", team, what, gettext("Name a leader"), may_act)


def _vacant(register: str, record: Item, what: str, act: str, may_act: bool) -> Duty:
    url = url_for(f"{register}.show", record_id=record.id)
    if may_act:
        last = act, url_for(f"{register}.edit", record_id=record.id)
    else:
        last = gettext("See the record"), url
    where = record.organization or ""
    return Duty("none", gettext("vacant"), what, where, None, url, *last)


def letter_without_receipt(letter: Item, may_act: bool) -> Duty:
    """Return the task for a letter of transfer that is no longer valid and has no receipt."""
    url, act = url_for("assignments.show", record_id=letter.id), gettext("See the record")
    act_url = url
    if may_act:
        act = gettext("Enter the receipt")
        act_url = url_for("assignments.edit", record_id=letter.id)
    what = gettext("%(name)s: no receipt for the letter of transfer", name=letter.name)
    where = letter.organization or ""
    return Duty(*pressing(letter.day), what, where, letter.day, url, act, act_url)
