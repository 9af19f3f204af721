"""The forms of members, of their dated rows, and of their appraisals."""

from partyhub.members.forms.appraisals import AppraisalForm
from partyhub.members.forms.dated import AssignmentForm, PartyPostForm, check_days, check_exists
from partyhub.members.forms.members import MemberForm

__all__ = [
    "AppraisalForm",
    "AssignmentForm",
    "MemberForm",
    "PartyPostForm",
    "check_days",
    "check_exists",
]
