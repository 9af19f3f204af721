"""The yearly workbook: what was counted, every record that was, and formulas that prove it."""

from partyhub.reports.workbook.yearly import write_yearly

__all__ = ["write_yearly"]
