"""The papers that are printed of meetings, vanguard posts and honors."""

from partyhub.papers.subjects import SUBJECTS
from partyhub.registers import Feature

feature = Feature(subjects=SUBJECTS, views="partyhub.papers.views")
