"""Campaigns that records of other features are part of."""

from partyhub.campaigns.registers import campaigns
from partyhub.registers import Feature

feature = Feature(
    registers=(campaigns,),
    views="partyhub.campaigns.views",
)
