from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from sqlalchemy import true

from partyhub.campaigns.forms import CampaignForm
from partyhub.campaigns.models import Campaign
from partyhub.campaigns.queries import load_campaigns
from partyhub.organizations.queries import looks_after_root
from partyhub.registers import (
    Access,
    Column,
    Listing,
    Register,
    assign,
    register_blueprint,
    standing,
)
from partyhub.registers.archiving import archive_unreferred
from partyhub.viewers import COMMITTEE

campaigns = Register(
    name="campaigns",
    label=lazy_gettext("Campaign"),
    title=lazy_gettext("Campaigns"),
    model=Campaign,
    form=CampaignForm,
    key=("code",),
    columns=(
        Column("code", sort=Campaign.code),
        Column("name", sort=Campaign.pinyin),
        Column("started_on", sort=Campaign.started_on),
        Column("ended_on"),
        Column("goal"),
    ),
    listing=Listing(
        columns=("code", "name", "started_on", "ended_on", "goal"),
        order="code",
        search=(Campaign.id,),
    ),
    load=load_campaigns,
    store=assign,
    lifetime=standing(Campaign.started_on, Campaign.ended_on),
    access=Access(
        lambda viewer: true(),
        lambda reach, day: reach.of_root(),
        kept=looks_after_root,
        writers=COMMITTEE,
    ),
)

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
