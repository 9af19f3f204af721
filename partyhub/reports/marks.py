"""Marks of records, for the sheets of records: the figures that count each and what it adds."""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain
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
    bits = [
        case((each, literal(1 << n % BITS, BigInteger)), else_=0)
        for n, each in enumerate(conditions)
    ]
    # One number says which of up to 60 figures count the record: quicker to read than a Boolean for
    # each.
    sets = [reduce(add, bits[start : start + BITS]) for start in range(0, len(bits), BITS)]
    query = select(row.id, *sets, *(each.of(row) for each in measures.values()))
    query = query.where(or_(*conditions))
    used = {figure.code: figure.measure.key for figure in figures if figure.measure}
    codes_of = _Codes([figure.code for figure in figures])
    for record_id, *rest in chain.from_iterable(stream_rows(query)):
        own = codes_of[tuple(rest[: len(sets)])]
        if not measures:
            yield record_id, own, NOTHING
            continue
        numbers = dict(zip(measures, rest[len(sets) :], strict=True))
        keys = dict.fromkeys(used[code] for code in own if code in used)
        yield record_id, own, {key: numbers[key] for key in keys}


class _Codes(dict[tuple[int, ...], tuple[str, ...]]):
    """A cache of the codes that sets of bits stand for, of which there are few."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__()
        self._codes = codes

    def __missing__(self, sets: tuple[int, ...]) -> tuple[str, ...]:
        own = tuple(code for n, code in enumerate(self._codes) if sets[n // BITS] >> n % BITS & 1)
        self[sets] = own
        return own


def _by_base(figures: Sequence[Figure]) -> Iterator[tuple[Base, list[Figure]]]:
    found: dict[Base, list[Figure]] = {}
    for figure in figures:
        found.setdefault(figure.base, []).append(figure)
    yield from found.items()
