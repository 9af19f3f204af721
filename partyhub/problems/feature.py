"""The problems: those of figures, the page, and the reasons given."""

from partyhub.problems.models import ProblemReason
from partyhub.problems.rules import problems
from partyhub.problems.subjects import SUBJECTS
from partyhub.registers import Feature

feature = Feature(
    problems=problems,
    models=(ProblemReason,),
    subjects=SUBJECTS,
    views="partyhub.problems.views",
)
