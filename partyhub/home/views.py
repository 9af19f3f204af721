"""The first page after signing in, for each role."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from partyhub import clock
from partyhub.accounts import current_viewer
from partyhub.accounts.queries import count_accounts
from partyhub.database import db
from partyhub.home import (
    commissar,
    history_pages,
    overview,
    sample_pages,
    template_pages,
    todo,
)
from partyhub.organizations.hierarchy import find_hierarchy
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import choose_branch, find_root
from partyhub.registers import current_catalog, pages
from partyhub.registers.rights import can_write
from partyhub.registers.visible_history import select_visible_history
from partyhub.reports.report_request import organization_from_request, read_request
from partyhub.roles import Right
from partyhub.viewers import Viewer

blueprint = Blueprint("home", __name__)
blueprints = (blueprint,)
blueprint.add_url_rule("/history/", view_func=history_pages.show_history)
blueprint.add_url_rule("/templates", view_func=template_pages.show_templates)
blueprint.add_url_rule("/templates", view_func=template_pages.send_templates, methods=["POST"])
blueprint.add_url_rule("/sample", view_func=sample_pages.send_sample)
blueprint.add_url_rule("/sample", view_func=sample_pages.try_sample, methods=["POST"])
NEWEST = 10


@blueprint.get("/")
def show_home() -> ResponseReturnValue:
    """Show the first page of the viewer's role."""
    viewer = current_viewer()
    if viewer.may(Right.READ):
        return show_ledger(viewer)
    if viewer.looks_after_workshops:
        return show_commissar(viewer)
    if viewer.may(Right.MANAGE_ACCOUNTS):
        return render_template(
            "home/administrator.html",
            counts=count_accounts(),
            has_organization=find_root() is not None,
        )
    if not viewer.may(Right.AUDIT):
        abort(403)
    newest = db.session.scalars(select_visible_history(viewer).limit(NEWEST))
    return render_template("home/auditor.html", entries=pages.entries(newest, hide=True))


def show_ledger(viewer: Viewer) -> ResponseReturnValue:
    """Show the figures of a period and the to-do list, or the first steps if there are no data."""
    look = first_look(viewer)
    steps = first_steps(viewer, look.root_id is not None, look.has_branch, look.has_member)
    first = next((each for each in steps if not each["done"]), None)
    if first:
        return render_template(
            "home/start.html",
            steps=steps,
            first=first,
            may_import=bool(template_pages.writable(viewer)),
            may_try=sample_pages.is_offered(viewer),
        )
    requested = read_request()
    page = render_template(
        "home/home.html",
        requested=requested,
        period=requested.period,
        periods_menu=requested.choice.menu,
        unit=look.organizations.get(own_id_of(viewer)),
        today=clock.today(),
        may_log=can_write(current_catalog().by_name["activities"], viewer),
        overview=overview.overview(requested),
        honors=overview.honors(requested),
        todo=todo.find_todo(viewer),
    )
    return page, requested.choice.status


class FirstLook(NamedTuple):
    """The facts that the page reads first: the data that exist, and the organizations it shows."""

    root_id: int | None
    organizations: Mapping[int | None, Organization]
    has_branch: bool
    has_member: bool


def own_id_of(viewer: Viewer) -> int | None:
    """Return the id of the viewer's organization, or of the root for a viewer without one."""
    if viewer.organization_id is not None:
        return viewer.organization_id
    return find_hierarchy().root_on(clock.today())


def first_look(viewer: Viewer) -> FirstLook:
    """Return whether a branch and a member exist, and the viewer's and the requested organization.

    It takes one query beside the hierarchy; the requested organization is then loaded, if the
    viewer may see it.
    """
    root_id = find_hierarchy().root_on(clock.today())
    branches = choose_branch(viewer)
    if root_id is not None and viewer.organization_id == root_id:
        branches = branches.where(Organization.id != root_id)
    members = current_catalog().by_name["members"]
    people = select(members.model.id).where(
        members.model.archived_at.is_(None), members.access.readable(viewer)
    )
    anything = select(branches.exists().label("branch"), people.exists().label("member")).subquery()
    is_shown = Organization.id.in_([own_id_of(viewer) or 0, organization_from_request() or 0])
    query = select(anything, Organization).select_from(anything).outerjoin(Organization, is_shown)
    rows = db.session.execute(query).all()
    shown = {row[2].id: row[2] for row in rows if row[2] is not None}
    return FirstLook(root_id, shown, *rows[0][:2])


def first_steps(viewer: Viewer, *done: bool) -> list[dict[str, Any]]:
    """Return the steps of an empty instance, in order.

    A step that the viewer may not do has None as its URL, and so no button.
    """
    steps = [
        ("organizations", gettext("Enter the Party committee")),
        ("organizations", gettext("Enter its branches")),
        ("members", gettext("Enter the members")),
    ]
    return [step(viewer, *each, is_done) for each, is_done in zip(steps, done, strict=True)]


def step(viewer: Viewer, register: str, label: str, done: bool) -> dict[str, Any]:
    may = can_write(current_catalog().by_name[register], viewer)
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
