from flask_babel import gettext


def rule_label(key: str) -> str:
    """What a rule is about, in the language of the page."""
    labels = {
        "terms.years.committee": gettext("Term of a Party committee, in years"),
        "terms.years.branch": gettext("Term of a general branch or branch, in years"),
        "terms.reminder.months": gettext("Reminder before a term ends, in months"),
        "quorum.ordinary": gettext("Quorum of a meeting that votes, share of those with a vote"),
        "quorum.admission": gettext("Quorum to admit a member, share to be exceeded"),
        "quorum.election": gettext("Quorum of an election, share of those with a vote"),
        "members.age.least": gettext("Least age of an applicant, in years"),
        "members.probation.months": gettext("Probation, in months"),
        "members.extension.months.least": gettext("Extension of probation at least, in months"),
        "members.extension.months.most": gettext("Extension of probation at most, in months"),
        "members.target.months": gettext("From activist to development target at least, in months"),
        "vanguards.review.months": gettext("Review of a vanguard post at the latest, in months"),
        "appraisals.excellent.share": gettext("Share of excellent grades at most"),
    }
    return labels.get(key, key)
