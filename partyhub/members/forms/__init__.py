"""The forms of members, of their dated rows, and of their appraisals."""

from partyhub.members.forms.appraisals import AppraisalForm
from partyhub.members.forms.assignments import (
    AssignmentForm,
    check_days,
)
from partyhub.members.forms.members import MemberForm
from partyhub.members.forms.party_life import PartyLife
from partyhub.members.forms.posts import PartyPostForm

__all__ = [
    "AppraisalForm",
    "AssignmentForm",
    "MemberForm",
    "PartyLife",
    "PartyPostForm",
    "check_days",
]
