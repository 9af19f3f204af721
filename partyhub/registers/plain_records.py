"""Plain records: objects with just what their columns need, read outside of the session.

A plain record is an object of the model that no session knows. It has the attributes that were
read, and everything that the model computes from them. Any other attribute raises
UnmappedInstanceError: a column names in its `needs` what it reads beside the record's own columns,
so nothing is ever loaded record by record.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, bindparam, inspect, select

from partyhub.database import Nameable, Record, db, name_is_shared
from partyhub.registers.register import Column, Register

PORTION = 1_000


@dataclass(frozen=True, eq=False)
class Plan:
    """A reading plan for one model: its columns begin at column `start` of a statement.

    `place` is that of its own columns in a row. `named` are the plans of the records that it refers
    to, read by the same statement. `listed` are the plans of its lists by attribute, each read by a
    statement of its own.
    """

    model: type[Any]
    table: Any
    keys: Sequence[str]
    columns: Sequence[ColumnElement[Any]]
    start: int
    place: slice
    named: Mapping[str, "Plan"]
    listed: Mapping[str, "Listed"]

    def all_columns(self) -> list[ColumnElement[Any]]:
        """Return the columns of this plan and of all plans in `named`, in the statement's order."""
        parts = [column for plan in self.named.values() for column in plan.all_columns()]
        return [*self.columns, *parts]

    def join(self, query: Select[Any]) -> Select[Any]:
        """Return `query`, which selects from the table, with outer joins to the named records."""
        for key, plan in self.named.items():
            ((own, other),) = _pairs(self.model, key)
            query = query.outerjoin(plan.table, self.table.c[own.key] == plan.table.c[other.key])
            query = plan.join(query)
        return query


@dataclass(frozen=True, eq=False)
class Listed:
    """A reading plan for the records in a list; `own_key` is the attribute with the owner's id.

    `query` takes the ids of the owners as the parameter `owners`.
    """

    plan: Plan
    own_key: str
    query: Select[Any]


# The records made so far, by plan and id: two records that name the same one share it.
Made = dict[Plan, dict[Any, Any]]


def read_plain(
    register: Register,
    query: Select[Any],
    columns: Sequence[Column],
    *extra: ColumnElement[Any],
    needs: Collection[str] = (),
) -> list[tuple[Any, ...]]:
    """Return a tuple for each record of `query`: the plain record and the `extra` columns.

    The records have what `columns` need and what `needs` names in addition.
    """
    plan = _plan_of(register.model, frozenset({*needs_of(register, columns), *needs}))
    return make_plain(plan, select_plain(plan, query, *extra), {}, len(extra))


def select_plain(plan: Plan, query: Select[Any], *extra: ColumnElement[Any]) -> Select[Any]:
    """Select the columns of the plan for the records of `query`, and then the `extra` columns."""
    return plan.join(query).with_only_columns(*plan.all_columns(), *extra)


def make_plain(
    plan: Plan, statement: Select[Any], values: Mapping[str, Any], extra: int
) -> list[tuple[Any, ...]]:
    """Run a statement of `select_plain` and return its records as `read_plain` does.

    `values` are the statement's parameters, and `extra` is the number of extra columns.
    """
    db.session.flush()
    # Without the session, which would process each row as if it might contain objects.
    rows = db.session.connection().execute(statement, values).all()
    return _make_all(plan, rows, extra)


def stream_plain(
    register: Register, query: Select[Any], columns: Sequence[Column]
) -> Iterator[Any]:
    """Yield the plain records of `query`, read in portions so that memory use stays flat."""
    needs = needs_of(register, columns)
    return (record for (record,) in stream_needed(register.model, needs, query))


def stream_needed(
    model: type[Record], needs: Collection[str], query: Select[Any], *extra: ColumnElement[Any]
) -> Iterator[tuple[Any, ...]]:
    """Yield a tuple for each record: the plain record with `needs`, and the `extra` columns."""
    for portion in portions_of(model, needs, query, *extra):
        yield from portion


def portions_of(
    model: type[Record], needs: Collection[str], query: Select[Any], *extra: ColumnElement[Any]
) -> Iterator[list[tuple[Any, ...]]]:
    """Yield lists of the tuples of `stream_needed`, up to PORTION records at once."""
    plan = _plan_of(model, frozenset(needs))
    for rows in stream_rows(select_plain(plan, query, *extra)):
        yield _make_all(plan, rows, len(extra))


def stream_rows(statement: Select[Any]) -> Iterator[Sequence[Any]]:
    """Yield the rows of a statement in lists of up to PORTION rows."""
    db.session.flush()
    # Without the session, which would process each row as if it might contain objects.
    result = db.session.connection().execute(statement.execution_options(yield_per=PORTION))
    yield from result.partitions()


def plan_of(register: Register, columns: Sequence[Column]) -> Plan:
    """Return the plan for `columns`.

    If every column names what it reads of the record itself, only that is read.
    """
    reads = [_own_reads(register.model, column) for column in columns]
    own = frozenset(key for keys in reads for key in keys or ()) if all(reads) else None
    return _plan_of(register.model, needs_of(register, columns), own)


def _own_reads(model: type[Any], column: Column) -> Sequence[str]:
    """Return the record's own attributes that a column reads, or none if it may read all."""
    is_attribute = column.read is None and column.key in inspect(model).attrs
    return column.reads or ([column.key] if is_attribute else [])


def records_of(plan: Plan, rows: Sequence[Any]) -> list[Any]:
    """Return the records of rows that begin with the columns of the plan."""
    return [record for (record,) in _make_all(plan, rows, 0)]


def needs_of(register: Register, columns: Sequence[Column]) -> frozenset[str]:
    """Return what `columns` read beside the record's own short columns."""
    attributes = inspect(register.model).attrs
    needs = {need for column in columns for need in column.needs}
    needs.update(c.key for c in columns if not c.read and not c.needs and c.key in attributes)
    return frozenset(needs)


@lru_cache(maxsize=256)
def _plan_of(model: type[Any], needs: frozenset[str], own: frozenset[str] | None = None) -> Plan:
    """Return the cached plan; `own` are the record's own columns to read (None: all short)."""
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
        rests = {rest for *_, rest in group}
        below, other = rests - {""}, relation.mapper.class_
        if relation.uselist:
            listed[key] = _list_of(relation, rests)
        else:
            named[key] = _make_plan(other, other.__table__.alias(), below, end)
            end += len(named[key].all_columns())
    place = slice(start, start + len(columns))
    return Plan(model, table, list(columns), list(columns.values()), start, place, named, listed)


def _pairs(model: type[Any], key: str) -> Any:
    """Return the (own, other) column pairs of a relation."""
    return inspect(model).relationships[key].local_remote_pairs


def _list_of(relation: Any, rests: Collection[str]) -> Listed:
    """Return the plan for the records of a list relation; `rests` are the paths from them on.

    If some paths end in columns of these records, only those columns are read.
    """
    ((_, owner),) = relation.local_remote_pairs
    model, below = relation.mapper.class_, {rest for rest in rests if rest}
    names_columns = not below.isdisjoint(inspect(model).column_attrs.keys())
    own = {owner.key} if names_columns and "" not in rests else None
    plan = _make_plan(model, model.__table__, below, 0, own)
    # The ids are one parameter: one expression per id would cost more than reading the rows.
    wanted = plan.table.c[owner.key].in_(bindparam("owners", expanding=True))
    query = plan.join(select(plan.table)).with_only_columns(*plan.all_columns()).where(wanted)
    return Listed(plan, owner.key, query.order_by(*(relation.order_by or ())))


def _own_columns(
    model: type[Any], table: Any, needs: Collection[str], *, briefly: bool
) -> dict[str, ColumnElement[Any]]:
    """Return the columns by attribute, the id first.

    With `briefly`, only those that others need to name the record. Long texts and the timestamps
    are read only if `needs` names them.
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
    values.update(zip(plan.keys, row[plan.place], strict=True))
    for key, part in plan.named.items():
        values[key] = _make_named(part, row, made)
    return record


def _make_named(plan: Plan, row: Any, made: Made) -> Any:
    """Return the record that another one names, made once; None if it names none."""
    known = made.setdefault(plan, {})
    record_id = row[plan.start]
    if record_id is not None and record_id not in known:
        known[record_id] = _make(plan, row, made)
    return known.get(record_id)


def _fill_lists(plan: Plan, records: Collection[Any], made: Made) -> None:
    """Read the lists of the records, and the lists below them."""
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
    rows = db.session.connection().execute(listed.query, {"owners": list(ids)}).all()
    found = [_make(listed.plan, row, made) for row in rows]
    _fill_lists(listed.plan, found, made)
    return found
