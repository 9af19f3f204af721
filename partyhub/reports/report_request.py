"""The request of a figures page: a period, and an organization or all."""

from dataclasses import dataclass
from typing import Any

from flask import abort, request, url_for
from werkzeug.utils import cached_property

from partyhub.accounts import current_viewer
from partyhub.figures import Scope
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import find_choosable, reach_of
from partyhub.periods import Period
from partyhub.reports.branches import find_requested, own_scope
from partyhub.reports.calculation import scope_within
from partyhub.request_periods import RequestedPeriod, period_from_request
from partyhub.roles import Right
from partyhub.scopes import Reach
from partyhub.viewers import Viewer


@dataclass(frozen=True)
class ReportRequest:
    """A viewer with the requested period and organization.

    None is everything in the viewer's reach. `is_own` leaves out all below the organization.
    """

    viewer: Viewer
    choice: RequestedPeriod
    organization: Organization | None
    is_own: bool = False

    @property
    def period(self) -> Period:
        return self.choice.period

    def scope(self, period: Period | None = None) -> Scope:
        """Return the scope of the requested period, or of another one."""
        scope = scope_within(self.reach, period or self.period, self.organization)
        unit = find_requested(self.viewer, scope, self.organization) if self.is_own else None
        return own_scope(scope, unit.id) if unit else scope

    @cached_property
    def reach(self) -> Reach:
        return reach_of(self.viewer)

    def url(self, endpoint: str, **values: Any) -> str:
        """Return the URL of an endpoint that keeps the requested period and organization."""
        chosen = str(self.organization.id) if self.organization else None
        parameters: dict[str, Any] = {"period": self.period.key, "organization": chosen}
        if self.is_own:
            parameters["own"] = "1"
        return url_for(endpoint, **(parameters | values))


def read_request(*, may_be_own: bool = False) -> ReportRequest:
    """Return the request's period and organization.

    An invalid or unreachable one is a 404 error. With `may_be_own` the address may ask for what is
    of the organization itself.
    """
    viewer = current_viewer()
    if not viewer.may(Right.READ):
        abort(403)
    choice = period_from_request()
    chosen = organization_from_request()
    is_own = may_be_own and request.values.get("own") == "1"
    if chosen is None:
        return ReportRequest(viewer, choice, None, is_own)
    organization = find_choosable(viewer, chosen)
    if organization is None:
        abort(404)
    return ReportRequest(viewer, choice, organization, is_own)


def organization_from_request() -> int | None:
    """Return the requested organization's id, None without one; an invalid id becomes 0.

    No organization has the id 0.
    """
    chosen = request.values.get("organization", "")
    if not chosen:
        return None
    return int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else 0
