from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub.campaigns.registers import campaigns
from partyhub.registers.archiving import archive_unreferred
from partyhub.registers.views import register_blueprint

campaigns_blueprint = register_blueprint(campaigns, leave_out=frozenset({"archive"}))
blueprints = (campaigns_blueprint,)


@campaigns_blueprint.route(
    "/<int(min=1,max=2147483647):record_id>/archive", methods=["GET", "POST"], endpoint="archive"
)
def archive_campaign(record_id: int) -> ResponseReturnValue:
    """Archive one of which nothing is part; what existed gets the day on which it ended."""
    return archive_unreferred(
        campaigns,
        record_id,
        gettext("Records are part of this campaign. What came to an end gets its last day."),
        (gettext("Enter its last day"), url_for("campaigns.edit", record_id=record_id)),
    )
