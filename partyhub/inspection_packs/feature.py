"""Packs of evidence for an inspection."""

from partyhub.inspection_packs.subjects import SUBJECTS
from partyhub.registers import Feature

feature = Feature(subjects=SUBJECTS, views="partyhub.inspection_packs.views")
