"""The rule that a Party group belongs to the branch that its people are in."""

from datetime import date

from flask_babel import gettext

from partyhub.database import db
from partyhub.forms import RecordForm
from partyhub.organizations.hierarchy import find_hierarchy
from partyhub.organizations.models import Organization


def check_group_of(form: RecordForm, organization: Organization | None, day: date) -> None:
    """Warn of a new Party group that isn't below the organization on `day`.

    An import of organizations doesn't look: its own rows may still place the group.
    """
    field = form["party_group"]
    group = field.data
    if group is None or organization is None or "organizations" in form.context.sheets:
        return
    with db.session.no_autoflush:  # rows of an import may be half made, and none places a group
        tree = find_hierarchy()
    if group == field.stored or group.id in tree.below(organization.id, day):
        return
    form.warn(
        "party_group",
        gettext(
            "On this day “%(group)s” is no Party group of “%(organization)s”. Choose another one.",
            group=group.name,
            organization=organization.name,
        ),
    )
