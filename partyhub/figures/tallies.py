"""Counting of figures: all figures of a base by one statement, for several scopes and by month.

A statement is built once for its figures and the shapes of its scopes, and sent with their days.
"""

from collections.abc import Iterable, Iterator, KeysView, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    bindparam,
    cast,
    distinct,
    extract,
    func,
    literal_column,
    null,
    select,
    union_all,
)

from partyhub.database import db
from partyhub.figures.figure import Base, Figure, Row, Tally
from partyhub.figures.scope import Placeholders, Scope, Shape
from partyhub.periods import month_end

STATEMENTS = 500


class Block(NamedTuple):
    """A request for figures in a scope, as one number each or as one for each month of its days."""

    scope: Scope
    figures: Sequence[Figure]
    by_month: bool = False


class TallyRequest(NamedTuple):
    """A request for some blocks of one base: of which records, in one reading, and where."""

    blocks: Sequence[Block]
    record_ids: Sequence[int] | None
    is_joint: bool
    connection: Connection | None


class _Part(NamedTuple):
    """The part of a block that a statement depends on: the figures it requests, and how."""

    shape: Shape
    wanted: tuple[bool, ...]
    by_month: bool


Month: TypeAlias = date | None
# Tallies by month (its first day), or under None where the block isn't requested by month.
Answer: TypeAlias = dict[Month, dict[Figure, Tally]]


def tally(figures: Iterable[Figure], scopes: Sequence[Scope]) -> list[Mapping[Figure, Tally]]:
    """Return the tallies of the figures in each of the scopes, by one statement for each base."""
    wanted = list(figures)
    answers = tally_blocks([Block(scope, wanted) for scope in scopes])
    return [answer[None] for answer in answers]


def tally_record(figures: Iterable[Figure], scope: Scope, record_id: int) -> Mapping[Figure, Tally]:
    """Return the tallies of one record alone: whether it is counted, and what it adds."""
    return tally_blocks([Block(scope, list(figures))], [record_id])[0][None]


def tally_blocks(
    blocks: Sequence[Block],
    record_ids: Sequence[int] | None = None,
    *,
    apart: bool = False,
    connection: Connection | None = None,
) -> list[Answer]:
    """Return the answer to each block, all by one statement for each base.

    A block by month must request figures over a base with a day; a month in which nothing was
    counted is left out. With `record_ids` only those records are counted. `apart` sends one
    statement block after block unless its rows can be read once for all: there is less to build,
    which counts where the process ends soon. Without `connection` the session is asked.
    """
    answers: list[Answer] = [{} if block.by_month else {None: {}} for block in blocks]
    for figures in by_base(each for block in blocks for each in block.figures):
        own = tuple(figures)
        requested = [n for n, block in enumerate(blocks) if not figures.isdisjoint(block.figures)]
        is_joint = own[0].base.columns is not None and _is_one_reach([blocks[n] for n in requested])
        for numbers in [[n] for n in requested] if apart and not is_joint else [requested]:
            request = TallyRequest([blocks[n] for n in numbers], record_ids, is_joint, connection)
            found = _count(own, request)
            for place, month, tallies in found:
                answers[numbers[place]].setdefault(month, {}).update(tallies)
    return answers


def _count(
    own: tuple[Figure, ...], request: TallyRequest
) -> Iterator[tuple[int, Month, Iterator[tuple[Figure, Tally]]]]:
    """Yield (index of the block, month, tallies) of the figures of one base, by one statement."""
    blocks = request.blocks
    parts = tuple(_part(own, block) for block in blocks)
    parameters: dict[str, Any] = {"record_ids": request.record_ids}
    for number, block in enumerate(blocks):
        parameters |= block.scope.parameters(number)
    statement = _statement(own, parts, request.record_ids is not None, request.is_joint)
    for number, year, month, *numbers in _rows(statement, parameters, request):
        first = date(year, month, 1) if year else None
        yield number, first, _read(own, parts[number], numbers, blocks[number].scope)


def _is_one_reach(blocks: Sequence[Block]) -> bool:
    return len({(b.scope.organizations, b.scope.contains_root, b.by_month) for b in blocks}) == 1


def _rows(statement: Any, parameters: dict[str, Any], request: TallyRequest) -> Iterator[Any]:
    """Yield the rows as a union of one select for each block gives them."""
    found = (request.connection or db.session).execute(statement, parameters)
    if not request.is_joint:
        yield from found
        return
    row = found.one()
    width = len(row) // len(request.blocks)
    for number in range(len(request.blocks)):
        yield number, None, None, *row[number * width : (number + 1) * width]


def by_base(figures: Iterable[Figure]) -> list[KeysView[Figure]]:
    """Return the figures grouped by base, each once, in their order."""
    found: dict[Base, dict[Figure, None]] = {}
    for figure in figures:
        found.setdefault(figure.base, {})[figure] = None
    return [own.keys() for own in found.values()]


def _part(own: Sequence[Figure], block: Block) -> _Part:
    requested = set(block.figures)
    return _Part(block.scope.shape, tuple(figure in requested for figure in own), block.by_month)


def _build(
    figures: Sequence[Figure], parts: Sequence[_Part], is_of_some: bool, is_joint: bool
) -> Any:
    """Return a union of one select for each block: its number, year and month or null, numbers.

    A joint statement reads the rows once, and returns the numbers of all blocks side by side.
    """
    base = figures[0].base
    record_ids = bindparam("record_ids", expanding=True, type_=Integer) if is_of_some else None
    scopes = [Placeholders.of(part.shape, number) for number, part in enumerate(parts)]
    if is_joint:
        return _join(figures, parts, scopes, record_ids)
    selects = [
        _select(figures, part, number, base.rows(scope, record_ids))
        for number, (part, scope) in enumerate(zip(parts, scopes, strict=True))
    ]
    return selects[0] if len(selects) == 1 else union_all(*selects)


def _join(
    figures: Sequence[Figure], parts: Sequence[_Part], scopes: Sequence[Scope], record_ids: Any
) -> Any:
    """Return one select with the numbers of all parts, over rows with the columns they need."""
    base = figures[0].base
    whole = base.rows_in(scopes)
    names = []
    for part, row in zip(parts, whole, strict=True):
        requested = (figure for figure, wanted in zip(figures, part.wanted, strict=True) if wanted)
        names.append(set().union(*(figure.names(row) for figure in requested)))
    rows = base.rows_in(scopes, record_ids, names)
    together = zip(parts, rows, whole, strict=True)
    columns = [column for each in together for column in _wanted(figures, *each)]
    return select(*_named(columns)).select_from(rows[0].id.table)


_remembered = lru_cache(STATEMENTS)(_build)


def _statement(
    figures: tuple[Figure, ...], parts: tuple[_Part, ...], is_of_some: bool, is_joint: bool
) -> Any:
    """Return the statement, cached unless its base is narrowed to the records of one page."""
    build = _build if figures[0].base.conditions else _remembered
    return build(figures, parts, is_of_some, is_joint)


def _select(figures: Sequence[Figure], part: _Part, number: int, row: Row) -> Any:
    columns = _named(_wanted(figures, part, row, row))
    place: Any = literal_column(str(number), Integer).label("block")
    if not part.by_month:
        nothing = [cast(null(), Integer).label(name) for name in ("year", "month")]
        return select(place, *nothing, *columns).select_from(row.id.table)
    day = getattr(row, figures[0].base.day or "")
    requested = (figure for figure, wanted in zip(figures, part.wanted, strict=True) if wanted)
    if all(
        figure.measure is None and not figure.month and not figure.latest for figure in requested
    ):
        day, columns = _by_day(day, columns)
    month = [cast(extract(name, day), Integer) for name in ("year", "month")]
    named = (part.label(name) for part, name in zip(month, ("year", "month"), strict=True))
    return select(place, *named, *columns).group_by(*month)


def _by_day(day: Any, columns: Sequence[Any]) -> tuple[Any, list[Any]]:
    """Return the days, and sums over the counts of each day, which an index yields in order.

    Only the month of each day then has to be computed, not of each record. A column that isn't a
    whole number isn't requested, and is null.
    """
    days = select(day.label("day"), *columns).group_by(day).subquery("days").c
    counts = [days[column.name] for column in columns]
    add_up = [(func.sum if isinstance(c.type, Integer) else func.max)(c) for c in counts]
    return days.day, _named(cast(n, c.type) for n, c in zip(add_up, counts, strict=True))


def _named(columns: Iterable[Any]) -> list[Any]:
    """Return the columns under unique labels, by which a row finds each of them."""
    return [column.label(f"n{number}") for number, column in enumerate(columns)]


def _wanted(figures: Sequence[Figure], part: _Part, row: Row, whole: Row) -> Iterator[Any]:
    """Yield the columns of all figures; unrequested ones are null, typed as in the `whole` row."""
    for figure, is_wanted in zip(figures, part.wanted, strict=True):
        if is_wanted:
            yield from _columns(figure, row)
        else:
            yield from (cast(null(), column.type) for column in _columns(figure, whole))


def value_of(figure: Figure, row: Any) -> ColumnElement[Any]:
    """Return the column of the figure's value: the sum of its measure, or the number of records."""
    where = figure.where(row)
    if figure.measure is None:
        return func.count().filter(where)
    return func.sum(figure.measure.of(row)).filter(where)


def _columns(figure: Figure, row: Any) -> Iterator[ColumnElement[Any]]:
    """Yield the columns that `_read` reads: the number of records, their sum, their last day."""
    where = figure.where(row)
    yield func.count().filter(where)
    if figure.measure is not None:
        yield value_of(figure, row)
    if figure.month is not None:
        month = getattr(row, figure.month)
        yield func.max(month).filter(where)
        yield func.count(distinct(month))
    if figure.latest is not None:
        yield func.max(getattr(row, figure.latest)).filter(where)


def _read(
    figures: Sequence[Figure], part: _Part, numbers: Iterable[Any], scope: Scope
) -> Iterator[tuple[Figure, Tally]]:
    rest = iter(numbers)
    for figure, is_wanted in zip(figures, part.wanted, strict=True):
        value = records = next(rest)
        if figure.measure is not None:
            value = figure.measure.read(next(rest))
        as_of, months = None, None
        if figure.month is not None:
            month, months = next(rest), next(rest)
            as_of = month_end(month) if month else None
        if figure.latest is not None:
            as_of = next(rest)
        if is_wanted:
            yield figure, Tally(records, value, as_of or scope.as_of, months)
