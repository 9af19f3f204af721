"""Queries for campaigns."""

from sqlalchemy import Select, select

from partyhub.campaigns.models import Campaign
from partyhub.viewers import Viewer


def load_campaigns() -> Select[Campaign]:
    return select(Campaign)


def choose_campaign(_viewer: Viewer) -> Select[Campaign]:
    """Return the query for all campaigns: they belong to the root, and everybody reads them."""
    return select(Campaign).where(Campaign.archived_at.is_(None))
