"""Records read as plain rows: what their columns need of them, and outside of the session.

A plain record is an object of the model that no session knows. It has what was read, and all that
the model computes from it. Any other attribute raises UnmappedInstanceError: what a column reads
beside the record's own columns, it names in its `needs`, and nothing is loaded record by record.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, bindparam, inspect, select

from partyhub.database import Nameable, Record, db, name_is_shared
from partyhub.registers.register import Column, Register

PORTION = 500


@dataclass(frozen=True, eq=False)
class Plan:
    """What is read of one kind of record, as columns `start` to `end` of a statement.

    `named` are the records that it names, in the same statement; `listed` those that it lists,
    each kind in a statement of its own, by the key of the attribute.
    """

    model: type[Any]
    table: Any
    keys: Sequence[str]
    columns: Sequence[ColumnElement[Any]]
    start: int
    named: Mapping[str, "Plan"]
    listed: Mapping[str, "Listed"]

    @property
    def end(self) -> int:
        return self.start + len(self.keys)

    def all_columns(self) -> list[ColumnElement[Any]]:
        parts = [column for plan in self.named.values() for column in plan.all_columns()]
        return [*self.columns, *parts]

    def join(self, query: Select[Any]) -> Select[Any]:
        """Add to `query`, which selects from the table, what the records name."""
        for key, plan in self.named.items():
            ((own, other),) = _pairs(self.model, key)
            query = query.outerjoin(plan.table, self.table.c[own.key] == plan.table.c[other.key])
            query = plan.join(query)
        return query


@dataclass(frozen=True, eq=False)
class Listed:
    """Records that others list: `own_key` is the attribute that says whose they are.

    `query` takes the ids of those that list them as `owners`.
    """

    plan: Plan
    own_key: str
    query: Select[Any]


# By plan: the records that were made, by id. What two records name is one object.
Made = dict[Plan, dict[Any, Any]]


def read_plain(
    register: Register,
    query: Select[Any],
    columns: Sequence[Column],
    *extra: ColumnElement[Any],
    needs: Collection[str] = (),
) -> list[tuple[Any, ...]]:
    """Read the records of `query`, each with the `extra` columns.

    They have what `columns` need, and what else is named in `needs`.
    """
    plan = _plan_of(register.model, frozenset({*needs_of(register, columns), *needs}))
    rows = db.session.execute(_statement(plan, query, extra)).all()
    return _make_all(plan, rows, len(extra))


def stream_plain(
    register: Register, query: Select[Any], columns: Sequence[Column]
) -> Iterator[Any]:
    """Read the same in portions: memory stays flat however many records there are."""
    needs = needs_of(register, columns)
    return (record for (record,) in stream_needed(register.model, needs, query))


def stream_needed(
    model: type[Record], needs: Collection[str], query: Select[Any], *extra: ColumnElement[Any]
) -> Iterator[tuple[Any, ...]]:
    """Read the records of `query` with what is needed of them, each with the `extra` columns."""
    for portion in portions_of(model, needs, query, *extra):
        yield from portion


def portions_of(
    model: type[Record], needs: Collection[str], query: Select[Any], *extra: ColumnElement[Any]
) -> Iterator[list[tuple[Any, ...]]]:
    """Read the same, some hundreds of records at once."""
    plan = _plan_of(model, frozenset(needs))
    for rows in stream_rows(_statement(plan, query, extra)):
        yield _make_all(plan, rows, len(extra))


def stream_rows(statement: Select[Any]) -> Iterator[Sequence[Any]]:
    """Read the rows of a statement, some hundreds at once."""
    db.session.flush()
    # Past the session, which would handle each row as if it might hold objects.
    result = db.session.connection().execute(statement.execution_options(yield_per=PORTION))
    yield from result.partitions()


def plan_of(register: Register, columns: Sequence[Column]) -> Plan:
    """Return what is read for `columns`: of the record itself what they name, if each names it."""
    own = None
    if all(column.reads for column in columns):
        own = frozenset(key for column in columns for key in column.reads)
    return _plan_of(register.model, needs_of(register, columns), own)


def records_of(plan: Plan, rows: Sequence[Any]) -> list[Any]:
    """Make the records of rows that begin with the columns of the plan."""
    return [record for (record,) in _make_all(plan, rows, 0)]


def needs_of(register: Register, columns: Sequence[Column]) -> frozenset[str]:
    """Return what `columns` read beside the short columns of the record itself."""
    attributes = inspect(register.model).attrs
    needs = {need for column in columns for need in column.needs}
    needs.update(c.key for c in columns if not c.read and not c.needs and c.key in attributes)
    return frozenset(needs)


def _statement(plan: Plan, query: Select[Any], extra: Sequence[ColumnElement[Any]]) -> Select[Any]:
    return plan.join(query).with_only_columns(*plan.all_columns(), *extra)


@lru_cache(maxsize=256)
def _plan_of(model: type[Any], needs: frozenset[str], own: frozenset[str] | None = None) -> Plan:
    """Plan what is read; `own` are the columns of the record itself, None for all short ones."""
    return _make_plan(model, model.__table__, needs, 0, own)


def _make_plan(
    model: type[Any],
    table: Any,
    needs: Collection[str],
    start: int,
    own: Collection[str] | None = None,
) -> Plan:
    mapper = inspect(model)
    columns = _own_columns(model, table, needs, briefly=table is not model.__table__)
    if own is not None:
        columns = {key: c for key, c in columns.items() if key == "id" or key in {*own, *needs}}
    end = start + len(columns)
    named: dict[str, Plan] = {}
    listed: dict[str, Listed] = {}
    paths = sorted(need.partition(".") for need in needs)
    for key, group in groupby(paths, key=lambda path: path[0]):
        relation = mapper.relationships.get(key)
        if relation is None:
            continue
        below = {rest for *_, rest in group if rest}
        other = relation.mapper.class_
        if relation.uselist:
            listed[key] = _list_of(relation, _make_plan(other, other.__table__, below, 0))
        else:
            named[key] = _make_plan(other, other.__table__.alias(), below, end)
            end += len(named[key].all_columns())
    return Plan(model, table, list(columns), list(columns.values()), start, named, listed)


def _pairs(model: type[Any], key: str) -> Any:
    """The (own, other) columns by which records name others."""
    return inspect(model).relationships[key].local_remote_pairs


def _list_of(relation: Any, plan: Plan) -> Listed:
    ((_, owner),) = relation.local_remote_pairs
    # The ids are one parameter: an expression for each of them would cost more than the reading.
    wanted = plan.table.c[owner.key].in_(bindparam("owners", expanding=True))
    query = plan.join(select(plan.table)).with_only_columns(*plan.all_columns()).where(wanted)
    return Listed(plan, owner.key, query.order_by(*(relation.order_by or ())))


def _own_columns(
    model: type[Any], table: Any, needs: Collection[str], *, briefly: bool
) -> dict[str, ColumnElement[Any]]:
    """The columns by attribute, the id first; `briefly` those by which others name the record.

    Long texts, and when a record was made and changed, are read where they are needed by name.
    """
    found: dict[str, ColumnElement[Any]] = {}
    is_brief = briefly and issubclass(model, Nameable)
    if is_brief:
        brief = {"id", "name", "pinyin", "archived_at", model.code_attribute, *needs}
        found["shares_name"] = name_is_shared(table)
    for attribute in inspect(model).column_attrs:
        column = attribute.columns[0]
        if column.table is not model.__table__:
            continue
        is_costly = isinstance(column.type, Text) or attribute.key in ("created_at", "updated_at")
        if (not is_costly or attribute.key in needs) and (not is_brief or attribute.key in brief):
            found[attribute.key] = table.c[column.key]
    return {"id": found.pop("id"), **found} if "id" in found else found


def _make_all(plan: Plan, rows: Sequence[Any], extra: int) -> list[tuple[Any, ...]]:
    made: Made = {}
    records = [_make(plan, row, made) for row in rows]
    _fill_lists(plan, records, made)
    return [(record, *row[len(row) - extra :]) for record, row in zip(records, rows, strict=True)]


def _make(plan: Plan, row: Any, made: Made) -> Any:
    record = object.__new__(plan.model)
    values = record.__dict__
    values.update(zip(plan.keys, row[plan.start : plan.end], strict=True))
    for key, part in plan.named.items():
        values[key] = _make_named(part, row, made)
    return record


def _make_named(plan: Plan, row: Any, made: Made) -> Any:
    """Make the record that another one names, once; None where it names none."""
    known = made.setdefault(plan, {})
    record_id = row[plan.start]
    if record_id is not None and record_id not in known:
        known[record_id] = _make(plan, row, made)
    return known.get(record_id)


def _fill_lists(plan: Plan, records: Collection[Any], made: Made) -> None:
    """Read what the records list, and what is listed below them."""
    if not records:
        return
    for key, listed in plan.listed.items():
        by_id: dict[int, list[Any]] = {record.__dict__["id"]: [] for record in records}
        below = _read_listed(listed, list(by_id), made)
        for child in below:
            by_id[child.__dict__[listed.own_key]].append(child)
        for record in records:
            record.__dict__[key] = by_id[record.__dict__["id"]]
    for part in plan.named.values():
        _fill_lists(part, made.get(part, {}).values(), made)


def _read_listed(listed: Listed, ids: Sequence[int], made: Made) -> list[Any]:
    rows = db.session.connection().execute(listed.query, {"owners": list(ids)})
    found = [_make(listed.plan, row, made) for row in rows]
    _fill_lists(listed.plan, found, made)
    return found
