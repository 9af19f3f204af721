"""The pages of figures and the yearly workbook."""

from partyhub.registers import Feature
from partyhub.reports.subjects import SUBJECTS

feature = Feature(
    subjects=SUBJECTS,
    views="partyhub.reports.views",
)
