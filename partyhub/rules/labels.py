"""Names of the rules for people."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext

LABELS: Mapping[str, Any] = {
    "terms.years.committee": lazy_gettext("Term of a Party committee"),
    "terms.years.branch": lazy_gettext("Term of a general branch or branch"),
    "terms.extension.months": lazy_gettext("Extension of a term at most"),
    "terms.reminder.months": lazy_gettext("Reminder before a term ends"),
    "quorum.ordinary": lazy_gettext("Voters present at a general or committee meeting"),
    "quorum.admission": lazy_gettext("Voters present to admit or regularize a member"),
    "quorum.election": lazy_gettext("Voters present at an election"),
    "votes.majority": lazy_gettext("Votes in favor, of the voters expected"),
    "votes.majority.committee": lazy_gettext("Votes in favor, of the members of a committee"),
    "votes.majority.election": lazy_gettext("Votes for a candidate, of the voters present"),
    "members.age.least": lazy_gettext("Least age of an applicant"),
    "members.probation.months": lazy_gettext("Probation"),
    "members.extension.months.least": lazy_gettext("Extension of probation at least"),
    "members.extension.months.most": lazy_gettext("Extension of probation at most"),
    "members.target.months": lazy_gettext("From activist to development target at least"),
    "branches.members.least": lazy_gettext("Full members of a branch at least"),
    "branches.members.most": lazy_gettext("Members of a branch at most, as a rule"),
    "branches.committee.members": lazy_gettext("Full members from which a branch has a committee"),
    "committees.members.least": lazy_gettext("People of a branch committee at least"),
    "committees.members.most": lazy_gettext("People of a branch committee at most"),
    "organizations.general_branch.members": lazy_gettext(
        "Members from which there is a general branch"
    ),
    "organizations.party_committee.members": lazy_gettext(
        "Members from which there is a Party committee"
    ),
    "congresses.delegates.members": lazy_gettext(
        "Members from which delegates may meet as a congress"
    ),
    "members.party_life.months": lazy_gettext("Without Party life, until it has to be looked into"),
    "members.suspension.months": lazy_gettext("Suspension of membership, until it is decided"),
    "members.floating.months": lazy_gettext("Away, until the relation has to be transferred"),
    "assignments.letter.days": lazy_gettext("Validity of a letter of introduction at most"),
    "activities.minutes.days": lazy_gettext("Minutes of a meeting at the latest"),
    "figures.moved.share": lazy_gettext("Change of a figure from which a reason is asked for"),
    "figures.moved.least": lazy_gettext("Smallest change of a figure that is asked about"),
    "amounts.output.least": lazy_gettext("Output of a month below which it is asked about"),
    "amounts.benefit.least": lazy_gettext("Benefit of a project below which it is asked about"),
    "vanguards.review.months": lazy_gettext("Review of a vanguard post at the latest"),
    "meetings.general_meeting.per_quarter": lazy_gettext("General meetings of a branch at least"),
    "meetings.committee_meeting.per_month": lazy_gettext("Meetings of a branch committee at least"),
    "meetings.group_meeting.per_month": lazy_gettext("Meetings of each Party group at least"),
    "meetings.theme_day.per_month": lazy_gettext("Theme days of a branch at least"),
    "meetings.party_lecture.per_quarter": lazy_gettext("Party lectures of a branch at least"),
    "meetings.org_life_meeting.per_year": lazy_gettext("Organizational-life meetings at least"),
    "meetings.appraisal_meeting.per_year": lazy_gettext("Democratic appraisal meetings at least"),
    "meetings.heart_talk.per_year": lazy_gettext("Heart-to-heart talks on record at least"),
    "study.members.hours": lazy_gettext("Study of a Party member in a year at least"),
    "study.leaders.hours": lazy_gettext(
        "Study of a secretary or committee member in a year at least"
    ),
    "appraisals.excellent.share": lazy_gettext("Share of excellent grades at most"),
}


def rule_label(key: str) -> str:
    """Return the name of a rule in the language of the page, or its key if it has none."""
    return str(LABELS.get(key, key))
