"""Fast inserts of many new records without the session's unit of work.

The session works out what refers to what, in which order to write, and what has changed in each
object, and looks at each attribute several times. A new record that refers only to stored records
needs none of this: all its columns are inserted, table by table. Most rows of an import are of this
sort.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeAlias, cast

from sqlalchemy import Table, event, func, inspect, select
from sqlalchemy.orm import RelationshipProperty, Session
from sqlalchemy.orm.attributes import instance_dict, instance_state

from partyhub.bulk_insert import insert_rows
from partyhub.database import Record, db
from partyhub.search import index_records

# A column default computed in Python; SQLAlchemy has several classes for it.
Default: TypeAlias = Any
FIRST_VERSION = 1


class _Plan(NamedTuple):
    """The way in which new records of a model are inserted.

    `columns` maps the columns of the table to attributes; `defaults` holds the defaults of columns
    without a value. `links` maps relations to the attributes that store the other record's id;
    `shared` are the relations with a list on the other side. `rows` are the lists of rows that are
    written with the record.
    """

    table: Table
    columns: Mapping[str, str]
    defaults: Mapping[str, Default]
    version: str
    links: Mapping[str, str]
    shared: Collection[str]
    rows: Collection[str]


WAITING = "waiting records"  # the key in `Session.info`


def wait(record: Record) -> None:
    """Queue a new record for `write_waiting`.

    Before the next query of the session, queued records are added to the session, so that the query
    sees them.
    """
    db.session().info.setdefault(WAITING, []).append(record)


def assign_ids(records: Iterable[Record]) -> None:
    """Give ids to new records and their rows that have none, on from the last id of each model.

    SQLite has no other way to insert many rows with one statement and learn their ids. The
    transaction holds the only write lock, so nobody else assigns ids meanwhile. Other databases
    assign ids themselves just as quickly and are left alone.
    """
    if db.engine.dialect.name != "sqlite":
        return
    kinds: dict[type[Any], list[Any]] = {}
    for item in _with_rows(records):
        if item.id is None:  # otherwise a query had it written
            kinds.setdefault(type(item), []).append(item)
    with db.session.no_autoflush:
        for model, found in kinds.items():
            last = db.session.scalar(select(func.max(model.id))) or 0
            for number, item in enumerate(found, last + 1):
                if instance_state(item).transient:  # nobody tracks what it is set to
                    instance_dict(item)["id"] = number
                else:
                    item.id = number


def _with_rows(records: Iterable[Record]) -> Iterator[Any]:
    """Give each record, and after it the rows written with it that are numbered."""
    for record in records:
        yield record
        known = instance_dict(record)
        for key in _numbered_rows(type(record)):
            yield from known.get(key, ())


@cache
def _numbered_rows(model: type[Record]) -> Sequence[str]:
    """Name the lists of rows that are no records and have an id of their own."""
    return [
        relation.key
        for relation in inspect(model).relationships
        if relation.uselist
        and not relation.viewonly
        and not issubclass(relation.mapper.class_, Record)
        and hasattr(relation.mapper.class_, "id")
    ]


def write_waiting() -> None:
    """Write the queued records; insert those directly that have an id and need no session."""
    session = db.session()
    waiting: list[Record] = session.info.pop(WAITING, [])
    new = set(waiting)
    alone = [record for record in waiting if record not in session and _stands_alone(record, new)]
    apart = set(alone)
    # In their order: the database may number them.
    session.add_all(record for record in waiting if record not in apart)
    session.flush()
    # The flush may have cascaded to records that its objects refer to.
    _insert(session, [record for record in alone if record not in session])


@event.listens_for(db.session, "do_orm_execute")
def _at_execute(state: Any) -> None:
    if state.is_orm_statement and state.session.autoflush and WAITING in state.session.info:
        state.session.add_all(state.session.info.pop(WAITING))


@event.listens_for(db.session, "after_soft_rollback")
def _at_rollback(session: Session, _transaction: Any) -> None:
    session.info.pop(WAITING, None)


def let_go(records: Iterable[Record]) -> None:
    """Drop the lists of records that were written without the session, when nothing reads them.

    Each record of such a list refers to the one with the list; without this, all of them would
    stay in memory until garbage is collected.
    """
    for record in records:
        if instance_state(record).transient:
            known = instance_dict(record)
            for key in lists_of(type(record)):
                known.pop(key, None)


@cache
def lists_of(model: type[Record]) -> Sequence[str]:
    """Name the relations of a model to lists."""
    return [relation.key for relation in inspect(model).relationships if relation.uselist]


def _stands_alone(record: Record, new: Collection[Record]) -> bool:
    """Return whether the record can be inserted without the session.

    It must have no rows of its own to write, and refer only to stored records or to those in `new`.
    A record whose list the session maintains must itself be in `new`.
    """
    plan = None if record.id is None else _plan_of(type(record))
    if plan is None:
        return False
    known = instance_dict(record)
    if any(known.get(key) for key in plan.rows):
        return False
    for key in plan.links:
        other = known.get(key)
        if other is None or other in new:
            continue
        if key in plan.shared or other.id is None:
            return False
    return True


def _insert(session: Session, records: Sequence[Record]) -> None:
    """Insert records that have ids and stand alone; they remain outside of the session."""
    by_table: dict[Table, list[dict[str, Any]]] = {}
    for record in records:
        plan = _plan_of(type(record))
        assert plan is not None
        by_table.setdefault(plan.table, []).append(_values(plan, record))
    places = _places()
    for table in sorted(by_table, key=places.__getitem__):
        insert_rows(session.connection(), table, by_table[table])
    index_records(session.connection(), records)


def _values(plan: _Plan, record: Record) -> dict[str, Any]:
    known = instance_dict(record)
    for key, attribute in plan.links.items():
        other = known.get(key)
        if other is not None:
            known[attribute] = other.id
    for key, default in plan.defaults.items():
        if known.get(key) is None:
            known[key] = default.arg(None) if default.is_callable else default.arg
    known[plan.version] = FIRST_VERSION
    return {column: known.get(key) for column, key in plan.columns.items()}


@cache
def _places() -> Mapping[Table, int]:
    """Return the position of each table in dependency order, referenced tables first."""
    return {table: at for at, table in enumerate(db.metadata.sorted_tables)}


@cache
def _plan_of(model: type[Record]) -> _Plan | None:
    """Return the plan for a model, or None if only the session can write its records."""
    mapper = inspect(model)
    table = cast(Table, mapper.local_table)
    attributes = {column.key: mapper.get_property_by_column(column).key for column in table.columns}
    is_given = any(column.server_default is not None for column in table.columns)
    relations = [each for each in mapper.relationships if not each.viewonly]
    single = [each for each in relations if not each.uselist]
    if (
        model.is_watched
        or is_given
        or mapper.version_id_col is None
        or not all(map(_follows_id, single))
    ):
        return None
    return _Plan(
        table,
        attributes,
        dict(_defaults(table, attributes)),
        str(mapper.version_id_col.key),
        {each.key: attributes[str(each.local_remote_pairs[0][0].key)] for each in single},
        {each.key for each in single if each.back_populates},
        {each.key for each in relations if each.uselist and not _is_of_records(each)},
    )


def _follows_id(relation: RelationshipProperty[Any]) -> bool:
    """Return whether the relation uses exactly one column, which stores the other record's id."""
    pairs = relation.local_remote_pairs
    return len(pairs) == 1 and pairs[0][1].key == "id"


def _is_of_records(relation: RelationshipProperty[Any]) -> bool:
    """Return whether a list holds records that refer to this one and are written separately."""
    is_record = issubclass(relation.mapper.class_, Record)
    return is_record and bool(relation.back_populates) and relation.secondary is None


def _defaults(table: Table, attributes: Mapping[str, str]) -> Iterator[tuple[str, Default]]:
    for column in table.columns:
        if column.default is not None:
            yield attributes[column.key], column.default
