from sqlalchemy import Select, select

from partyhub.campaigns.models import Campaign
from partyhub.viewers import Viewer


def load_campaigns() -> Select[Campaign]:
    return select(Campaign)


def choose_campaign(_viewer: Viewer) -> Select[Campaign]:
    """Every campaign: they are the root's, and read by all."""
    return select(Campaign).where(Campaign.archived_at.is_(None))
