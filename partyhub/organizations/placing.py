"""The column of how an organization was moved in the tree: one that never moved says nothing."""

from datetime import date

from flask_babel import gettext

from partyhub import clock
from partyhub.forms import RecordForm
from partyhub.forms.noted import Span, SpansField, overlap
from partyhub.organizations.models import Organization, OrganizationKind
from partyhub.organizations.operations import Placing
from partyhub.organizations.queries import choose_organization
from partyhub.references import UnresolvedReferenceError


def describe_placements(organization: Organization) -> list[str]:
    """Each superior with its days, unless the present one was so from the first day on."""
    placements = organization.placements
    if all(p.ended_on is None and p.started_on == organization.established_on for p in placements):
        return []
    return [str(Span(p.parent.reference, "", p.started_on, p.ended_on)) for p in placements]


def read_placements(form: RecordForm, field: SpansField) -> None:
    """Find the superiors of a new organization; the one of today stands in its own column too."""
    found: list[Placing] = []
    for span in field.data or ():
        try:
            parent = form.find(choose_organization, span.name)
        except UnresolvedReferenceError as error:
            form.refuse(field.name, str(error))
            field.is_unresolved = True  # it may come further down
            continue
        assert isinstance(parent, Organization)
        found.append(Placing(parent, span.started_on, span.ended_on))
    field.data = found
    if found and not field.errors:
        _check(form, field.name, found, form["established_on"].data)


def _check(form: RecordForm, name: str, found: list[Placing], established: date) -> None:
    first = min(found, key=lambda each: each.started_on)
    today = next((each for each in found if each.holds_on(clock.today())), first)
    if overlap(found):
        form.refuse(name, gettext("These days overlap. Correct one of them."))
    elif first.started_on < established:
        form.refuse(name, gettext("It was established later than this day."))
    elif any(each.parent.kind is OrganizationKind.PARTY_GROUP for each in found):
        form.refuse(name, gettext("A Party group has nothing below it. Choose another one."))
    elif today.parent is not form["parent"].data:
        sentence = gettext(
            "“%(text)s” contradicts “%(column)s”. Correct one of the two.",
            text=today.parent.name,
            column=form["parent"].label.text,
        )
        form.refuse(name, sentence)
