"""Counting: all figures of a base by one statement, for several scopes and by month.

A statement is built once for its figures and the shapes of its scopes, and sent with their days.
"""

from collections.abc import Iterable, Iterator, KeysView, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Integer,
    bindparam,
    cast,
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
    """Figures that are asked for in a scope, as one number each, or one a month of its days."""

    scope: Scope
    figures: Sequence[Figure]
    by_month: bool = False


class _Part(NamedTuple):
    """What a statement depends on of a block: which of the base's figures it asks for, and how."""

    shape: Shape
    wanted: tuple[bool, ...]
    by_month: bool


Month: TypeAlias = date | None
# By month, by its first day; None where the block isn't asked by month.
Answer: TypeAlias = dict[Month, dict[Figure, Tally]]


def tally(figures: Iterable[Figure], scopes: Sequence[Scope]) -> list[Mapping[Figure, Tally]]:
    """Count the figures in each of the scopes, by one statement for each base."""
    wanted = list(figures)
    answers = tally_blocks([Block(scope, wanted) for scope in scopes])
    return [answer[None] for answer in answers]


def tally_record(figures: Iterable[Figure], scope: Scope, record_id: int) -> Mapping[Figure, Tally]:
    """The same of one record alone: whether it is counted, and what it adds."""
    return tally_blocks([Block(scope, list(figures))], record_id)[0][None]


def tally_blocks(blocks: Sequence[Block], record_id: int | None = None) -> list[Answer]:
    """Answer each block, all by one statement for each base.

    Whoever asks by month asks for figures over a base with a day; a month in which nothing was
    counted is left out. With `record_id` all is of that one record.
    """
    answers: list[Answer] = [{} if block.by_month else {None: {}} for block in blocks]
    for figures in _by_base(blocks):
        asked = [n for n, block in enumerate(blocks) if not figures.isdisjoint(block.figures)]
        own = tuple(figures)
        parts = [_part(own, blocks[n]) for n in asked]
        parameters: dict[str, Any] = {"record_id": record_id}
        for number, n in enumerate(asked):
            parameters |= blocks[n].scope.parameters(number)
        is_joint = own[0].base.columns is not None and _is_one_reach([blocks[n] for n in asked])
        statement = _statement(own, tuple(parts), record_id is not None, is_joint)
        for number, year, month, *numbers in _rows(statement, parameters, len(asked), is_joint):
            answer = answers[asked[number]]
            first = date(year, month, 1) if year else None
            tallies = _read(own, parts[number], numbers, blocks[asked[number]].scope)
            answer.setdefault(first, {}).update(tallies)
    return answers


def _is_one_reach(blocks: Sequence[Block]) -> bool:
    return len({(b.scope.organizations, b.scope.holds_root, b.by_month) for b in blocks}) == 1


def _rows(
    statement: Any, parameters: Mapping[str, Any], count: int, is_joint: bool
) -> Iterator[Any]:
    """The rows as a statement of one block after the other gives them."""
    found = db.session.execute(statement, parameters)
    if not is_joint:
        yield from found
        return
    row = found.one()
    width = len(row) // count
    for number in range(count):
        yield number, None, None, *row[number * width : (number + 1) * width]


def _by_base(blocks: Sequence[Block]) -> list[KeysView[Figure]]:
    """The figures of all blocks, those of each base together, in their order."""
    found: dict[Base, dict[Figure, None]] = {}
    for block in blocks:
        for figure in block.figures:
            found.setdefault(figure.base, {})[figure] = None
    return [own.keys() for own in found.values()]


def _part(own: Sequence[Figure], block: Block) -> _Part:
    asked = set(block.figures)
    return _Part(block.scope.shape, tuple(figure in asked for figure in own), block.by_month)


def _build(
    figures: Sequence[Figure], parts: Sequence[_Part], is_of_one: bool, is_joint: bool
) -> Any:
    """One select a block, put together: its number, year and month or null, and the numbers.

    A joint one reads the rows once, and gives the numbers of all blocks side by side.
    """
    base = figures[0].base
    record_id = bindparam("record_id", type_=Integer) if is_of_one else None
    scopes = [Placeholders.of(part.shape, number) for number, part in enumerate(parts)]
    if is_joint:
        return _join(figures, parts, scopes, record_id)
    selects = [
        _select(figures, part, number, base.rows(scope, record_id))
        for number, (part, scope) in enumerate(zip(parts, scopes, strict=True))
    ]
    return selects[0] if len(selects) == 1 else union_all(*selects)


def _join(
    figures: Sequence[Figure], parts: Sequence[_Part], scopes: Sequence[Scope], record_id: Any
) -> Any:
    """One select with the numbers of all parts, over rows with the columns that each needs."""
    base = figures[0].base
    whole = base.rows_in(scopes)
    names = []
    for part, row in zip(parts, whole, strict=True):
        asked = (figure for figure, wanted in zip(figures, part.wanted, strict=True) if wanted)
        names.append(set().union(*(figure.names(row) for figure in asked)))
    rows = base.rows_in(scopes, record_id, names)
    together = zip(parts, rows, whole, strict=True)
    columns = [column for each in together for column in _wanted(figures, *each)]
    return select(*_named(columns)).select_from(rows[0].id.table)


_remembered = lru_cache(STATEMENTS)(_build)


def _statement(
    figures: tuple[Figure, ...], parts: tuple[_Part, ...], is_of_one: bool, is_joint: bool
) -> Any:
    """The statement, built once, unless its base is narrowed to the records of one page."""
    build = _build if figures[0].base.conditions else _remembered
    return build(figures, parts, is_of_one, is_joint)


def _select(figures: Sequence[Figure], part: _Part, number: int, row: Row) -> Any:
    columns = _named(_wanted(figures, part, row, row))
    place: Any = literal_column(str(number), Integer).label("block")
    if not part.by_month:
        nothing = [cast(null(), Integer).label(name) for name in ("year", "month")]
        return select(place, *nothing, *columns).select_from(row.id.table)
    day = getattr(row, figures[0].base.day or "")
    asked = (figure for figure, wanted in zip(figures, part.wanted, strict=True) if wanted)
    if all(figure.measure is None and figure.month is None for figure in asked):
        day, columns = _by_day(day, columns)
    month = [cast(extract(name, day), Integer) for name in ("year", "month")]
    named = (part.label(name) for part, name in zip(month, ("year", "month"), strict=True))
    return select(place, *named, *columns).group_by(*month)


def _by_day(day: Any, columns: Sequence[Any]) -> tuple[Any, list[Any]]:
    """The days, and what to add up of what was counted on each: an index gives them in order.

    Only the month of each day is then to be found, not of each record. What isn't a whole number
    isn't asked for, and is null.
    """
    days = select(day.label("day"), *columns).group_by(day).subquery("days").c
    counts = [days[column.name] for column in columns]
    add_up = [(func.sum if isinstance(c.type, Integer) else func.max)(c) for c in counts]
    return days.day, _named(cast(n, c.type) for n, c in zip(add_up, counts, strict=True))


def _named(columns: Iterable[Any]) -> list[Any]:
    """The columns by names of their own, by which a row finds each of them."""
    return [column.label(f"n{number}") for number, column in enumerate(columns)]


def _wanted(figures: Sequence[Figure], part: _Part, row: Row, whole: Row) -> Iterator[Any]:
    """The columns of all figures; null, typed as in the `whole` row, for what isn't asked for."""
    for figure, is_wanted in zip(figures, part.wanted, strict=True):
        if is_wanted:
            yield from _columns(figure, row)
        else:
            yield from (cast(null(), column.type) for column in _columns(figure, whole))


def _columns(figure: Figure, row: Any) -> Iterator[ColumnElement[Any]]:
    """How many records, what they add up to, and the last month: what `_read` reads."""
    where = figure.where(row)
    yield func.count().filter(where)
    if figure.measure is not None:
        yield func.sum(figure.measure.of(row)).filter(where)
    if figure.month is not None:
        yield func.max(getattr(row, figure.month)).filter(where)


def _read(
    figures: Sequence[Figure], part: _Part, numbers: Iterable[Any], scope: Scope
) -> Iterator[tuple[Figure, Tally]]:
    rest = iter(numbers)
    for figure, is_wanted in zip(figures, part.wanted, strict=True):
        value = records = next(rest)
        if figure.measure is not None:
            value = figure.measure.read(next(rest))
        month = next(rest) if figure.month is not None else None
        if is_wanted:
            yield figure, Tally(records, value, month_end(month) if month else scope.as_of)
