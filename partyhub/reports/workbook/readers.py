"""The rows of a workbook that its reader may not read, which are counted without their names."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from sqlalchemy import or_

from partyhub.database import Record, db
from partyhub.figures import Figure, Scope
from partyhub.organizations.models import Organization
from partyhub.registers import Register, current_catalog
from partyhub.reports.calculation import scope_of
from partyhub.reports.marks import find_marks
from partyhub.spreadsheets import Heading
from partyhub.viewers import Viewer


@dataclass(frozen=True)
class Reader:
    """A reader for whom something of the unit is out of reach; `scope` is what isn't."""

    viewer: Viewer
    scope: Scope

    def find_seen(self, register: Register, figures: Sequence[Figure]) -> Container[int]:
        """Return the ids of the records that the reader may read, or that count for the reader."""
        access = register.access
        seen = or_(access.readable(self.viewer), access.belongs(self.scope, self.scope.as_of))
        query = register.load().where(seen).order_by(None).with_only_columns(register.model.id)
        return {*db.session.scalars(query), *find_marks(figures, self.scope)}


def reader_of(viewer: Viewer, scope: Scope, organization: Organization | None) -> Reader | None:
    """Return the reader of a workbook on a scope; None for one who has all of it in reach."""
    own = scope_of(viewer, scope.period, organization)
    return None if own == scope else Reader(viewer, own)


def seen_by(
    reader: Reader | None, model: type[Record], figures: Sequence[Figure]
) -> Container[int] | None:
    """Return the ids of the records that are named for a reader; None for all."""
    return reader.find_seen(current_catalog().by_model[model], figures) if reader else None


class Blank:
    """A way to write a row without what is in its first columns, but with the numbers of some."""

    def __init__(self, headings: Sequence[Heading], first: int, numbers: Container[int]) -> None:
        self._places = [at for at in range(first) if at not in numbers]
        texts = (at for at in self._places if headings[at].kind == "text")
        self._named = next(texts, None)

    def __call__(self, row: Sequence[Any]) -> Sequence[Any]:
        """Return the row with a word in place of its first text, and no other word."""
        found = list(row)
        for place in self._places:
            found[place] = None
        if self._named is not None:
            found[self._named] = gettext("Out of reach")
        return found

    def without(
        self, seen: Container[int], ids: Sequence[int], columns: Sequence[Sequence[Any]]
    ) -> list[Sequence[Any]]:
        """Return the columns of the records with these ids, blank where a record is not seen."""
        rows = zip(*columns, strict=True)
        own = zip(ids, rows, strict=True)
        return list(zip(*(row if each in seen else self(row) for each, row in own), strict=True))
