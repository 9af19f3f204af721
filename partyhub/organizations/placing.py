"""The sheet column with an organization's moves in the tree, empty if it never moved."""

from datetime import date

from flask_babel import gettext

from partyhub import clock
from partyhub.forms import RecordForm
from partyhub.forms.dated_names import Span, SpansField, overlap
from partyhub.names import UnresolvedReferenceError
from partyhub.organizations.models import BRANCH_KINDS, Organization, OrganizationKind
from partyhub.organizations.operations import Placing
from partyhub.organizations.queries import choose_organization


def describe_placements(organization: Organization) -> list[str]:
    """Return a list of the superiors with their days, as text.

    The list is empty if the present superior has been the only one since the establishment.
    """
    placements = organization.placements
    if all(p.ended_on is None and p.started_on == organization.established_on for p in placements):
        return []
    return [str(Span(p.parent.reference, "", p.started_on, p.ended_on)) for p in placements]


def read_placements(form: RecordForm, field: SpansField) -> None:
    """Resolve the superiors of a new organization and replace the field's spans by placings.

    Today's superior must agree with the “parent” column, which names it too.
    """
    found: list[Placing] = []
    for span in field.data or ():
        try:
            parent = form.find(choose_organization, span.name)
        except UnresolvedReferenceError as error:
            form.refuse(field.name, str(error))
            field.is_unresolved = True  # the superior may be in a later row
            continue
        assert isinstance(parent, Organization)
        found.append(Placing(parent, span.started_on, span.ended_on))
    field.data = found
    if found and not field.errors:
        _check(form, field.name, found, form["established_on"].data)


def _check(form: RecordForm, name: str, found: list[Placing], established: date) -> None:
    first = min(found, key=lambda each: each.started_on)
    today = next((each for each in found if each.is_valid_on(clock.today())), first)
    if overlap(found):
        form.refuse(name, gettext("These days overlap. Correct one of them."))
    elif first.started_on < established:
        form.refuse(name, gettext("It was established later than this day."))
    elif any(each.parent.kind is OrganizationKind.PARTY_GROUP for each in found):
        form.refuse(name, gettext("A Party group has nothing below it. Choose another one."))
    elif form["kind"].data is not OrganizationKind.PARTY_GROUP and any(
        each.parent.kind in BRANCH_KINDS for each in found
    ):
        form.refuse(name, gettext("Only Party groups are below a branch. Choose another one."))
    elif today.parent is not form["parent"].data:
        sentence = gettext(
            "“%(text)s” contradicts “%(column)s”. Correct one of the two.",
            text=today.parent.name,
            column=form["parent"].label.text,
        )
        form.refuse(name, sentence)
