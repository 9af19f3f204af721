"""Figures of all features, the list behind each, and the yearly workbook: read by nobody."""

from partyhub.reports.views import blueprint

__all__ = ["blueprint"]
