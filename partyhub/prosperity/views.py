"""Views of prosperity workshops and their monthly returns."""

from typing import Any

from partyhub.prosperity.models import ProsperityWorkshop
from partyhub.prosperity.monthly_returns import ledger_of
from partyhub.prosperity.registers import prosperity_returns, prosperity_workshops
from partyhub.registers.rights import can_write
from partyhub.registers.views import register_blueprint
from partyhub.request_periods import period_from_request
from partyhub.viewers import Viewer


def show_prosperity_workshop(workshop: ProsperityWorkshop, viewer: Viewer) -> dict[str, Any]:
    """Return the returns of a prosperity workshop for the months of the requested period."""
    requested = period_from_request()
    live = workshop.archived_at is None
    may_enter = live and can_write(prosperity_returns, viewer)
    return {
        "requested": requested,
        "periods_menu": requested.menu,
        "ledger": ledger_of(workshop, requested.period, viewer, may_enter=may_enter)
        if live
        else None,
    }


blueprints = (
    register_blueprint(prosperity_workshops, show_prosperity_workshop),
    register_blueprint(prosperity_returns),
)
