from flask.typing import ResponseReturnValue

from partyhub.prosperity.ledger import ledger_of
from partyhub.prosperity.registers import prosperity_returns, prosperity_workshops
from partyhub.registers.asked import asked_period
from partyhub.registers.rights import can_write, find_record, reader
from partyhub.registers.views import register_blueprint, render_record

workshops_blueprint = register_blueprint(prosperity_workshops, leave_out=frozenset({"show"}))
blueprints = (workshops_blueprint, register_blueprint(prosperity_returns))


@workshops_blueprint.get("/<int(min=1,max=2147483647):record_id>", endpoint="show")
def show_prosperity_workshop(record_id: int) -> ResponseReturnValue:
    """A prosperity workshop with what it reported of each month of a period."""
    viewer = reader(prosperity_workshops)
    workshop = find_record(prosperity_workshops, viewer, record_id, archived=True)
    asked = asked_period()
    live = workshop.archived_at is None
    may_enter = live and can_write(prosperity_returns, viewer)
    page = render_record(
        prosperity_workshops,
        workshop,
        viewer,
        asked=asked,
        periods_menu=asked.menu,
        ledger=ledger_of(workshop, asked.period, viewer, may_enter=may_enter) if live else None,
    )
    return page, asked.status
