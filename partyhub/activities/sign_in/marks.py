"""Marks of attendance: √, ×, 请假, 补课 and what else offices write."""

import re
from typing import NamedTuple

from partyhub.activities.leave import Leave, read_leave
from partyhub.activities.models import AttendanceState
from partyhub.activities.sign_in.reading import Mark
from partyhub.texts import clean_name, normal_form

CAME = frozenset(
    {
        *("√", "✓", "✔", "☑", "v", "到", "已到", "到会", "出席", "出勤", "参加", "是", "1"),
        *("签到", "已签", "已签到", "present", "yes"),
    }
)
MISSED = frozenset(
    {
        *("×", "✗", "✘", "x", "╳", "缺", "缺席", "缺勤", "未到", "未参加", "否", "0", "无故缺席"),
        *("absent", "no"),
    }
)
MADE_UP = frozenset({"补", "补课", "已补课", "补学", "已补学", "made up"})
ON_LEAVE = re.compile(r"假|公差|出差|公出|外出|当班|值班|倒班|住院|leave")
ONLY_LEAVE = frozenset({"请假", "假", "已请假", "leave", "on leave"})


class Reading(NamedTuple):
    """The state that a mark stands for, with the leave; None where it can't be read."""

    state: AttendanceState | None
    leave: Leave = Leave()


def read_mark(mark: Mark) -> Reading:
    """Return what a mark and its remark say; without a mark, the person was absent or on leave."""
    word = normal_form(mark.mark)
    if word in CAME or clean_name(mark.mark) == mark.name:
        return Reading(AttendanceState.PRESENT)
    if word in MADE_UP:
        return Reading(AttendanceState.MADE_UP)
    if ON_LEAVE.search(word) or (not word and ON_LEAVE.search(mark.remark)):
        notes = [mark.mark if word not in ONLY_LEAVE else "", mark.remark]
        return Reading(AttendanceState.LEAVE, _leave(" ".join(filter(None, notes))))
    if not word or word in MISSED:
        return Reading(AttendanceState.ABSENT, Leave(None, mark.remark or None))
    return Reading(None)


def _leave(note: str) -> Leave:
    return read_leave(note) if note and normal_form(note) not in ONLY_LEAVE else Leave()
