"""A committee whose records are as untidy as the database lets them be, the same for a seed.

They are written past the forms, which would refuse most of them: what the forms say to a record is
tested elsewhere; here it is how it counts. Only what the contract refuses and no figure has a
meaning for is left out: two assignments of a person at a time, two returns of a month.
"""

from random import Random

from tests.figures.untidy.gatherings import add_activities, add_meetings, add_votes
from tests.figures.untidy.honors import add_awards
from tests.figures.untidy.people import add_appraisals, add_people
from tests.figures.untidy.prosperity import add_prosperity
from tests.figures.untidy.rows import Calendar, Rows
from tests.figures.untidy.tree import add_groups, add_terms, add_tree, add_workshops
from tests.figures.untidy.works import add_works

__all__ = ["Calendar", "Rows", "add_history", "build"]


def build(seed: int, calendar: Calendar) -> Rows:
    """Store a tree of organizations, and records of every kind in it."""
    rows = Rows(seed, calendar)
    add_tree(rows)
    add_history(rows)
    # After all others, which so stay what they are without these.
    rows.random = Random(seed)
    add_groups(rows)
    add_meetings(rows)
    rows.store()
    return rows


def add_history(rows: Rows) -> None:
    """Store records of every kind on the days of the calendar, in the tree that is there."""
    add_terms(rows, 80)
    add_workshops(rows, 24)
    add_people(rows, 200)
    add_appraisals(rows, 300)
    add_activities(rows, 300)
    add_votes(rows, 200)
    add_works(rows, 24)
    add_prosperity(rows, 20)
    add_awards(rows, 240)
    rows.store()
