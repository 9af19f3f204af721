"""The narrative report of a unit and a period."""

from partyhub.narratives.models import Narrative, NarrativeTemplate
from partyhub.narratives.subjects import SUBJECTS
from partyhub.registers import Feature

feature = Feature(
    models=(Narrative, NarrativeTemplate), subjects=SUBJECTS, views="partyhub.narratives.views"
)
