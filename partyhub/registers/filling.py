"""Giving a new record its values at once: nothing is known of it yet, so no change is watched.

An import makes many thousands. Setting each attribute has SQLAlchemy note what it was before, and
both sides of each relation; a record that isn't on record yet needs neither.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm.attributes import instance_dict, set_committed_value

from partyhub.database import Record


def fill(record: Record, values: Mapping[str, Any]) -> None:
    """Set each attribute of `record` to the value of its name."""
    if inspect(record).transient:
        refer_keys, plain = _kinds_of(type(record))
    else:
        refer_keys, plain = {}, frozenset()
    known = instance_dict(record)
    for name, value in values.items():
        if name in plain:
            known[name] = value
        elif name in refer_keys and value is not None and value.id is not None:
            known[refer_keys[name]] = value.id
            set_committed_value(record, name, value)
        else:
            setattr(record, name, value)


@cache
def _kinds_of(model: type[Record]) -> tuple[Mapping[str, str], frozenset[str]]:
    """The foreign keys by the relations that follow them, and the plain columns."""
    mapper = inspect(model)
    plain = {attr.key for attr in mapper.column_attrs if attr.key in mapper.columns}
    keys = {
        relation.key: mapper.get_property_by_column(column).key
        for relation in mapper.relationships
        if not relation.uselist and not relation.back_populates
        for column in relation.local_columns
        if len(relation.local_columns) == 1
    }
    return keys, frozenset(plain - set(mapper.validators))
