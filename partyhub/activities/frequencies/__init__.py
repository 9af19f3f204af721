"""Meetings that rules ask for: which are held, due, overdue or not asked for (domain.md 2.1)."""
