"""How a text names a record: by its name, by `name（code）` where two share it, or by its code."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

from flask_babel import gettext, ngettext
from sqlalchemy import ColumnElement, Select, case, literal, or_
from sqlalchemy.orm import InstrumentedAttribute

from partyhub.database import Nameable, db
from partyhub.search import is_found
from partyhub.texts import normal_form

# A form shows a plain select up to so many options; above it, the server searches.
MOST_OPTIONS = 200
SUGGESTED = 20
NAME_AND_CODE = re.compile(r"\s*(.+?)\s*[（(]\s*([^（）()]+?)\s*[）)]\s*", re.DOTALL)

Named: TypeAlias = dict[str, list[Nameable]]
NOTHING: frozenset[Any] = frozenset()


class UnresolvedReferenceError(ValueError):
    """The text names no record that may be chosen, or more than one; the message says which."""


class Index:
    """Remembers the choices of queries, each loaded once: for who resolves many names.

    `find` answers as `find_by_text` does. A name that a new record takes, or a record gives up,
    is asked of the database again: `forget` says so.
    """

    def __init__(self) -> None:
        self._known: dict[Any, tuple[type[Nameable], Named]] = {}
        self._fresh: dict[type[Nameable], set[str]] = {}
        self._lent: dict[type[Nameable], dict[Nameable, None]] = {}

    def find(self, choose: Any, query: Select[Any], text: str) -> Nameable:
        """The one record that `text` names among those of `query`, which `choose` made."""
        model, known = self._choices(choose, query)
        fresh = self._fresh.get(model, NOTHING)
        named = known.get(text, [])
        parts = None if named else NAME_AND_CODE.fullmatch(text)
        if parts:
            named = [record for record in known.get(parts[2], []) if record.name == parts[1]]
        if len(named) == 1 and not {text, *(parts.groups() if parts else ())} & fresh:
            return named[0]
        if any(record in self._lent.get(model, NOTHING) for record in named):
            return _only(text, named)
        return find_by_text(query, text)

    def forget(self, record: Nameable) -> None:
        """Ask anew for what names `record`: it is new, or it is called otherwise now."""
        names = {record.name, record.reference_code}
        self._fresh.setdefault(type(record), set()).update(names)

    def renew(self) -> None:
        """Load anew, when they are asked for next, the choices that `forget` said have changed."""
        kept = (item for item in self._known.items() if item[1][0] not in self._fresh)
        self._known = dict(kept)
        self._fresh.clear()

    def lend(self, record: Nameable) -> None:
        """Let a new record be named by rows of the same file, though no query finds it yet."""
        self._lent.setdefault(type(record), {})[record] = None

    def _choices(self, choose: Any, query: Select[Any]) -> tuple[type[Nameable], Named]:
        found = self._known.get(choose)
        if found is None:
            named: Named = {}
            model = model_of(query)
            lent = self._lent.get(model, NOTHING)
            for record in dict.fromkeys([*db.session.scalars(query).unique(), *lent]):
                for text in {record.name, record.reference_code}:
                    named.setdefault(text, []).append(record)
            found = self._known[choose] = (model, named)
        return found


class Option(NamedTuple):
    id: int
    text: str


def model_of(query: Select[Any]) -> type[Nameable]:
    model: type[Nameable] = query.column_descriptions[0]["entity"]
    return model


def find_by_id(query: Select[Any], record_id: int) -> Nameable:
    """Return the record of `query` with this id; raises UnresolvedReferenceError."""
    found = db.session.scalars(query.where(model_of(query).id == record_id)).unique().one_or_none()
    if found is None:
        raise UnresolvedReferenceError(gettext("This choice is not available. Choose another one."))
    return found  # type: ignore[no-any-return]  # a query of Nameables


def find_by_text(query: Select[Any], text: str) -> Nameable:
    """Return the one record of `query` that `text` names; raises UnresolvedReferenceError."""
    model = model_of(query)
    named = _matching(query, model.name == text)
    if len(named) > 1:
        raise UnresolvedReferenceError(_ambiguous(text, named))
    if named:
        return named[0]
    parts = NAME_AND_CODE.fullmatch(text)
    conditions = [_code(model) == text]
    if parts:
        conditions.append((model.name == parts[1]) & (_code(model) == parts[2]))
    found = _matching(query, or_(*conditions))
    if len(found) == 1:
        return found[0]
    raise UnresolvedReferenceError(
        gettext("“%(text)s” is not on record. Check the name, or add it first.", text=text)
    )


def options(query: Select[Any], search: str = "", most: int = MOST_OPTIONS) -> list[Option]:
    """Return at most `most` choices of `query` that hold every word of `search`, by pinyin."""
    model = model_of(query)
    for word in normal_form(search).split():
        query = query.where(is_found([model.id], word))
    named = query.with_only_columns(model.id, text_of(model))
    rows = db.session.execute(named.order_by(model.pinyin, model.id).limit(most))
    return [Option(*row) for row in rows]


def text_of(model: type[Nameable]) -> ColumnElement[str]:
    """The name, or 名称（编号） of namesakes, as `Nameable.reference` says it of a record."""
    name: Any = model.name
    in_full: ColumnElement[str] = name + literal("（") + _code(model) + literal("）")
    return case((model.shares_name, in_full), else_=name)


def _code(model: type[Nameable]) -> InstrumentedAttribute[str]:
    attribute: InstrumentedAttribute[str] = getattr(model, model.code_attribute)
    return attribute


def _matching(query: Select[Any], condition: ColumnElement[bool]) -> Sequence[Nameable]:
    return db.session.scalars(query.where(condition).limit(5)).unique().all()


def _only(text: str, named: Sequence[Nameable]) -> Nameable:
    """The one of `named` that `text` names, by its name before its code."""
    found = [record for record in named if record.name == text] or named
    if len(found) > 1:
        raise UnresolvedReferenceError(_ambiguous(text, found))
    return found[0]


def _ambiguous(text: str, found: Sequence[Nameable]) -> str:
    return ngettext(
        "%(num)s record is called “%(text)s”. Write one of: %(choices)s.",
        "%(num)s records are called “%(text)s”. Write one of: %(choices)s.",
        len(found),
        text=text,
        choices="、".join(f"{item.name}（{item.reference_code}）" for item in found),
    )
