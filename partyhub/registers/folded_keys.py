"""Keys of records, compared folded: width, case, spaces and words in front make no other key."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, inspect, select

from partyhub.database import Nameable, db
from partyhub.registers.register import Register
from partyhub.texts import fold_key


class Key(NamedTuple):
    """The values of the columns `names` of a record or a row, and the same folded.

    A record that a value refers to is represented by (table, id).
    """

    names: tuple[str, ...]
    values: tuple[Any, ...]
    folded: tuple[Any, ...]

    @property
    def mark(self) -> tuple[Any, ...]:
        """Return what is equal for keys that differ only by folding."""
        return (self.names, *self.folded)


def key_of_values(names: Iterable[str], values: Sequence[Any]) -> Key:
    """Return the key with these values of the columns `names`."""
    marks = tuple((v.__tablename__, v.id) if isinstance(v, Nameable) else v for v in values)
    return Key(tuple(names), marks, tuple(fold_part(mark) for mark in marks))


def key_of_record(record: Any, names: Sequence[str]) -> Key:
    return key_of_values(names, [getattr(record, name) for name in names])


def fold_part(value: Any) -> Any:
    """Return a part of a key in the form for comparing; only texts are folded."""
    return fold_key(value) if type(value) is str else value


def select_parts(register: Register, names: Sequence[str]) -> Select[Any]:
    """Select the id and the columns `names` of every record that is not archived."""
    model: Any = register.model
    columns = inspect(model).all_orm_descriptors
    query = select(model.id, *[columns[name] for name in names])
    return query.where(model.archived_at.is_(None))


def find_folded(register: Register, values: Mapping[str, Any]) -> list[int]:
    """Return the ids of records, not archived, whose stored parts of the key equal these folded.

    What isn't stored under its own name, such as the recipient of an award, isn't compared.
    """
    mapper = inspect(register.model)
    stored = [name for name in register.key if name in mapper.attrs]
    texts = [name for name in stored if type(values.get(name)) is str]
    columns = mapper.all_orm_descriptors
    others: list[Any] = [columns[n] == values.get(n) for n in stored if n not in texts]
    wanted = [fold_key(values[name]) for name in texts]
    with db.session.no_autoflush:
        rows = db.session.execute(select_parts(register, texts).where(*others))
        return [row[0] for row in rows if [fold_key(part or "") for part in row[1:]] == wanted]
