"""The rule of how many full members of a branch may be excellent (domain.md 2.8)."""

from datetime import date

from partyhub.rules.queries import rule_share

EXCELLENT = "appraisals.excellent.share"


def most_excellent(members: int, day: date) -> int | None:
    """Return how many of so many members may be excellent by the rule of `day`: 45 of 135.

    None means that no rule was in force.
    """
    share = rule_share(EXCELLENT, day)
    return None if share is None else int(members * share)
