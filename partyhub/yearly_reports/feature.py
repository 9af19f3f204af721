"""Yearly reports: made, submitted, signed by two and frozen; comparisons of them."""

from partyhub.attachments.stored_files import StoredFiles
from partyhub.registers import Feature
from partyhub.yearly_reports.models import (
    FrozenRecords,
    FrozenReport,
    ReportSignature,
    YearlyReport,
)
from partyhub.yearly_reports.queries import find_files
from partyhub.yearly_reports.subjects import SUBJECTS

feature = Feature(
    models=(YearlyReport, ReportSignature, FrozenReport, FrozenRecords),
    subjects=SUBJECTS,
    extensions=(StoredFiles(FrozenReport.__tablename__, find_files),),
    views="partyhub.yearly_reports.views",
)
