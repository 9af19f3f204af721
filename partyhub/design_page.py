"""The page that shows every macro in every state, for who develops: PARTYHUB_DESIGN=1 opens it.

Its people are invented. What needs no object of the program stands in the page's templates.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, current_app, flash, render_template, url_for
from flask_babel import get_locale, gettext, lazy_gettext, lazy_pgettext, pgettext
from flask_wtf.csrf import generate_csrf
from markupsafe import escape
from werkzeug.datastructures import MultiDict

from partyhub import clock
from partyhub.accounts import current_viewer
from partyhub.activities.models import ActivityKind
from partyhub.attachments.models import Attachment, FileKind
from partyhub.charts import Point, axis_of
from partyhub.forms import DateField, EnumField, EnumsField, NameField, RecordForm, TextField
from partyhub.forms.changes import ChangeField
from partyhub.forms.fields import Required
from partyhub.periods import presets
from partyhub.registers import current_catalog
from partyhub.registers.list_parts import FilterChoice, Head, Parts, write_parts
from partyhub.registers.list_places import Count
from partyhub.registers.list_query import Query
from partyhub.registers.pages import ChangeWords, Entry
from partyhub.registers.register import Register
from partyhub.registers.rights import Rights
from partyhub.registers.table_markup import Cell, Description, Heading, Ledger
from partyhub.request_periods import RequestedDay, RequestedPeriod

blueprint = Blueprint("design", __name__)
PEOPLE = ("沈国良", "马秀英", "欧阳建国")
BRANCHES = ("一分厂党支部", "机关第二党支部")
LOOKS = ("ok", "due", "over", "none", "gold")


@blueprint.get("/design")
def show() -> str:
    """Show every macro of `templates/_macros`."""
    for kind in ("message", "ok", "warning", "error"):
        flash(gettext("Nothing has been recorded yet."), kind)
    today = clock.today()
    requested = RequestedPeriod(presets(today)[0], presets(today))
    no_day = gettext("“%(text)s” is not a day. Write it like 2023-06-29.", text="2023-02")
    no_period = gettext(
        "“%(text)s” is no period. Write it like 2023-01-01..2023-03-31.", text="2023"
    )
    return render_template(
        "design/show.html",
        periods_menu=requested.menu,
        periods=[
            requested,
            RequestedPeriod(requested.period, requested.offered, "2023", no_period),
        ],
        days=[RequestedDay(today), RequestedDay(today, "2023-02", no_day)],
        today=today,
        start=today - timedelta(days=400),
        icons=_icons(),
        people=PEOPLE,
        branches=BRANCHES,
        looks=LOOKS,
        facts=_facts(),
        entries=_entries(),
        months=_months(),
        **_forms(),
        **_lists(today),
    )


def _icons() -> list[str]:
    """Return the name of every icon of the sprite."""
    sprite = Path(str(current_app.static_folder), "icons.svg").read_text(encoding="utf-8")
    return re.findall(r'<symbol id="([\w-]+)"', sprite)


def _facts() -> list[Cell]:
    long = "、".join(PEOPLE * 6)
    return [
        Cell(PEOPLE[0], None, None, gettext("Name"), wide=False),
        Cell(BRANCHES[0], "#", None, gettext("Organization"), wide=False),
        Cell(gettext("running"), None, "ok", gettext("State"), wide=False),
        Cell("", None, None, gettext("Reason"), wide=False),
        Cell(long, None, None, gettext("Members"), wide=True),
    ]


def _entries() -> list[Entry]:
    changes = [
        ChangeWords(gettext("Name"), PEOPLE[0], PEOPLE[1]),
        ChangeWords(gettext("Organization"), "", BRANCHES[0]),
        ChangeWords(gettext("Reason"), BRANCHES[1], ""),
    ]
    at = "2023-06-30 09:30"
    return [
        Entry(gettext("Edit"), PEOPLE[0], at, BRANCHES[0], PEOPLE[0], "", None, changes),
        Entry(gettext("Import"), PEOPLE[1], at, "", PEOPLE[0], "", "#"),
    ]


def _files() -> list[Attachment]:
    """Return a photo, whose thumbnail isn't there, and a document with a long name."""
    facts = {"added_by": PEOPLE[0], "added_at": clock.now()}
    photo = Attachment(id=1, name="IMG_0629.jpg", kind=FileKind.PHOTO, size=1_400_000, **facts)
    report = Attachment(id=2, name="-".join(BRANCHES * 4), kind=FileKind.PDF, size=500, **facts)
    return [photo, report]


def _months() -> Mapping[str, Any]:
    """Return months of which one is unknown and one without a page of its own."""
    values = (12, 30, None, 7, 0)
    points = [
        Point(
            label=str(month),
            value=value,
            words=" ".join([pgettext("prosperity_returns", "Month"), str(month)]),
            url=None if month == 4 else "#",
            text=gettext("not reported") if value is None else str(value),
        )
        for month, value in enumerate(values, 1)
    ]
    return {"points": points, "axis": axis_of(points)}


class SampleForm(RecordForm):
    """A form with a field of each look."""

    layout = (
        (lazy_gettext("Account"), ("name", "kind", "held_on", "organization")),
        (lazy_gettext("Activities"), ("kinds", "remark")),
    )
    name = NameField(lazy_gettext("Name"), [Required(lazy_gettext("Enter the user name."))])
    kind = EnumField(lazy_pgettext("duties", "Kind"), ActivityKind, render_kw={"data-width": "w3"})
    held_on = DateField(lazy_gettext("Day"), render_kw={"data-width": "w3"})
    organization = TextField(
        lazy_gettext("Organization"),
        description=lazy_gettext("Name, initials, code"),
        render_kw={"data-choices": "/organizations/choices", "data-width": "w6"},
    )
    kinds = EnumsField(
        lazy_gettext("Kinds"),
        ActivityKind,
        description=lazy_gettext("one gathering counts for each of its kinds"),
        render_kw={"data-width": "w12"},
    )
    remark = TextField(lazy_gettext("Reason"), lines=3)
    changed_on = ChangeField(lazy_gettext("Changed on"), render_kw={"data-width": "w12"})


def _forms() -> dict[str, Any]:
    """Return a form that is filled in, and one with everything wrong that can be."""
    kinds = list(ActivityKind)[:2]
    values = {"name": PEOPLE[0], "kind": kinds[0], "held_on": clock.today(), "kinds": kinds}
    filled = SampleForm(current_viewer(), values=values)
    typed = MultiDict({"wrong-name": "", "wrong-held_on": "2023-02", "wrong-remark": "x" * 201})
    wrong = SampleForm(current_viewer(), formdata=typed, prefix="wrong-", meta={"csrf": False})
    wrong.validate()
    wrong.refuse("organization", gettext("It must lie after the first day."))
    wrong.refuse("kinds", gettext("It must lie after the first day."))
    wrong.warn("held_on", gettext("It must lie after the first day."))
    wrong.form_errors.append(gettext("Nothing has been recorded yet."))
    return {"filled": filled, "wrong": wrong}


@dataclass(frozen=True)
class SampleList:
    """A page of a list, as the macros of lists ask for it."""

    register: Register
    rows: Ledger
    head: Head
    parts: Parts
    count: Count
    previous_url: str | None = None
    next_url: str | None = None
    first_url: str | None = None
    exact_url: str = "#"

    @property
    def query(self) -> Query:
        return self.head.query

    @property
    def title(self) -> str:
        return self.head.title

    def url(self, **changes: Any) -> str:
        return self.head.url(**changes)


def _lists(today: date) -> dict[str, Any]:
    """Return a list as it opens, and one in its middle that is narrowed and shows all columns."""
    register = current_catalog().by_name["members"]
    rows = _rows(today)
    heads = [
        _head(register, rows.headings, Query(), ("", "", "", "")),
        _head(
            register,
            rows.headings,
            Query(q=PEOPLE[0], on=today, shown="all", columns="all"),
            ("first", "", "second", "first"),
        ),
    ]
    token = {"token": escape(generate_csrf())}
    parts = [write_parts(head, str(get_locale())).fill(token) for head in heads]
    whole = SampleList(register, rows, heads[0], parts[0], Count(3, is_exact=True))
    middle = SampleList(
        register, rows, heads[1], parts[1], Count(1000, is_exact=False), "#", "#", "#"
    )
    dependents = SimpleNamespace(
        title=register.title, count=12, links=[(PEOPLE[0], "#"), (PEOPLE[1], "#")], unnamed=10
    )
    return {"lists": [whole, middle], "dependents": [dependents], "files": _files()}


def _rows(today: date) -> Ledger:
    states = {BRANCHES[0]: "ok", BRANCHES[1]: "over"}
    columns = [
        (Heading("name", gettext("Name"), "text", sortable=True), {}, PEOPLE),
        (Heading("number", gettext("Number"), "int", sortable=True), {}, (1, 20, None)),
        (Heading("day", gettext("Day"), "date", sortable=True), {}, (today, None, today)),
        (
            Heading("reason", gettext("Reason"), "text", sortable=False),
            {},
            ("、".join(PEOPLE * 9),) * 3,
        ),
        (Heading("state", gettext("State"), "text", sortable=False), states, (*BRANCHES, None)),
    ]
    return Ledger(
        headings=tuple(heading for heading, _, _ in columns),
        states=[looks for _, looks, _ in columns],
        ids=[1, 2, 3],
        values=[values for _, _, values in columns],
        address="#",
        name=0,
        description=Description({}),
    )


def _head(
    register: Register, headings: Any, query: Query, chosen: tuple[str, str, str, str]
) -> Head:
    """Return the head of a list; `chosen` are the values of its four filters."""
    labels = (gettext("Organization"), gettext("Kinds"), gettext("State"), gettext("Day"))
    choices = (("first", BRANCHES[0]), ("second", BRANCHES[1]))
    filters = [
        FilterChoice(f"filter-{at}", label, choices, value)
        for at, (label, value) in enumerate(zip(labels, chosen, strict=True))
    ]
    rights = Rights(create=True, edit=True, archive=True, export=True)
    address = url_for(f"{register.name}.list")
    is_narrowed = any(chosen)
    return Head(register, address, query, "name", is_narrowed, headings, tuple(filters), rights)
