"""Texts that say how the figures of the edition are counted, in the words of the office."""

from typing import Any, NamedTuple

from flask_babel import lazy_pgettext


class Text(NamedTuple):
    """The figures by their codes, what they are called together, and how they are counted."""

    codes: tuple[str, ...]
    label: Any
    words: Any


def _codes(base: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{base}.{name}" for name in names)


MEETINGS = (
    *("general_meeting", "committee_meeting", "group_meeting", "party_lecture", "theme_day"),
    *("org_life_meeting", "appraisal_meeting", "democratic_life_meeting"),
    *("party_committee_meeting", "general_branch_committee", "congress", "study_center_group"),
    *("study", "heart_talk", "conference", "forum", "joint_activity", "oath", "other"),
)
TEXTS = (
    Text(
        _codes("organizations", "general_branches", "branches"),
        lazy_pgettext("handin", "General branches, branches"),
        lazy_pgettext(
            "handin",
            "General branches on record on the last day; branches on record on it, joint and"
            " temporary ones included.",
        ),
    ),
    Text(
        _codes("organizations", "reelected"),
        lazy_pgettext("handin", "Organizations re-elected"),
        lazy_pgettext("handin", "Organizations whose day of re-election is in the period."),
    ),
    Text(
        _codes("members", "total", "full", "probationary"),
        lazy_pgettext("handin", "Party members"),
        lazy_pgettext(
            "handin",
            "Full and probationary members on record on the last day; who has completed probation"
            " and is not a full member yet counts as probationary. Applicants, activists and"
            " development targets are left out.",
        ),
    ),
    Text(
        _codes(
            "members",
            *("women", "minorities", "age_to_35", "college_or_above", "retired", "floating"),
        ),
        lazy_pgettext("handin", "Structure of the members"),
        lazy_pgettext(
            "handin",
            "Of the members on the last day, by sex, ethnicity, date of birth (completed years),"
            " education, employment and whether floating, as on record; college or above takes in"
            " college, university and postgraduate education.",
        ),
    ),
    Text(
        _codes(
            "members",
            *("admitted", "transferred_in", "other_increase", "transferred_out", "other_decrease"),
        ),
        lazy_pgettext("handin", "Movements of members"),
        lazy_pgettext(
            "handin",
            "Admissions by the day on which the branch's general meeting passed them. Transfers are"
            " those from and to outside the reporting unit, not moves between its branches. Other"
            " increase is restored membership and the like, other decrease death, removal and the"
            " like. Opening + increases − decreases = end.",
        ),
    ),
    Text(
        _codes("members", "regularized"),
        lazy_pgettext("handin", "Probationary members made full"),
        lazy_pgettext(
            "handin", "People whose day as a full member is in the period, on record on that day."
        ),
    ),
    Text(
        _codes("members", "applicants", "activists", "targets"),
        lazy_pgettext("handin", "People in development"),
        lazy_pgettext(
            "handin",
            "People in this stage on the last day and not yet admitted; each person counts in the"
            " highest stage only.",
        ),
    ),
    Text(
        _codes(
            "appraisals",
            *("graded", "excellent", "qualified", "basically_qualified", "unqualified"),
            *("not_graded", "excellent_share"),
        ),
        lazy_pgettext("handin", "Democratic appraisal"),
        lazy_pgettext(
            "handin",
            "Results of appraisals whose day is in the period; probationary members take part and"
            " get no grade. Share of excellent = excellent ÷ graded.",
        ),
    ),
    Text(
        _codes("activities", *MEETINGS),
        lazy_pgettext("handin", "Meetings and activities"),
        lazy_pgettext(
            "handin",
            "Those held in the period; one that is of several kinds counts once in each. Planned"
            " and canceled ones are left out.",
        ),
    ),
    Text(
        _codes("meetings", "rate"),
        lazy_pgettext("handin", "Rate of meetings held"),
        lazy_pgettext(
            "handin",
            "Months, quarters and years that ended in the period with the meetings that the rules"
            " ask for, divided by all that the rules asked for; a branch's group meetings are held"
            " when every Party group held one. Temporary branches are left out.",
        ),
    ),
    Text(
        _codes("activities", "gatherings"),
        lazy_pgettext("handin", "Gatherings"),
        lazy_pgettext("handin", "All activities held in the period, each once."),
    ),
    Text(
        _codes("activities", "attendance_rate"),
        lazy_pgettext("handin", "Rate of attendance"),
        lazy_pgettext(
            "handin",
            "Attendances, made up ones included, ÷ attendances expected, of activities with a list"
            " or a number of those expected.",
        ),
    ),
    Text(
        _codes("activities", "study_hours_average"),
        lazy_pgettext("handin", "Study hours a member"),
        lazy_pgettext(
            "handin",
            "Study hours of each activity × members present, added up, ÷ members at the end.",
        ),
    ),
    Text(
        _codes("vanguards", "posts", "demonstration_posts", "responsibility_areas"),
        lazy_pgettext("handin", "Vanguard and demonstration posts, areas"),
        lazy_pgettext(
            "handin",
            "Named by the last day and not closed; candidates don't count. Posts are not people: a"
            " vacant post counts.",
        ),
    ),
    Text(
        _codes("vanguards", "teams", "volunteer_teams", "commando_teams", "tackling_teams"),
        lazy_pgettext("handin", "Teams of members"),
        lazy_pgettext("handin", "Teams that exist on the last day."),
    ),
    Text(
        _codes("service", "activities", "person_times", "hours"),
        lazy_pgettext("handin", "Volunteer service"),
        lazy_pgettext(
            "handin",
            "Volunteer service held in the period; attendances are members present and guests;"
            " hours = hours of each × attendances.",
        ),
    ),
    Text(
        _codes("mentoring", "pairs"),
        lazy_pgettext("handin", "Mentoring"),
        lazy_pgettext("handin", "Pairs that exist on the last day."),
    ),
    Text(
        _codes("commissars", "appointed", "first_line_workshops", "coverage"),
        lazy_pgettext("handin", "Workshop commissars"),
        lazy_pgettext(
            "handin",
            "In office and on record on the last day, each person once; coverage = first-line"
            " workshops with a commissar ÷ first-line workshops open on the last day.",
        ),
    ),
    Text(
        _codes(
            "commissars",
            *("duties", "readings", "meetings", "talks", "mediations", "problems_solved", "care"),
        ),
        lazy_pgettext("handin", "Duties of commissars"),
        lazy_pgettext(
            "handin", "Duties on record in the period, those of former commissars included."
        ),
    ),
    Text(
        _codes("projects", "running", "commissar_involved"),
        lazy_pgettext("handin", "Projects under way"),
        lazy_pgettext(
            "handin",
            "Begun and not ended on the last day, proposals left out; with a commissar in office as"
            " lead or executive leader, a project once.",
        ),
    ),
    Text(
        _codes("projects", "planned", "carried_over"),
        lazy_pgettext("handin", "Planned, carried over"),
        lazy_pgettext(
            "handin",
            "Projects of the plans of the years that the period touches; carried over are those"
            " that went on in the period after the year of their plan.",
        ),
    ),
    Text(
        _codes("projects", "accepted", "benefit"),
        lazy_pgettext("handin", "Accepted projects, benefit"),
        lazy_pgettext(
            "handin",
            "Projects accepted whose last day is in the period; benefit is the sum of what was"
            " entered for them.",
        ),
    ),
    Text(
        _codes("projects", "milestones_late"),
        lazy_pgettext("handin", "Milestones late"),
        lazy_pgettext(
            "handin",
            "Milestones of projects under way, planned before the last day and not done by then.",
        ),
    ),
    Text(
        _codes("prosperity", "workshops", "area_sqm"),
        lazy_pgettext("handin", "Prosperity workshops, area"),
        lazy_pgettext("handin", "Workshops open on the last day, and their area."),
    ),
    Text(
        _codes("prosperity", *("staff", "welfare_staff", "low_income_staff", "avg_monthly_income")),
        lazy_pgettext("handin", "Staff and income"),
        lazy_pgettext(
            "handin",
            "The latest monthly return in the period of each workshop; average income is weighted"
            " by staff.",
        ),
    ),
    Text(
        _codes("prosperity", "output"),
        lazy_pgettext("handin", "Output"),
        lazy_pgettext(
            "handin",
            "Sum of the outputs of the months reported in the period; months without a return are"
            " not estimated.",
        ),
    ),
    Text(
        _codes(
            "awards",
            *("total", "national", "provincial", "prefecture", "county", "township", "enterprise"),
        ),
        lazy_pgettext("handin", "Honors"),
        lazy_pgettext(
            "handin",
            "Awarded in the period, each honor once, commemorative medals left out; the level is"
            " that of the granting body, a county-level city counts as a county.",
        ),
    ),
)
