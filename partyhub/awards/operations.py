"""The operation that stores an award."""

from collections.abc import Mapping, Sequence
from typing import Any

from partyhub.awards.models import Award, AwardCategory, RecipientKind
from partyhub.database import Record
from partyhub.viewers import Viewer


def store_award(award: Award, values: Mapping[str, Any], _viewer: Viewer) -> Sequence[Record]:
    """Write the values; the recipient goes to the column of its kind, the others are cleared."""
    values = dict(values)
    changes_recipient = "recipient" in values
    recipient = values.pop("recipient", None)
    for name, value in values.items():
        setattr(award, name, value)
    award.category = award.category or AwardCategory.OTHER
    award.for_year = award.for_year or award.awarded_on.year
    if changes_recipient:
        for kind in RecipientKind:
            setattr(award, kind.value, recipient if kind is award.recipient_kind else None)
    return ()
