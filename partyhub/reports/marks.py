"""Which figures count each record, and what each of them adds: for the sheets of records."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import select

from partyhub.database import db
from partyhub.figures import Figure, Number, Scope


class Marks(NamedTuple):
    """The codes of the figures that count a record, in the order given, and the numbers by key."""

    codes: tuple[str, ...]
    numbers: Mapping[str, Number]


NOTHING: Mapping[str, Number] = {}


def find_marks(figures: Sequence[Figure], scope: Scope) -> dict[int, Marks]:
    """The marks of each record that one of `figures` counts, which are of one model.

    The same codes are one tuple, for there are few of them.
    """
    codes: dict[int, tuple[str, ...]] = {}
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    numbers: dict[int, dict[str, Number]] = {}
    for figure in figures:
        for record_id in db.session.scalars(figure.select(scope)):
            both = (*codes.get(record_id, ()), figure.code)
            codes[record_id] = known.setdefault(both, both)
        if figure.measure is not None:
            ids = figure.select(scope)
            query = select(figure.model.id, figure.measure.of).where(figure.model.id.in_(ids))
            for record_id, number in db.session.execute(query):
                numbers.setdefault(record_id, {})[figure.measure.key] = number
    return {each: Marks(own, numbers.get(each, NOTHING)) for each, own in codes.items()}
