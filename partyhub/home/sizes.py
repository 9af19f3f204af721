"""The tasks about branches whose size doesn't fit the rules: one for each kind of problem."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext

from partyhub.home.due import Item
from partyhub.home.duties import Duty, Found
from partyhub.members.sizes import SizeProblem

MOST_NAMED = 3


def wrong_sizes(organizations: Sequence[Item]) -> Found:
    """Return a task for each kind of problem, which names the first organizations that have it."""
    groups = [[each for each in organizations if each.title == problem] for problem in SizeProblem]
    duties = [_task(group) for group in groups if group]
    return Found(duties, len(duties))


def _task(organizations: Sequence[Item]) -> Duty:
    first = organizations[0]
    url = url_for("organizations.show", record_id=first.id)
    if len(organizations) > 1:
        url = url_for("organizations.list")
    names = "、".join(f"{each.name}（{each.number}）" for each in organizations[:MOST_NAMED])
    if len(organizations) > MOST_NAMED:
        names = gettext("%(names)s and others, %(count)s", names=names, count=len(organizations))
    what = describe(SizeProblem(first.title or ""), names)
    see = gettext("See the organizations")
    return Duty("none", gettext("to check"), what, "", None, url, see, url)


def describe(problem: SizeProblem, names: str) -> str:
    """Return the words for a problem of the organizations with these names."""
    return {
        SizeProblem.COMMITTEE_MISSING: gettext(
            "So many members, but no Party committee: %(names)s", names=names
        ),
        SizeProblem.GENERAL_BRANCH_MISSING: gettext(
            "So many members, but no general branch: %(names)s", names=names
        ),
        SizeProblem.TOO_MANY: gettext(
            "Branches with more members than the rule has: %(names)s", names=names
        ),
        SizeProblem.NO_BRANCH_COMMITTEE: gettext(
            "Branches that should have a committee: %(names)s", names=names
        ),
        SizeProblem.TOO_FEW: gettext("Branches with too few full members: %(names)s", names=names),
    }[problem]
