"""The lines above and below every table of the workbook: the unit, the period, the signatures."""

from dataclasses import dataclass

from flask_babel import gettext

from partyhub.database import db
from partyhub.figures import Scope
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import find_root, load_organizations
from partyhub.periods import Period
from partyhub.registers.values import format_day
from partyhub.reports.workbook.readers import Reader
from partyhub.viewers import Viewer

NOTHING = "—"


@dataclass(frozen=True)
class Cover:
    """The facts in the head and foot of a sheet: viewer, scope, unit and superior organization.

    `reader` is set if who reads the workbook may not read all that it counts.
    """

    viewer: Viewer
    scope: Scope
    unit: str
    superior: str
    reader: Reader | None = None

    @property
    def period(self) -> Period:
        return self.scope.period

    @property
    def filing(self) -> list[str]:
        """Return the line under the title; its day is the one that the numbers are as of."""
        return [
            gettext("Reporting unit (seal): %(unit)s", unit=self.unit),
            gettext("Period: %(period)s", period=self.period.label()),
            gettext("As of: %(day)s", day=format_day(self.scope.as_of)),
        ]

    @property
    def summary_filing(self) -> list[str]:
        return [
            gettext("Reporting unit (seal): %(unit)s", unit=self.unit),
            gettext("The unit of each line stands beside it"),
            gettext("As of: %(day)s", day=format_day(self.scope.as_of)),
            gettext("Filed on:"),
        ]

    @property
    def signoff(self) -> list[str]:
        return [
            gettext("Filled in by:"),
            gettext("Checked by:"),
            gettext("Party secretary (signature):"),
            gettext("Phone:"),
        ]


def cover_of(viewer: Viewer, scope: Scope, requested: Organization | None) -> Cover:
    """Return the cover for the requested organization, or for the viewer's own one."""
    unit = _find_unit(viewer, scope, requested)
    if unit is None:
        return Cover(viewer, scope, NOTHING, NOTHING)
    parent = unit.parent_on(scope.as_of)
    return Cover(
        viewer, scope, unit.name, (parent.name if parent else unit.superior_name) or NOTHING
    )


def _find_unit(viewer: Viewer, scope: Scope, requested: Organization | None) -> Organization | None:
    """Return the requested organization, else the viewer's own, else the committee itself."""
    found = requested.id if requested else viewer.organization_id
    if found is None:
        root = find_root(scope.as_of)
        found = root.id if root else None
    query = load_organizations().where(Organization.id == found)
    return db.session.scalars(query).first()
