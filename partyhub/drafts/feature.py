"""The page that compares a draft with the figures on record."""

from partyhub.drafts.subjects import SUBJECTS
from partyhub.registers import Feature

feature = Feature(subjects=SUBJECTS, views="partyhub.drafts.views")
