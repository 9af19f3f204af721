"""Definition of the register of campaigns."""

from flask_babel import lazy_gettext
from sqlalchemy import true

from partyhub.campaigns.forms import CampaignForm
from partyhub.campaigns.models import Campaign
from partyhub.campaigns.queries import load_campaigns
from partyhub.organizations.queries import looks_after_root, reach_of
from partyhub.registers import (
    Access,
    Column,
    Ending,
    Listing,
    Register,
    assign,
    existing,
)
from partyhub.roles import Right

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
    lifetime=existing(Campaign.started_on, Campaign.ended_on),
    ending=Ending(
        lazy_gettext("Records are part of this campaign. What came to an end gets its last day."),
        lazy_gettext("Enter its last day"),
    ),
    access=Access(
        lambda viewer: true(),
        lambda reach, day: reach.of_root(),
        reach_of,
        writable=looks_after_root,
        to_write=Right.WRITE_STRUCTURE,
    ),
)
