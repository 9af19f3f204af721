"""What the address of a figures page asks for: a period, and an organization or all."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import abort, request, url_for

from partyhub.accounts import current_viewer
from partyhub.database import db
from partyhub.figures import Scope
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import choose_organization, reach_of
from partyhub.periods import Period
from partyhub.registers.asked import AskedPeriod, asked_period
from partyhub.reports.calculation import scope_within
from partyhub.scopes import Reach
from partyhub.viewers import READERS, Viewer


@dataclass(frozen=True)
class Asked:
    """Who asks for which period of which organization; None is all that the viewer may see."""

    viewer: Viewer
    choice: AskedPeriod
    organization: Organization | None

    @property
    def period(self) -> Period:
        return self.choice.period

    def scope(self, period: Period | None = None) -> Scope:
        """The scope of the period that is asked for, or of another one."""
        return scope_within(self.reach, period or self.period, self.organization)

    @cached_property
    def reach(self) -> Reach:
        return reach_of(self.viewer)

    def url(self, endpoint: str, **values: Any) -> str:
        chosen = str(self.organization.id) if self.organization else None
        return url_for(endpoint, **({"period": self.period.key, "organization": chosen} | values))


def read_request() -> Asked:
    """Read period and organization as sent; what is none, or out of scope, is 404."""
    viewer = current_viewer()
    if not viewer.is_one_of(READERS):
        abort(403)
    choice = asked_period()
    chosen = request.values.get("organization", "")
    if not chosen:
        return Asked(viewer, choice, None)
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 10):
        abort(404)
    query = choose_organization(viewer).where(Organization.id == int(chosen))
    organization = db.session.scalars(query).first()
    if organization is None:
        abort(404)
    return Asked(viewer, choice, organization)
