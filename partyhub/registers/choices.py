"""Records to choose from in the filters of a list: those of all filters by one statement."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, select, union_all

from partyhub.database import db
from partyhub.references import model_of, text_of
from partyhub.viewers import Viewer

# A filter by name offers so many records at most; a committee has some dozens of workshops or
# teams. Of organizations it offers all: one that is left out could not be asked for.
MOST_OFFERED = 2000


@dataclass(frozen=True)
class RecordChoices:
    """The Nameables that `choose` selects for a viewer, in the order of one text column.

    By code they are called by their names alone; by pinyin, namesakes are told apart.
    """

    choose: Callable[[Viewer], Select[Any]]
    order: str = "pinyin"


def find_choices(wanted: Sequence[RecordChoices], viewer: Viewer) -> list[list[tuple[str, str]]]:
    """The (id, text) of the records of each of `wanted`."""
    found: list[list[tuple[str, str]]] = [[] for _ in wanted]
    if wanted:
        parts = [_select(at, each, viewer) for at, each in enumerate(wanted)]
        every = union_all(*parts).subquery()
        for at, record_id, text in db.session.execute(
            select(every.c.at, every.c.id, every.c.text).order_by(
                every.c.at, every.c.place, every.c.id
            )
        ):
            found[at].append((str(record_id), text))
    return found


def _select(at: int, wanted: RecordChoices, viewer: Viewer) -> Select[Any]:
    """(at, id, text, place) of the first records, by their place."""
    query = wanted.choose(viewer)
    model = model_of(query)
    place: ColumnElement[str] = getattr(model, wanted.order)
    named = query.with_only_columns(
        model.id,
        (model.name if wanted.order == "code" else text_of(model)).label("text"),
        place.label("place"),
    )
    ordered = named.order_by(place, model.id)
    first = (ordered if wanted.order == "code" else ordered.limit(MOST_OFFERED)).subquery()
    return select(literal(at).label("at"), first.c.id, first.c.text, first.c.place)
