"""Assignment of values to new records without the change tracking of SQLAlchemy.

An import makes many thousands of records. For each attribute that is set, SQLAlchemy notes the
previous value and both sides of a relation; a record that isn't stored yet needs neither.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm.attributes import instance_dict, instance_state

from partyhub.database import Record
from partyhub.known_dates import known_key, split_known
from partyhub.viewers import Viewer


def fill(record: Record, values: Mapping[str, Any]) -> None:
    """Set each attribute of `record` to the value with its name.

    A date that need not be exact goes to two attributes.
    """
    if dates := known_dates_of(type(record)) & values.keys():
        values = {**values, **split_known({key: values[key] for key in dates})}
    if instance_state(record).transient:
        refer_keys, plain = _kinds_of(type(record))
    else:
        refer_keys, plain = {}, frozenset()
    known = instance_dict(record)
    for name, value in values.items():
        if name in plain:
            known[name] = value
        elif name in refer_keys and value is not None and value.id is not None:
            known[refer_keys[name]] = value.id
            known[name] = value
        else:
            setattr(record, name, value)


def assign(record: Any, values: Mapping[str, Any], _viewer: Viewer) -> Sequence[Record]:
    """Set each attribute to the value with its name: the `store` of a plain register."""
    fill(record, values)
    return ()


@cache
def known_dates_of(model: type[Record]) -> frozenset[str]:
    """Return the attributes of the model whose dates need not be exact."""
    keys = set(inspect(model).column_attrs.keys())
    return frozenset(key for key in keys if known_key(key) in keys)


@cache
def _kinds_of(model: type[Record]) -> tuple[Mapping[str, str], frozenset[str]]:
    """Return the model's foreign keys by relation, and the set of its plain columns."""
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
