"""The history at one address: of the viewer's records, or of accounts for administrators."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Select, or_

from partyhub import clock
from partyhub.accounts import current_viewer
from partyhub.accounts.models import AccountEvent, Event
from partyhub.accounts.queries import select_events
from partyhub.database import db
from partyhub.history.models import Action, HistoryEntry
from partyhub.registers import pages
from partyhub.registers.values import format_moment
from partyhub.registers.visible_history import (
    can_read_any_history,
    select_visible_history,
    subjects_of,
)
from partyhub.roles import Right
from partyhub.texts import clean_text, parse_date
from partyhub.viewers import Viewer

MOST = 100


@dataclass(frozen=True)
class Filters:
    """The filters in the address; `wrong` are the texts of days that can't be read, by name."""

    register: str
    action: str
    who: str
    since: date | None
    until: date | None
    before: int | None
    wrong: dict[str, str]

    @classmethod
    def parse(cls) -> "Filters":
        """Return what the address of the request asks for."""
        typed = {key: clean_text(request.args.get(key, ""))[:60] for key in KEYS}
        days = {key: _day(typed[key]) for key in ("since", "until")}
        before = typed["before"]
        is_number = before.isascii() and before.isdigit() and len(before) < 16
        return cls(
            typed["register"],
            typed["action"],
            typed["who"],
            days["since"],
            days["until"],
            int(before) if is_number else None,
            {key: typed[key] for key, day in days.items() if typed[key] and day is None},
        )

    @property
    def shown(self) -> dict[str, str]:
        """Return the texts of the fields."""
        found = {"register": self.register, "action": self.action, "who": self.who}
        for key, day in (("since", self.since), ("until", self.until)):
            found[key] = day.isoformat() if day else self.wrong.get(key, "")
        return found

    def narrow(self, query: Select[Any], model: Any) -> Select[Any]:
        """Return the query for the asked days only, and for the page before an id."""
        if self.since is not None:
            query = query.where(model.at >= _beginning_of(self.since))
        if self.until is not None and self.until < date.max:
            query = query.where(model.at < _beginning_of(self.until + timedelta(days=1)))
        if self.before is not None:
            query = query.where(model.id < self.before)
        return query


KEYS = ("register", "action", "who", "since", "until", "before")


def show_history() -> ResponseReturnValue:
    """Show what was done to the viewer's records; administrators see the events of accounts."""
    viewer = current_viewer()
    if can_read_any_history(viewer):
        return show_acts(viewer)
    if not viewer.may(Right.MANAGE_ACCOUNTS):
        abort(403)
    return show_events()


def show_acts(viewer: Viewer) -> ResponseReturnValue:
    """Show the acts on records; for auditors the values of personal fields are hidden."""
    filters = Filters.parse()
    registers = [(name, str(title)) for name, title in subjects_of(viewer)]
    actions = [(action.value, action.label) for action in Action]
    query = filters.narrow(select_visible_history(viewer), HistoryEntry)
    if filters.register in dict(registers):
        query = query.where(HistoryEntry.register == filters.register)
    if filters.action in dict(actions):
        query = query.where(HistoryEntry.action == Action(filters.action))
    if filters.who:
        query = query.where(HistoryEntry.user_name.contains(filters.who, autoescape=True))
    found, older = _page(filters, query)
    hide = viewer.may(Right.AUDIT) and not viewer.is_owner
    return _render(
        filters,
        "home/history.html",
        entries=pages.entries(found, hide=hide),
        registers=registers,
        actions=actions,
        older=older,
        is_hidden=hide,
    )


def show_events() -> ResponseReturnValue:
    """Show the events of accounts."""
    filters = Filters.parse()
    actions = [(event.value, event.label) for event in Event]
    query = filters.narrow(select_events(), AccountEvent)
    if filters.action in dict(actions):
        query = query.where(AccountEvent.event == Event(filters.action))
    if filters.who:
        names = (AccountEvent.username, AccountEvent.actor_name)
        query = query.where(or_(*(each.contains(filters.who, autoescape=True) for each in names)))
    found, older = _page(filters, query)
    return _render(
        filters,
        "home/account_events.html",
        entries=[(event, format_moment(event.at)) for event in found],
        actions=actions,
        older=older,
    )


def _page(filters: Filters, query: Select[Any]) -> tuple[Sequence[Any], str | None]:
    """Return the rows of the page, and the address of the older ones (None at the end)."""
    found = db.session.scalars(query.limit(MOST + 1)).all()
    if len(found) <= MOST:
        return found, None
    parameters: dict[str, Any] = {key: text for key, text in filters.shown.items() if text}
    older = url_for("home.show_history", **parameters, before=found[MOST - 1].id)
    return found[:MOST], older


def _render(filters: Filters, template: str, **context: Any) -> ResponseReturnValue:
    errors = {
        key: gettext("“%(text)s” is not a day. Write it like 2023-06-29.", text=text)
        for key, text in filters.wrong.items()
    }
    newest = url_for("home.show_history") if filters.before is not None else None
    page = render_template(template, filters=filters.shown, errors=errors, newest=newest, **context)
    return page, 400 if errors else 200


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _beginning_of(day: date) -> datetime:
    return datetime.combine(day, time(), clock.ZONE)
