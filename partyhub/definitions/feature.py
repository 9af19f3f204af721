"""Workdays and lists of words, which the committee may change."""

from partyhub.definitions.subjects import SUBJECTS
from partyhub.registers import Feature

feature = Feature(subjects=SUBJECTS, views="partyhub.definitions.views")
