"""Dissolution of an organization: its people move to another one on the same day, in one step."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, lazy_pgettext, ngettext

from partyhub import clock
from partyhub.accounts import current_viewer
from partyhub.database import db
from partyhub.forms import DateField, RecordForm, RefField, Required
from partyhub.history.models import Action
from partyhub.members.leaving import settle
from partyhub.members.models import Assignment, Member
from partyhub.members.open_records import changed_since, select_open_assignments, select_open_posts
from partyhub.members.operations import close_organization
from partyhub.members.queries import count_assigned, load_members
from partyhub.members.registers import assignments, party_posts
from partyhub.organizations.models import Organization, OrganizationKind
from partyhub.organizations.queries import choose_branch, find_children
from partyhub.organizations.registers import organizations, terms
from partyhub.periods import is_valid_on
from partyhub.registers.committing import commit
from partyhub.registers.editing import render_passed
from partyhub.registers.end_of_life import Dependents, find_dependents
from partyhub.registers.rights import find_record, writer
from partyhub.registers.saving import OwnTracker, add, track_changes
from partyhub.viewers import Viewer

blueprint = Blueprint("dissolving", __name__, url_prefix="/organizations")


class DissolveForm(RecordForm):
    """The form for the first day without the organization and the target of its people."""

    day = DateField(
        lazy_pgettext("dissolving", "Dissolved on"),
        [Required(lazy_gettext("Enter the day."))],
        description=lazy_gettext("The first day on which it no longer exists."),
        render_kw={"data-width": "w6"},
    )
    target = RefField(
        lazy_pgettext("dissolving", "Its members move to"),
        choose_branch,
        choices_from="organizations",
        render_kw={"data-width": "w6"},
    )

    @property
    def is_change(self) -> bool:
        """Return False: nothing that the form requests is on record, so all of it is required."""
        return False

    def day_referred(self, _name: str) -> None:
        """Return None: the target has its own rule."""

    @property
    def organization(self) -> Organization:
        """Return the organization that is dissolved."""
        assert isinstance(self.edited, Organization)
        return self.edited

    def check(self) -> None:
        """Refuse a day in the future, before the establishment, or before the latest changes."""
        day = self.day.data
        if day > clock.today():
            self.refuse("day", gettext("This day has not come yet. Enter it when it has."))
        elif day <= self.organization.established_on:
            self.refuse("day", gettext("It must lie after the day of establishment."))
        elif changed_since(self.organization, day):
            self.refuse(
                "day",
                gettext("Somebody came here or left on this day or after it. Enter a later day."),
            )
        else:
            self.check_target()

    def check_target(self) -> None:
        """Refuse organizations below this one, and a missing or unsuitable target."""
        day, target = self.day.data, self.target.data
        if find_children(self.organization, day):
            self.refuse(
                "day", gettext("Organizations hang below this one. Move or dissolve those first.")
            )
        if target is None:
            if db.session.scalars(select_open_assignments(self.organization, day)).first():
                self.refuse("target", gettext("Choose where its members go."))
        elif target.id == self.organization.id:
            self.refuse("target", gettext("Choose another organization than this one."))
        elif not is_valid_on(day, target.established_on, target.dissolved_on):
            self.refuse("target", gettext("This organization did not exist on that day."))


@blueprint.route("/<id:record_id>/dissolve", methods=["GET", "POST"])
def dissolve(record_id: int) -> ResponseReturnValue:
    viewer = writer(organizations)
    organization = find_record(organizations, viewer, record_id, writes=True)
    form = DissolveForm(viewer, edited=organization, values={"version": str(organization.version)})
    is_stale = form.is_submitted() and not form.knows_version
    if not can_dissolve(organization):
        if not is_stale:
            abort(404)
        title = gettext("Dissolve %(name)s", name=organization.name)
        return render_passed(organizations, organization, title), 409
    if is_stale:
        form.version.data = str(organization.version)
        return render_dissolve(organization, form, is_stale=True), 409
    if not form.validate_on_submit():
        return render_dissolve(organization, form), 400 if form.errors else 200
    count, ended = act(organization, form)
    commit()
    sentence = ngettext(
        "%(name)s is dissolved; %(num)s member moved.",
        "%(name)s is dissolved; %(num)s members moved.",
        count,
        name=organization.name,
    )
    flash(sentence, "ok")
    for sentence in ended:
        flash(sentence, "message")
    return redirect(url_for("organizations.show", record_id=organization.id), 303)


def can_dissolve(organization: Organization) -> bool:
    """Return whether the organization still exists and is no Party group.

    A Party group has no members of its own to move.
    """
    exists = organization.dissolved_on is None or organization.dissolved_on > clock.today()
    return exists and organization.kind is not OrganizationKind.PARTY_GROUP


def act(organization: Organization, form: DissolveForm) -> tuple[int, list[str]]:
    """Dissolve the organization, and return how many people moved and what else ended by that.

    The change is logged at the organization, at each member, and at each assignment or post that
    ends or begins with it. What somebody can't keep after the move ends as by any other move.
    """
    day, viewer = form.day.data, form.viewer
    old = db.session.scalars(select_open_assignments(organization, day)).all()
    posts = db.session.scalars(select_open_posts(organization, day)).all()
    people = find_people(old)
    why = gettext("Dissolve %(name)s", name=organization.name)
    with (
        track_changes(viewer, Action.DISSOLVED, organization, reason=form.reason.data),
        track_changes(viewer, Action.MOVED, *people, *old),
        track_changes(viewer, Action.CHANGED, *posts, reason=why),
    ):
        moved = close_organization(organization, form.target.data, day)
        db.session.add_all(new for _, new in moved)
    for _, new in moved:
        add(new, viewer, Action.MOVED)
    return len(moved), settle([left.id for left, _ in moved], OwnTracker(viewer))


def find_people(assignments: Sequence[Assignment]) -> Sequence[Member]:
    """Return the members of these assignments, with everything that their history reads loaded."""
    wanted = [assignment.member_id for assignment in assignments]
    query = load_members().where(Member.id.in_(wanted))
    return db.session.scalars(query).all()


def find_stays(organization: Organization, viewer: Viewer, day: date) -> list[Dependents]:
    """Return what goes on to belong to the organization and is neither moved nor ended with it."""
    ended = (assignments, party_posts, terms, organizations)
    found = find_dependents(organization, viewer, since=day)
    return [each for each in found if each.register not in ended]


def render_dissolve(
    organization: Organization, form: DissolveForm, *, is_stale: bool = False
) -> str:
    day = form.day.data or clock.today()
    return render_template(
        "organizations/dissolve.html",
        record=organization,
        form=form,
        is_stale=is_stale,
        people=db.session.scalars(select_open_assignments(organization, day)).all(),
        posts=db.session.scalars(select_open_posts(organization, day)).all(),
        stays=find_stays(organization, form.viewer, day),
        day=day,
        cancel_url=url_for("organizations.show", record_id=organization.id),
    )


@blueprint.app_template_global()
def member_counts(organizations: Sequence[Organization]) -> dict[int, int]:
    """Map the id of each organization to its people today, as the list of members counts them."""
    return count_assigned(current_viewer(), [item.id for item in organizations], clock.today())


@blueprint.app_template_test("dissolvable")
def is_dissolvable(organization: Any) -> bool:
    """Return whether the organization can be dissolved, for templates."""
    return can_dissolve(organization)
