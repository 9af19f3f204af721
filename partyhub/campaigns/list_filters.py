"""A filter by campaign."""

from typing import Any

from flask_babel import lazy_gettext

from partyhub.campaigns.queries import choose_campaign
from partyhub.registers import Filter, record_filter


def campaign_filter(column: Any) -> Filter:
    """Return a filter by campaign, for every register whose records may be part of one."""
    return record_filter("campaign", lazy_gettext("Campaign"), column, choose_campaign)
