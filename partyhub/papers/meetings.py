"""The minutes of a meeting, in the form that offices keep them in."""

from collections.abc import Iterable, Iterator, Sequence

from flask_babel import gettext, pgettext

from partyhub.activities.models import Activity, ActivityStatus, Attendance, AttendanceState
from partyhub.activities.voting.models import Vote
from partyhub.activities.voting.pages import quorum_words
from partyhub.activities.voting.results import majority_of, quorum_of
from partyhub.documents import OFFICIAL, Cell
from partyhub.papers.content import Grid, Paper, Row, Signatures
from partyhub.registers.values import format_day

WIDTHS = (26.0, 52.0, 24.0, 54.0)
# Room for the pen where nothing has been recorded yet, in millimeters.
ROOM = 45
LONG_ROOM = 75


def paper_of_meeting(
    activity: Activity, votes: Sequence[Vote], bookmark: str = "", *, with_reasons: bool = True
) -> Paper:
    """Return the minutes of an activity whose attendance is loaded.

    What isn't recorded is left blank for the pen. The reasons of leave are personal.
    """
    rows = [
        *_facts(activity),
        *_people(activity, with_reasons),
        *_minutes(activity, votes),
    ]
    signing = Signatures([gettext("Chair (signature):"), gettext("Recorder (signature):")])
    return Paper(
        gettext("Minutes of the meeting"),
        [Grid(WIDTHS, rows, row_height=9), signing],
        subtitle=activity.organization.name,
        page=OFFICIAL,
        bookmark=bookmark,
    )


def kinds_text(activity: Activity) -> str:
    """Return the kinds of an activity as one text."""
    return "、".join(kind.label for kind in activity.kinds)


def time_text(activity: Activity) -> str:
    """Return the day of an activity with its hour and length, as far as they are known."""
    day = format_day(activity.held_on)
    hour = f" {activity.starts_at:%H:%M}" if activity.starts_at else ""
    if not activity.minutes_long:
        return f"{day}{hour}"
    return gettext(
        "%(time)s (%(minutes)s minutes)", time=f"{day}{hour}", minutes=activity.minutes_long
    )


def _facts(activity: Activity) -> Iterator[Row]:
    """Yield the rows of where, when and by whom; what hardly any meeting has only where given."""
    yield _wide(pgettext("papers", "Meeting"), activity.name)
    yield _pair(
        (pgettext("activities", "Kinds"), kinds_text(activity)),
        (pgettext("papers", "Time"), time_text(activity)),
    )
    yield _pair(
        (pgettext("activities", "Place"), activity.place or ""),
        (pgettext("activities", "Chair"), activity.chair or ""),
    )
    yield _pair(
        (pgettext("activities", "Recorder"), activity.recorder or ""),
        (pgettext("activities", "Speaker"), activity.speaker or ""),
    )
    if activity.external_host:
        yield _wide(pgettext("papers", "Held by"), activity.external_host)


def _people(activity: Activity, with_reasons: bool) -> Iterator[Row]:
    """Yield how many were expected and came, and by name who did and who did not."""
    is_held = activity.status is ActivityStatus.HELD
    expected = activity.expected_count if is_held else None
    expected_rows = [row for row in activity.live_attendance if row.is_expected]
    came = _count_present(activity, expected_rows) if is_held else None
    yield _pair(
        (pgettext("attendance", "Expected"), _people_text(expected)),
        (pgettext("papers", "Came"), _people_text(came)),
    )
    if not is_held:
        yield _wide(pgettext("papers", "On leave, absent"), "", height=ROOM / 2)
        yield _wide(pgettext("papers", "Also present"), "")
        return
    for state in AttendanceState:
        found = [row for row in expected_rows if row.state is state]
        if found:
            yield _wide(_counted(state.label, len(found)), names_text(found, with_reasons))
    guests = [row for row in activity.live_attendance if not row.is_expected]
    if guests or activity.guest_count:
        count = len(guests) + activity.guest_count
        yield _wide(
            _counted(pgettext("papers", "Also present"), count),
            _guests(guests, activity, with_reasons),
        )


def _count_present(activity: Activity, expected: Sequence[Attendance]) -> int | None:
    """Return how many of those expected were there; None where nobody is expected by name.

    Who made up for it later wasn't there, and others are named as such.
    """
    if activity.typed_present is not None:
        return activity.typed_present
    present = (row.state is AttendanceState.PRESENT for row in expected)
    return sum(present) if expected else None


def names_text(rows: Iterable[Attendance], with_reasons: bool = True) -> str:
    """Return names by pinyin, with the reason or the day of making up behind them."""
    ordered = sorted(rows, key=lambda row: (row.member.pinyin, row.member_id))
    return "、".join(_name_text(row, with_reasons) for row in ordered)


def _name_text(row: Attendance, with_reasons: bool) -> str:
    notes = [
        row.leave_kind.label if row.leave_kind and with_reasons else "",
        (row.reason or "") if with_reasons else "",
        format_day(row.made_up_on) if row.made_up_on else "",
    ]
    note = " ".join(filter(None, notes))
    return f"{row.member.name}（{note}）" if note else row.member.name


def _guests(guests: Sequence[Attendance], activity: Activity, with_reasons: bool) -> str:
    others = activity.guest_count
    words = gettext("%(number)s guests who are not named", number=others) if others else ""
    return "；".join(filter(None, [names_text(guests, with_reasons), words]))


def _minutes(activity: Activity, votes: Sequence[Vote]) -> Iterator[Row]:
    yield _text_row(pgettext("activities", "Agenda"), activity.agenda, 20)
    yield _text_row(pgettext("papers", "What was said"), activity.record, LONG_ROOM)
    if votes:
        yield _wide(pgettext("papers", "Votes"), "\n".join(vote_text(vote) for vote in votes))
    yield _text_row(pgettext("activities", "Resolution"), activity.resolution, 25)


def vote_text(vote: Vote) -> str:
    """Return the count of one vote, with the quorum and the majority that it needed."""
    count = gettext(
        "%(item)s (%(kind)s): of %(expected)s expected with a vote %(present)s were present;"
        " %(in_favor)s in favor, %(against)s against, %(abstained)s abstained.",
        item=vote.item,
        kind=vote.kind.label,
        expected=vote.expected_voting,
        present=vote.present_voting,
        in_favor=vote.in_favor,
        against=vote.against,
        abstained=vote.abstained,
    )
    written = vote.written_opinions
    opinions = gettext("Opinions in writing: %(number)s.", number=written) if written else ""
    return "".join(filter(None, [count, opinions, _rules_text(vote)]))


def _rules_text(vote: Vote) -> str:
    """Return whether the quorum was reached and the result, as far as a rule was in force."""
    quorum, majority = quorum_of(vote), majority_of(vote)
    parts = []
    if quorum is not None:
        words = quorum_words(quorum)
        parts.append(
            gettext("Enough came to vote (%(rule)s).", rule=words)
            if quorum.is_reached
            else gettext("Not enough came to vote (%(rule)s).", rule=words)
        )
    if majority is not None:
        number = f"{majority.needed:.4g}"
        parts.append(
            gettext("Needed: more than %(number)s in favor.", number=number)
            if majority.is_exclusive
            else gettext("Needed: at least %(number)s in favor.", number=number)
        )
    if vote.result is not None:
        parts.append(gettext("Result: %(result)s.", result=vote.result.label))
    return "".join(parts)


def _pair(*pairs: tuple[str, str]) -> Row:
    return [each for label, text in pairs for each in (Cell(label, is_head=True), Cell(text))]


def _wide(label: str, text: str, height: float = 0) -> Row:
    return [Cell(label, is_head=True), Cell(text, columns=3, height=height)]


def _text_row(label: str, text: str | None, room: float) -> Row:
    return _wide(label, text or "", 0 if text else room)


def _counted(label: str, count: int) -> str:
    return gettext("%(label)s\n(%(number)s)", label=label, number=count)


def _people_text(number: int | None) -> str:
    return "" if number is None else gettext("%(number)s people", number=number)
