"""Figures of all features, the list behind each, and the yearly workbook.

No feature imports this.
"""
