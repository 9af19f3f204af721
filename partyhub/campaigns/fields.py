from typing import Any

from partyhub.campaigns.queries import choose_campaign
from partyhub.forms import RefField


def campaign_field(label: Any) -> RefField:
    """The campaign that the record is part of, if of one."""
    return RefField(label, choose_campaign, choices_from="campaigns")
