"""The yearly workbook: every figure, every record that it counts, and formulas that prove it."""

from partyhub.reports.workbook.yearly import write_yearly

__all__ = ["write_yearly"]
