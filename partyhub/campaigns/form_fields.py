"""A form field that names a campaign."""

from typing import Any

from partyhub.campaigns.queries import choose_campaign
from partyhub.forms import RefField


def campaign_field(label: Any) -> RefField:
    """Return an optional field for the campaign that the record is part of."""
    return RefField(label, choose_campaign, choices_from="campaigns")
