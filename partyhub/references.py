"""References by text to a record: by name, by `name（code）` where two share it, or by code."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask_babel import gettext
from sqlalchemy import ColumnElement, Select, case, func, literal, or_
from sqlalchemy.orm import InstrumentedAttribute

from partyhub import clock
from partyhub.database import Nameable, db
from partyhub.names import (
    NAME_AND_CODE,
    Names,
    UnresolvedReferenceError,
    ambiguous,
    names_of,
    only,
    unknown,
)
from partyhub.search import is_found
from partyhub.texts import normal_form

# The most options that a form shows in a plain select; with more, the server searches.
MOST_OPTIONS = 200
SUGGESTED = 20
NOTHING: frozenset[Any] = frozenset()


class Index:
    """A cache of the names that queries choose from, for resolving many references.

    `find` answers as `find_by_text` does. After a record takes a new name or gives one up, report
    it with `forget`, so that the database is queried again for these names.
    """

    def __init__(self) -> None:
        self._known: dict[Any, Names] = {}
        self._fresh: dict[type[Nameable], set[str]] = {}
        self._lent: dict[type[Nameable], dict[Nameable, None]] = {}

    def find(self, choose: Any, query: Select[Any], text: str) -> Nameable:
        """Return the one record that `text` refers to among those of `query`, which `choose` built.

        Raises UnresolvedReferenceError when there is none or more than one.
        """
        names = self._names(choose, query)
        named = names.find_exactly(text)
        fresh = self._fresh.get(names.model, NOTHING)
        if not fresh or not _ways_to_write(names, text) & fresh:
            return named[0] if len(named) == 1 else names.find(text)
        if any(record in self._lent.get(names.model, NOTHING) for record in named):
            return only(text, named)
        found = find_exactly(query, text)
        if found is None:
            raise unknown(text)
        return found

    def forget(self, record: Nameable) -> None:
        """Query the database again for the names of `record`, which is new or has a new name."""
        names = names_of(record)
        fresh = self._fresh.setdefault(type(record), set())
        fresh.update(names, map(record.fold_name, names))

    def renew(self) -> None:
        """Drop the cached choices that `forget` reported as changed; they load again on demand."""
        unchanged = (item for item in self._known.items() if item[1].model not in self._fresh)
        self._known = dict(unchanged)
        self._fresh.clear()

    def lend(self, record: Nameable) -> None:
        """Let rows of the same file refer to a new record, though no query finds it yet."""
        self._lent.setdefault(type(record), {})[record] = None

    def _names(self, choose: Any, query: Select[Any]) -> Names:
        found = self._known.get(choose)
        if found is None:
            model = model_of(query)
            lent = self._lent.get(model, NOTHING)
            records = dict.fromkeys([*db.session.scalars(query).unique(), *lent])
            found = self._known[choose] = Names(model, records)
        return found


class Option(NamedTuple):
    """One choice of a select: the record's id, the text that names it, and what is shown."""

    id: int
    text: str
    label: str


def model_of(query: Select[Any]) -> type[Nameable]:
    """Return the model whose records `query` selects."""
    model: type[Nameable] = query.column_descriptions[0]["entity"]
    return model


def find_by_id(query: Select[Any], record_id: int) -> Nameable:
    """Return the record of `query` with this id; raises UnresolvedReferenceError."""
    found = db.session.scalars(query.where(model_of(query).id == record_id)).unique().one_or_none()
    if found is None:
        raise UnresolvedReferenceError(gettext("This choice is not available. Choose another one."))
    return found  # type: ignore[no-any-return]  # a query of Nameables


def find_by_text(query: Select[Any], text: str) -> Nameable:
    """Return the one record of `query` that `text` refers to; raises UnresolvedReferenceError."""
    found = find_exactly(query, text)
    return Names.of(query).find(text) if found is None else found


def find_exactly(query: Select[Any], text: str) -> Nameable | None:
    """Return the record of `query` whose name, name（code） or code is `text`, or None.

    Raises UnresolvedReferenceError if several have the name.
    """
    model = model_of(query)
    named = _matching(query, model.name == text)
    if len(named) > 1:
        raise ambiguous(text, named)
    if named:
        return named[0]
    parts = NAME_AND_CODE.fullmatch(text)
    conditions = [_code(model) == text]
    if parts:
        conditions.append((model.name == parts[1]) & (_code(model) == parts[2]))
    found = _matching(query, or_(*conditions))
    return found[0] if len(found) == 1 else None


def options(query: Select[Any], search: str = "", most: int = MOST_OPTIONS) -> list[Option]:
    """Return at most `most` choices of `query` that contain every word of `search`.

    They are in the order of their kind, mostly by pinyin; what has ended is marked.
    """
    model = model_of(query)
    for word in normal_form(search).split():
        query = query.where(is_found([model.id], word))
    end = model.choice_end()
    is_over = literal(value=False) if end is None else func.coalesce(end <= clock.today(), False)
    named = query.with_only_columns(model.id, text_of(model), is_over)
    rows = db.session.execute(named.order_by(model.choice_order(), model.id).limit(most))
    return [
        Option(key, text, model.mark_choice(text) if over else text) for key, text, over in rows
    ]


def text_of(model: type[Nameable]) -> ColumnElement[str]:
    """Return `Nameable.reference` as an SQL expression: the name, or 名称（编号） of namesakes."""
    name: Any = model.name
    in_full: ColumnElement[str] = name + literal("（") + _code(model) + literal("）")
    return case((model.shares_name, in_full), else_=name)


def _code(model: type[Nameable]) -> InstrumentedAttribute[str]:
    attribute: InstrumentedAttribute[str] = getattr(model, model.code_attribute)
    return attribute


def _matching(query: Select[Any], condition: ColumnElement[bool]) -> Sequence[Nameable]:
    return db.session.scalars(query.where(condition).limit(5)).unique().all()


def _ways_to_write(names: Names, text: str) -> set[str]:
    parts = NAME_AND_CODE.fullmatch(text)
    return {text, names.model.fold_name(text), names.fold(text), *(parts.groups() if parts else ())}
