"""The tasks about meetings that rules ask for and nobody has logged: one for each kind."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext

from partyhub.activities.models import ActivityKind
from partyhub.home.due import Item
from partyhub.home.duties import Duty, Found
from partyhub.registers.values import pressing

MOST_NAMED = 3


def meetings_overdue(items: Sequence[Item], may_act: bool) -> Found:
    """Return a task for each kind of meeting, which names the first branches that lack one."""
    groups = [(kind, [each for each in items if each.title == kind]) for kind in ActivityKind]
    duties = [_task(kind, own, may_act) for kind, own in groups if own]
    return Found(duties, len(duties), len(duties))


def _task(kind: ActivityKind, branches: Sequence[Item], may_act: bool) -> Duty:
    """Return the task; its day is the last one of the latest span without the meeting."""
    first, is_one = branches[0], len(branches) == 1
    names = "、".join(map(_name, branches[:MOST_NAMED]))
    if len(branches) > MOST_NAMED:
        names = gettext("%(names)s and others, %(count)s", names=names, count=len(branches))
    what = gettext("%(kind)s not on record: %(names)s", kind=kind.label, names=names)
    due = max(each.day for each in branches if each.day is not None)
    url = url_for("organizations.list")
    if is_one:
        url = url_for("organizations.show", record_id=first.id)
    where = (first.organization or "") if is_one else ""
    act = _log(kind, first, is_one) if may_act else (gettext("See the organizations"), url)
    return Duty(*pressing(due), what, where, due, url, *act)


def _name(branch: Item) -> str:
    """Return the name of a branch, with the number of spans if it is more than one."""
    if branch.number == 1:
        return branch.organization or ""
    return f"{branch.organization}（{branch.number}）"


def _log(kind: ActivityKind, branch: Item, is_one: bool) -> tuple[str, str]:
    """Return the words and the address of the form, filled in as far as this is known.

    The meeting of a group is held by the group, not by its branch.
    """
    host = f"#{branch.id}" if is_one and kind is not ActivityKind.GROUP_MEETING else None
    url = url_for("activities.create", kinds=kind.value, organization=host)
    return gettext("Log the meeting"), url
