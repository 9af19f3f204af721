"""Rules about the figures of a report, over the records of all features."""

from partyhub.problems.rules.figures import problems

__all__ = ["problems"]
