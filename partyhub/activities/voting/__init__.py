"""Votes of meetings: who may vote, what was counted, and the result by the rule of the day."""
