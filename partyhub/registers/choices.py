"""Queries for the records that the filters of a list offer: one statement for all filters."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, literal, select, union_all

from partyhub.database import db
from partyhub.dialects import remember_answer
from partyhub.references import model_of, text_of
from partyhub.statement_cache import remember
from partyhub.viewers import Viewer

# The most records that one filter offers; a committee has a few dozen workshops or teams.
MOST_OFFERED = 2000


@dataclass(frozen=True)
class RecordChoices:
    """The named records that `choose` selects for a viewer, sorted by pinyin.

    Their texts tell namesakes apart.
    """

    choose: Callable[[Viewer], Select[Any]]


def find_choices(
    wanted: Sequence[RecordChoices], viewer: Viewer, made_of: Hashable = None
) -> list[list[tuple[str, str]]]:
    """Return, for each of `wanted`, a list of (id, text) pairs, which nobody may change.

    `made_of` holds everything else that the queries depend on, so that the statement can be
    remembered, and its answer until something is written; None means that both are made anew.
    """
    if not wanted:
        return []
    if made_of is None:
        return _read_all(_select_all(wanted, viewer), len(wanted))
    key = (find_choices, *wanted, viewer, made_of)
    query = remember(key, lambda: _select_all(wanted, viewer))
    connection = db.session.connection()
    return remember_answer(connection, query, lambda: _read_all(query, len(wanted)))


def _read_all(query: Select[Any], count: int) -> list[list[tuple[str, str]]]:
    found: list[list[tuple[str, str]]] = [[] for _ in range(count)]
    for at, record_id, text in db.session.execute(query):
        found[at].append((str(record_id), text))
    return found


def _select_all(wanted: Sequence[RecordChoices], viewer: Viewer) -> Select[Any]:
    every = union_all(*(_select(at, each, viewer) for at, each in enumerate(wanted))).subquery()
    query = select(every.c.at, every.c.id, every.c.text)
    return query.order_by(every.c.at, every.c.place, every.c.id)


def _select(at: int, wanted: RecordChoices, viewer: Viewer) -> Select[Any]:
    """Select (at, id, text, place) of the first records, sorted by `place`, their pinyin."""
    query = wanted.choose(viewer)
    model = model_of(query)
    place: Any = model.pinyin
    named = query.with_only_columns(model.id, text_of(model).label("text"), place.label("place"))
    first = named.order_by(place, model.id).limit(MOST_OFFERED).subquery()
    return select(literal(at).label("at"), first.c.id, first.c.text, first.c.place)
