"""What stands above and below every table of the workbook: whose it is, of when, who signs."""

from dataclasses import dataclass

from flask_babel import gettext

from partyhub.database import db
from partyhub.figures import Scope
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import find_root, load_organizations
from partyhub.periods import Period
from partyhub.registers.values import day_words
from partyhub.viewers import Viewer

NOTHING = "—"


@dataclass(frozen=True)
class Cover:
    viewer: Viewer
    scope: Scope
    unit: str
    superior: str

    @property
    def period(self) -> Period:
        return self.scope.period

    @property
    def filing(self) -> list[str]:
        """The line under the title. Its day is the one that the numbers are as of."""
        return [
            gettext("Reporting unit (seal): %(unit)s", unit=self.unit),
            gettext("Period: %(period)s", period=self.period.label()),
            gettext("As of: %(day)s", day=day_words(self.scope.as_of)),
        ]

    @property
    def summary_filing(self) -> list[str]:
        return [
            gettext("Reporting unit (seal): %(unit)s", unit=self.unit),
            gettext("Units: people, times, pieces, as each line says"),
            gettext("Reported as of: %(day)s", day=day_words(self.scope.as_of)),
        ]

    @property
    def signoff(self) -> list[str]:
        return [
            gettext("Filled in by:"),
            gettext("Checked by:"),
            gettext("Party secretary (signature):"),
            gettext("Phone:"),
        ]


def cover_of(viewer: Viewer, scope: Scope, asked: Organization | None) -> Cover:
    unit = _find_unit(viewer, scope, asked)
    if unit is None:
        return Cover(viewer, scope, NOTHING, NOTHING)
    parent = unit.parent_on(scope.as_of)
    return Cover(
        viewer, scope, unit.name, (parent.name if parent else unit.superior_name) or NOTHING
    )


def _find_unit(viewer: Viewer, scope: Scope, asked: Organization | None) -> Organization | None:
    """The organization asked for, else the viewer's own, else the committee itself."""
    found = asked.id if asked else viewer.organization_id
    if found is None:
        root = find_root(scope.as_of)
        found = root.id if root else None
    query = load_organizations().where(Organization.id == found)
    return db.session.scalars(query).first()
