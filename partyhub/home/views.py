"""The first page after signing in: for each role what its work begins with."""

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from partyhub import catalog, clock
from partyhub.accounts import current_viewer
from partyhub.accounts.queries import count_accounts
from partyhub.database import db
from partyhub.history.models import HistoryEntry
from partyhub.history.queries import select_all_history
from partyhub.home import commissar, overview, templates, todo
from partyhub.organizations.hierarchy import find_hierarchy
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import choose_branch, find_root
from partyhub.registers import pages
from partyhub.registers.rights import can_write
from partyhub.reports.asked import read_request
from partyhub.viewers import READERS, Role, Viewer

blueprint = Blueprint("home", __name__)
blueprint.add_url_rule("/templates", view_func=templates.show_templates)
blueprint.add_url_rule("/templates", view_func=templates.send_templates, methods=["POST"])
ENTRIES = 100


@blueprint.get("/")
def show_home() -> ResponseReturnValue:
    viewer = current_viewer()
    if viewer.role is Role.ADMINISTRATOR:
        return render_template(
            "home/administrator.html",
            counts=count_accounts(),
            has_organization=find_root() is not None,
        )
    if viewer.role is Role.AUDITOR:
        return render_template("home/auditor.html", entries=newest_entries(10)[0])
    if viewer.role is Role.COMMISSAR:
        return show_commissar(viewer)
    if not viewer.is_one_of(READERS):
        abort(403)
    return show_ledger(viewer)


def show_ledger(viewer: Viewer) -> ResponseReturnValue:
    """The figures of a period and what is to be done; with no data yet, what comes first."""
    root_id, own, has_branch, has_member = first_look(viewer)
    steps = first_steps(viewer, root_id is not None, has_branch, has_member)
    first = next((each for each in steps if not each["done"]), None)
    if first:
        may_import = bool(templates.writable(viewer))
        return render_template("home/start.html", steps=steps, first=first, may_import=may_import)
    asked = read_request()
    page = render_template(
        "home/home.html",
        asked=asked,
        period=asked.period,
        periods_menu=asked.choice.menu,
        unit=own,
        today=clock.today(),
        may_log=can_write(catalog.registers_by_name()["activities"], viewer),
        overview=overview.overview(asked),
        honors=overview.honors(asked),
        todo=todo.find_todo(viewer),
    )
    return page, asked.choice.status


def first_look(viewer: Viewer) -> tuple[int | None, Organization | None, bool, bool]:
    """(id of the root, the viewer's own organization, whether a branch and a member are there).

    Who has no organization of their own looks at the root. One query beside the tree.
    """
    root_id = find_hierarchy().root_on(clock.today())
    own_id = root_id if viewer.organization_id is None else viewer.organization_id
    branches = choose_branch(viewer)
    if root_id is not None and viewer.organization_id == root_id:
        branches = branches.where(Organization.id != root_id)
    members = catalog.registers_by_name()["members"]
    people = select(members.model.id).where(
        members.model.archived_at.is_(None), members.access.seen(viewer)
    )
    anything = select(branches.exists().label("branch"), people.exists().label("member")).subquery()
    is_own = Organization.id == own_id
    query = select(Organization, anything).select_from(anything).outerjoin(Organization, is_own)
    own, has_branch, has_member = db.session.execute(query).one()
    return root_id, own, has_branch, has_member


def first_steps(viewer: Viewer, *done: bool) -> list[dict[str, Any]]:
    """What an empty instance needs, in order; who may not do a step sees it without a button."""
    steps = [
        ("organizations", gettext("Enter the Party committee")),
        ("organizations", gettext("Enter its branches")),
        ("members", gettext("Enter the members")),
    ]
    return [step(viewer, *each, is_done) for each, is_done in zip(steps, done, strict=True)]


def step(viewer: Viewer, register: str, label: str, done: bool) -> dict[str, Any]:
    may = can_write(catalog.registers_by_name()[register], viewer)
    return {"label": label, "done": done, "url": url_for(f"{register}.create") if may else None}


def show_commissar(viewer: Viewer) -> str:
    workshops = commissar.own_workshops(viewer)
    return render_template(
        "home/commissar.html",
        today=clock.today(),
        workshops=workshops,
        people=commissar.people_of(workshops),
        kinds=commissar.ICONS,
        latest=commissar.latest_duties(viewer),
        days=commissar.last_days(viewer),
    )


@blueprint.get("/history")
def show_history() -> ResponseReturnValue:
    """The acts on all records, for auditors; the values of personal fields are hidden."""
    viewer = current_viewer()
    if viewer.role is not Role.AUDITOR:
        abort(403)
    before = request.args.get("before", "")
    known = before.isascii() and before.isdigit() and len(before) < 16
    entries, older = newest_entries(ENTRIES, int(before) if known else None)
    return render_template("home/history.html", entries=entries, older=older, is_first=not known)


def newest_entries(count: int, before: int | None = None) -> tuple[list[pages.Entry], int | None]:
    """The newest entries, those before one of them; and from which one the next page goes on."""
    query = select_all_history()
    if before is not None:
        query = query.where(HistoryEntry.id < before)
    found = db.session.scalars(query.limit(count + 1)).all()
    older = found[count - 1].id if len(found) > count else None
    return pages.entries(found[:count], hide=True), older
