"""The form of a vote."""

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub.activities.models import Activity, ActivityStatus
from partyhub.activities.quorum import all_vote, takes_votes
from partyhub.activities.voting.models import ABOUT_MEMBER, VoteKind
from partyhub.activities.voting.queries import choose_meeting
from partyhub.activities.voting.voters import Voters, find_voters, kinds_of
from partyhub.forms import EnumField, NumberField, RecordForm, RefField, Required, TextField
from partyhub.forms.common_fields import W3
from partyhub.members.form_fields import member_field
from partyhub.registers.values import format_day

HALF = {"data-width": "w3 half"}
MOST = 100_000


class VoteForm(RecordForm):
    """The form of a vote; numbers of voters left empty follow from the attendance."""

    activity = RefField(
        lazy_pgettext("votes", "Meeting"),
        choose_meeting,
        [Required(lazy_gettext("Choose the meeting."))],
        choices_from="activities",
    )
    kind = EnumField(
        lazy_pgettext("votes", "Kind"),
        VoteKind,
        [Required(lazy_gettext("Choose what was decided."))],
        render_kw=W3,
    )
    item = TextField(
        lazy_pgettext("votes", "Item"),
        [Required(lazy_gettext("Enter what was voted on."))],
        render_kw={"data-width": "w8"},
    )
    member = member_field(lazy_pgettext("votes", "Member concerned"))
    in_favor = NumberField(
        lazy_pgettext("votes", "In favor"),
        [Required(lazy_gettext("Enter how many were in favor."))],
        most=MOST,
        render_kw=HALF,
    )
    against = NumberField(lazy_pgettext("votes", "Against"), most=MOST, render_kw=HALF)
    abstained = NumberField(lazy_pgettext("votes", "Abstained"), most=MOST, render_kw=HALF)
    written_opinions = NumberField(
        lazy_pgettext("votes", "Written opinions"), most=MOST, render_kw=HALF
    )
    expected_voting = NumberField(
        lazy_pgettext("votes", "Voters expected"),
        most=MOST,
        description=lazy_gettext("Empty means by the attendance."),
        render_kw=W3,
    )
    present_voting = NumberField(
        lazy_pgettext("votes", "Voters present"),
        most=MOST,
        description=lazy_gettext("Empty means by the attendance."),
        render_kw=W3,
    )

    _known: tuple[Any, Voters | None] | None = None

    def day_referred(self, name: str) -> date | None:
        """Return, for the member concerned, the day before the meeting, which may end membership.

        The meeting itself has no days of its own.
        """
        meeting = self.activity.data
        return meeting.held_on - timedelta(days=1) if name == "member" and meeting else None

    def check(self) -> None:
        activity, kind = self.activity.data, self.kind.data
        is_new = not self.is_change or activity != self.activity.stored
        if is_new and activity.status is not ActivityStatus.HELD:
            sentence = gettext(
                "This meeting hasn't been held. Note first that it was, and who came."
            )
            self.refuse("activity", sentence)
            return
        self.check_meeting(activity, kind)
        if kind in ABOUT_MEMBER and self.member.data is None:
            self.refuse("member", gettext("Name the person whom this is about."))
        elif self.member.data:
            self.check_stage(kind, activity)
        self.check_voters()

    def check_meeting(self, activity: Activity, kind: VoteKind) -> None:
        """Warn if such a decision isn't taken at such a meeting."""
        kinds = kinds_of(activity)
        if not takes_votes(kinds):
            sentence = gettext("Votes are taken at meetings of members or of a committee.")
            self.warn("activity", sentence)
        elif kind in ABOUT_MEMBER and all_vote(kinds):
            sentence = gettext("This is decided by the general meeting of the branch.")
            self.warn("kind", sentence)

    def check_stage(self, kind: VoteKind, activity: Activity) -> None:
        """Warn if the person isn't at the stage that such a vote is about."""
        member, day = self.member.data, activity.held_on
        first, full = member.party_from, member.full_on
        if kind is VoteKind.ADMISSION and first and first < day:
            sentence = gettext(
                "The person has been a Party member since %(day)s.", day=format_day(first)
            )
            self.warn("member", sentence)
        is_probationary = first is not None and first <= day and not (full and full < day)
        if kind in ABOUT_MEMBER[1:] and not is_probationary:
            self.warn("member", gettext("The person was no probationary member on that day."))

    def check_voters(self) -> None:
        """Refuse numbers that can't be, also those that follow from the attendance."""
        for name in ("expected_voting", "present_voting"):
            if self.number(name) is None:
                sentence = gettext("It doesn't follow from the attendance. Enter the number.")
                self.refuse(name, sentence)
                return
            self.check_typed(name)
        expected, present = self.number("expected_voting"), self.number("present_voting")
        written = self.written_opinions.data or 0
        cast = sum(self[name].data or 0 for name in ("in_favor", "against", "abstained"))
        if present + written > expected:
            sentence = gettext(
                "Voters present (%(present)s) and written opinions (%(written)s) are more than the"
                " voters expected (%(expected)s). Correct one of them.",
                present=present,
                written=written,
                expected=expected,
            )
            self.refuse("written_opinions" if written else "present_voting", sentence)
        elif cast > present + written:
            sentence = gettext(
                "In favor, against and abstained come to %(cast)s, but only %(most)s could vote."
                " Correct the numbers, or add the written opinions.",
                cast=cast,
                most=present + written,
            )
            self.refuse("in_favor", sentence)

    def check_typed(self, name: str) -> None:
        """Warn if the number entered isn't the one that follows from the attendance."""
        typed, computed = self[name].data, self.computed(name)
        if typed is None or computed in (None, typed):
            return
        sentence = gettext(
            "%(typed)s were entered; by the attendance it is %(count)s.",
            typed=typed,
            count=computed,
        )
        self.warn(name, sentence)

    def number(self, name: str) -> Any:
        """Return the number of voters as entered, else as it follows from the attendance."""
        typed = self[name].data
        return self.computed(name) if typed is None else typed

    def computed(self, name: str) -> int | None:
        voters = self.find_voters()
        if voters is None:
            return None
        return voters.expected if name == "expected_voting" else voters.present

    def find_voters(self) -> Voters | None:
        """Return the voters of the meeting for such a vote, looked up once."""
        key = self.activity.data, self.kind.data is VoteKind.ELECTION
        if self._known is None or self._known[0] != key:
            self._known = key, find_voters(key[0], is_election=key[1])
        return self._known[1]

    def values(self) -> dict[str, Any]:
        """Return what goes to the record; numbers of voters left empty are computed."""
        values = super().values()
        names = [name for name in ("expected_voting", "present_voting") if name in values]
        return values | {name: self.number(name) for name in names}
