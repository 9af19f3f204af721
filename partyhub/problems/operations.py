"""Operations on problems: giving a reason."""

from collections.abc import Sequence

from partyhub.database import db
from partyhub.history.models import Action
from partyhub.history.operations import Change, log
from partyhub.problems.models import ProblemReason
from partyhub.problems.subjects import IN_HISTORY
from partyhub.viewers import Viewer


def give_reason(
    viewer: Viewer,
    rule: str,
    period: str,
    organization_id: int,
    covered: Sequence[str],
    reason: str,
) -> ProblemReason:
    """Store why the records with these keys may break a rule, and log it; the caller commits."""
    given = ProblemReason(
        user_id=viewer.user_id,
        user_name=viewer.name,
        rule=rule,
        period=period,
        organization_id=organization_id,
        reason=reason,
        covered=list(covered),
    )
    db.session.add(given)
    db.session.flush()
    changes = [
        Change("rule", None, rule),
        Change("period", None, period),
        Change("records", None, len(covered)),
    ]
    log(viewer, IN_HISTORY, given, Action.EXPLAINED, changes, reason)
    return given
