"""Marks of records, for the sheets of records: the figures that count each and what it adds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import add
from typing import NamedTuple

from sqlalchemy import BigInteger, case, literal, or_, select

from partyhub.figures import Base, Figure, Number, Scope
from partyhub.registers.plain_records import stream_rows

BITS = 60  # bits of an integer that any database can store


class Marks(NamedTuple):
    """The codes of the figures that count a record, in the given order, and its numbers by key."""

    codes: tuple[str, ...]
    numbers: Mapping[str, Number]


NOTHING: Mapping[str, Number] = {}


def find_marks(figures: Sequence[Figure], scope: Scope) -> dict[int, Marks]:
    """Return the marks of each record, by id, that one of `figures` counts; all are of one model.

    It takes one statement for each base. Equal codes share one tuple, as there are few of them.
    """
    found: dict[int, Marks] = {}
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    order = {figure.code: number for number, figure in enumerate(figures)}
    for base, own in _by_base(figures):
        for ids, marks in _marked(base, own, scope, known):
            both = dict(zip(ids, marks, strict=True))
            for record_id in found.keys() & both.keys():
                before, more = found[record_id], both[record_id]
                codes = tuple(sorted((*before.codes, *more.codes), key=order.__getitem__))
                numbers = {**before.numbers, **more.numbers}
                both[record_id] = Marks(known.setdefault(codes, codes), numbers)
            found |= both
    return found


def _marked(
    base: Base,
    figures: Sequence[Figure],
    scope: Scope,
    known: dict[tuple[str, ...], tuple[str, ...]],
) -> Iterator[tuple[Sequence[int], Iterable[Marks]]]:
    """Yield portions of (ids, marks): a base has one row for each record."""
    row = base.rows(scope)
    conditions = [figure.where(row) for figure in figures]
    measures = {f.measure.key: f.measure for f in figures if f.measure is not None}
    bits = [
        case((each, literal(1 << n % BITS, BigInteger)), else_=0)
        for n, each in enumerate(conditions)
    ]
    # One number says which of up to 60 figures count the record: quicker to read than a Boolean for
    # each.
    sets = [reduce(add, bits[start : start + BITS]) for start in range(0, len(bits), BITS)]
    query = select(row.id, *sets, *(each.of(row) for each in measures.values()))
    marks_of = _MarksOf(figures, known)
    for rows in stream_rows(query.where(or_(*conditions))):
        ids, *rest = zip(*rows, strict=True)
        marks = map(marks_of.__getitem__, zip(*rest[: len(sets)], strict=True))
        numbers = dict(zip(measures, rest[len(sets) :], strict=True))
        yield ids, marks_of.with_numbers(marks, numbers) if numbers else marks


class _MarksOf(dict[tuple[int, ...], Marks]):
    """A cache of the marks that sets of bits stand for, of which there are few."""

    def __init__(
        self, figures: Sequence[Figure], known: dict[tuple[str, ...], tuple[str, ...]]
    ) -> None:
        super().__init__()
        self._codes, self._known = [figure.code for figure in figures], known
        self._measured = {figure.code: figure.measure.key for figure in figures if figure.measure}

    def __missing__(self, sets: tuple[int, ...]) -> Marks:
        own = tuple(code for n, code in enumerate(self._codes) if sets[n // BITS] >> n % BITS & 1)
        marks = self[sets] = Marks(self._known.setdefault(own, own), NOTHING)
        return marks

    def with_numbers(
        self, marks: Iterable[Marks], numbers: Mapping[str, Sequence[Number]]
    ) -> Iterator[Marks]:
        """Yield the marks with the records' numbers of the measures that their figures have."""
        for place, each in enumerate(marks):
            keys = [self._measured[code] for code in each.codes if code in self._measured]
            yield each._replace(numbers={key: numbers[key][place] for key in keys})


def _by_base(figures: Sequence[Figure]) -> Iterator[tuple[Base, list[Figure]]]:
    found: dict[Base, list[Figure]] = {}
    for figure in figures:
        found.setdefault(figure.base, []).append(figure)
    yield from found.items()
