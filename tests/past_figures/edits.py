"""Edits of any column of any record, as nobody would make them: past the forms, and given up."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import Boolean, Column, Date, Enum, Integer, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from partyhub.activities import counts
from partyhub.activities.models import Activity
from partyhub.database import db
from partyhub.history.models import Action, HistoryEntry
from partyhub.past_figures.rows import KEPT_BOOKS, table_of
from partyhub.registers import Register
from tests.figures.untidy import Calendar
from tests.figures.untidy.rows import VOIDED

LEFT = {"id", "archived_at", *KEPT_BOOKS}


@dataclass(frozen=True)
class Edit:
    """One edit that was made: an entry as the history has it, and words for a failing test."""

    entry: HistoryEntry
    words: str


def edit(
    random: Random,
    register: Register,
    calendar: Calendar,
    act: "Act | None" = None,
    number: int | None = None,
) -> Edit | None:
    """Change, void, restore, copy a record, or change a part of it; None where it can't be.

    The act and the record are any, unless they are given.
    """
    table = table_of(register.model)
    ids = list(db.session.execute(select(table.c.id).order_by(table.c.id)).scalars())
    if not ids:
        return None
    act = act or random.choice([change, change, change, turn, copy, part])
    number = number or random.choice(ids)
    try:
        with db.session.begin_nested():
            done = act(random, register, number, calendar)
    except IntegrityError:
        return None
    if done is None:
        return None
    # As every way that saves does, which writes past SQL of its own.
    counts.recount(db.session(), list(db.session.execute(select(Activity.id)).scalars()))
    number, words = done
    entry = HistoryEntry(
        register=register.name,
        record_id=number,
        record_title="",
        user_name="",
        action=Action.CHANGED,
        changes=[],
    )
    return Edit(entry, f"{register.name} {number}: {words}")


Done = tuple[int, str] | None
Act = Callable[[Random, Register, int, Calendar], Done]


def change(random: Random, register: Register, number: int, calendar: Calendar) -> Done:
    table = table_of(register.model)
    column = random.choice([each for each in table.c if each.name not in LEFT])
    value = any_value(random, column, calendar)
    db.session.execute(update(table).where(table.c.id == number).values({column.name: value}))
    return number, f"{column.name} = {value}"


def turn(_random: Random, register: Register, number: int, _calendar: Calendar) -> Done:
    """Void the record, or restore it."""
    table = table_of(register.model)
    own = table.c.id == number
    was = db.session.execute(select(table.c.archived_at).where(own)).scalar_one()
    db.session.execute(update(table).where(own).values(archived_at=None if was else VOIDED))
    return number, "restored" if was else "voided"


def copy(random: Random, register: Register, number: int, calendar: Calendar) -> Done:
    """Enter another record that is like this one but for two values."""
    table = table_of(register.model)
    row = dict(db.session.execute(select(table).where(table.c.id == number)).mappings().one())
    row["id"] = 1 + max(db.session.execute(select(table.c.id)).scalars())
    row["archived_at"] = None
    for name in ("number", "code"):
        if name in row:
            row[name] = f"X{row['id']}"
    for column in random.choices([each for each in table.c if each.name not in LEFT], k=2):
        row[column.name] = any_value(random, column, calendar)
    db.session.execute(insert(table).values(row))
    return row["id"], f"copied from {number}"


def part(random: Random, register: Register, number: int, calendar: Calendar) -> Done:
    """Change or delete a row that is a part of a record."""
    own = table_of(register.model)
    found: list[tuple[Table, str, Any]] = []
    for table in db.metadata.tables.values():
        if table.name not in PARTS:
            continue
        for column in table.c:
            is_owner = column.name == PARTS[table.name]
            if is_owner and any(key.column.table is own for key in column.foreign_keys):
                rows = db.session.execute(select(table)).mappings()
                found += [(table, column.name, dict(row)) for row in rows]
    if not found:
        return None
    table, owner, row = random.choice(found)
    keys = [column.name for column in table.primary_key]
    which = [table.c[key] == row[key] for key in keys]
    if random.random() < 0.3:
        db.session.execute(delete(table).where(*which))
        return row[owner], f"{table.name} deleted {row}"
    column = random.choice([each for each in table.c if each.name not in {*keys, owner}])
    value = any_value(random, column, calendar)
    db.session.execute(update(table).where(*which).values({column.name: value}))
    return row[owner], f"{table.name} {row}: {column.name} = {value}"


# Tables whose rows are parts of records that figures read, and the column of their record.
PARTS = {
    "project_person": "project_id",
    "attendance": "activity_id",
    "placement": "organization_id",
    "organization_former_value": "organization_id",
    "workshop_former_value": "workshop_id",
}


def any_value(random: Random, column: Column[Any], calendar: Calendar) -> Any:
    if column.nullable and random.random() < 0.2:
        return None
    for kind, make in MAKERS.items():
        if column.foreign_keys:
            break
        if isinstance(column.type, kind):
            return make(random, column, calendar)
    return of_others(random, column)


def of_others(random: Random, column: Column[Any]) -> Any:
    """A value that another row has, or the id of a row that may be referred to."""
    for key in column.foreign_keys:
        found = list(db.session.execute(select(key.column)).scalars())
        return random.choice(found) if found else None
    return random.choice(list(db.session.execute(select(column)).scalars()))


MAKERS: dict[type[Any], Callable[[Random, Column[Any], Calendar], Any]] = {
    Date: lambda random, _column, calendar: calendar.day(random),
    Enum: lambda random, column, _calendar: random.choice(
        list(column.type.enum_class)  # type: ignore[attr-defined]
    ),
    Boolean: lambda random, _column, _calendar: random.random() < 0.5,
    Integer: lambda random, column, _calendar: of_others(random, column),
}
