"""Which figures count each record, and what each of them adds: for the sheets of records."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import or_, select

from partyhub.database import db
from partyhub.figures import Base, Figure, Number, Scope

PORTION = 2_000


class Marks(NamedTuple):
    """The codes of the figures that count a record, in the order given, and the numbers by key."""

    codes: tuple[str, ...]
    numbers: Mapping[str, Number]


NOTHING: Mapping[str, Number] = {}


def find_marks(figures: Sequence[Figure], scope: Scope) -> dict[int, Marks]:
    """The marks of each record that one of `figures` counts, which are of one model.

    By one statement for each base; the same codes are one tuple, for there are few of them.
    """
    found: dict[int, Marks] = {}
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    order = {figure.code: number for number, figure in enumerate(figures)}
    for base, own in _by_base(figures):
        for record_id, codes, numbers in _marked(base, own, scope):
            if record_id in found:
                before = found[record_id]
                codes = tuple(sorted((*before.codes, *codes), key=order.__getitem__))
                numbers = {**before.numbers, **numbers}
            found[record_id] = Marks(known.setdefault(codes, codes), numbers)
    return found


def _marked(
    base: Base, figures: Sequence[Figure], scope: Scope
) -> Iterator[tuple[int, tuple[str, ...], Mapping[str, Number]]]:
    row = base.rows(scope)
    conditions = [figure.where(row) for figure in figures]
    measures = {f.measure.key: f.measure for f in figures if f.measure is not None}
    query = select(row.id, *conditions, *(each.of(row) for each in measures.values()))
    rows = db.session.execute(
        query.where(or_(*conditions)), execution_options={"yield_per": PORTION}
    )
    codes = [figure.code for figure in figures]
    used = {figure.code: figure.measure.key for figure in figures if figure.measure}
    for record_id, *rest in rows:
        marks = rest[: len(codes)]
        own = tuple(code for code, mark in zip(codes, marks, strict=True) if mark)
        if not measures:
            yield record_id, own, NOTHING
            continue
        numbers = dict(zip(measures, rest[len(codes) :], strict=True))
        keys = dict.fromkeys(used[code] for code in own if code in used)
        yield record_id, own, {key: numbers[key] for key in keys}


def _by_base(figures: Sequence[Figure]) -> Iterator[tuple[Base, list[Figure]]]:
    found: dict[Base, list[Figure]] = {}
    for figure in figures:
        found.setdefault(figure.base, []).append(figure)
    yield from found.items()
