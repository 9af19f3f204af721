"""Dissolving an organization: its people move to another one on the same day, in one act."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, lazy_pgettext, ngettext

from partyhub import clock
from partyhub.accounts import current_viewer
from partyhub.database import db
from partyhub.forms import DateField, RecordForm, RefField, Required
from partyhub.history.models import Action
from partyhub.members.models import Assignment, Member
from partyhub.members.operations import close_organization
from partyhub.members.queries import count_assigned, load_members
from partyhub.members.standing import changed_since, select_open_assignments, select_open_posts
from partyhub.organizations.models import Organization, OrganizationKind
from partyhub.organizations.queries import choose_branch, find_children
from partyhub.periods import holds_on
from partyhub.registers.editing import render_passed
from partyhub.registers.register import REGISTERS
from partyhub.registers.rights import find_record, writer
from partyhub.registers.saving import add, recorded

blueprint = Blueprint("dissolving", __name__, url_prefix="/organizations")


class DissolveForm(RecordForm):
    """The first day without the organization, and where its people go."""

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
        """Nothing that is asked here is on record yet, so nothing of it may be left out."""
        return False

    @property
    def organization(self) -> Organization:
        assert isinstance(self.edited, Organization)
        return self.edited

    def check(self) -> None:
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
        elif not holds_on(day, target.established_on, target.dissolved_on):
            self.refuse("target", gettext("This organization did not exist on that day."))


@blueprint.route("/<int(min=1,max=2147483647):record_id>/dissolve", methods=["GET", "POST"])
def dissolve(record_id: int) -> ResponseReturnValue:
    register = REGISTERS[Organization]
    viewer = writer(register)
    organization = find_record(register, viewer, record_id, writes=True)
    form = DissolveForm(viewer, edited=organization, values={"version": str(organization.version)})
    is_stale = form.is_submitted() and not form.knows_version
    if not can_dissolve(organization):
        if not is_stale:
            abort(404)
        title = gettext("Dissolve %(name)s", name=organization.name)
        return render_passed(register, organization, title), 409
    if is_stale:
        form.version.data = str(organization.version)
        return render_dissolve(organization, form, is_stale=True), 409
    if not form.validate_on_submit():
        return render_dissolve(organization, form), 400 if form.errors else 200
    count = act(organization, form)
    db.session.commit()
    sentence = ngettext(
        "%(name)s is dissolved; %(num)s member moved.",
        "%(name)s is dissolved; %(num)s members moved.",
        count,
        name=organization.name,
    )
    flash(sentence, "ok")
    return redirect(url_for("organizations.show", record_id=organization.id), 303)


def can_dissolve(organization: Organization) -> bool:
    """Whether it still stands; a Party group has no members of its own to move."""
    stands = organization.dissolved_on is None or organization.dissolved_on > clock.today()
    return stands and organization.kind is not OrganizationKind.PARTY_GROUP


def act(organization: Organization, form: DissolveForm) -> int:
    """Dissolve it; log it there, at each member, and at what ends or begins with it."""
    day, viewer = form.day.data, form.viewer
    old = db.session.scalars(select_open_assignments(organization, day)).all()
    posts = db.session.scalars(select_open_posts(organization, day)).all()
    people = find_people(old)
    why = gettext("Dissolve %(name)s", name=organization.name)
    with (
        recorded(viewer, Action.DISSOLVED, organization, reason=form.reason.data),
        recorded(viewer, Action.MOVED, *people, *old),
        recorded(viewer, Action.CHANGED, *posts, reason=why),
    ):
        moved = close_organization(organization, form.target.data, day)
        db.session.add_all(new for _, new in moved)
    for _, new in moved:
        add(new, viewer, Action.MOVED)
    return len(moved)


def find_people(assignments: Sequence[Assignment]) -> Sequence[Member]:
    """The people of these assignments, with all that their history reads."""
    wanted = [assignment.member_id for assignment in assignments]
    query = load_members().where(Member.id.in_(wanted))
    return db.session.scalars(query).all()


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
        day=day,
        cancel_url=url_for("organizations.show", record_id=organization.id),
    )


@blueprint.app_template_global()
def member_counts(organizations: Sequence[Organization]) -> dict[int, int]:
    """How many people each of the organizations has today, as the list of members counts them."""
    return count_assigned(current_viewer(), [item.id for item in organizations], clock.today())


@blueprint.app_template_test("dissolvable")
def is_dissolvable(organization: Any) -> bool:
    return can_dissolve(organization)
