"""Mappings of columns that an instance remembers for the next file with the same headers."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from partyhub import clock
from partyhub.database import db
from partyhub.history.models import Action, ColumnMapping, ImportRun
from partyhub.history.operations import log
from partyhub.registers.catalog import current_catalog
from partyhub.viewers import Viewer


def find_remembered(register: str, signature: str) -> Mapping[str, str]:
    """Return the remembered targets by the names of columns; empty for an unknown layout."""
    found = _find(register, signature)
    return found.columns if found else {}


def remember(
    viewer: Viewer, run: ImportRun, register: str, signature: str, columns: Mapping[str, str]
) -> None:
    """Remember the mapping that an import has used, in place of an earlier one of its layout."""
    found = _find(register, signature)
    if found is None:
        found = ColumnMapping(register=register, signature=signature)
        db.session.add(found)
    if found.columns != columns:
        _log(viewer, register, Action.REMEMBERED)
    found.columns, found.group_id, found.at = dict(columns), run.id, clock.now()
    found.user_id, found.user_name = viewer.user_id, viewer.name


def remember_all(viewer: Viewer, run: ImportRun, mappings: Iterable[Mapping[str, Any]]) -> None:
    """Remember the mappings of the sheets of an import."""
    for mapping in mappings:
        remember(viewer, run, mapping["register"], mapping["signature"], mapping["columns"])


def mappings_of(run: ImportRun) -> list[ColumnMapping]:
    """Return the mappings that are remembered from an import."""
    query = select(ColumnMapping).where(ColumnMapping.group_id == run.id)
    return list(db.session.scalars(query))


def forget(viewer: Viewer, run: ImportRun) -> int:
    """Forget the mappings of an import; return how many there were."""
    found = mappings_of(run)
    for mapping in found:
        _log(viewer, mapping.register, Action.FORGOTTEN)
        db.session.delete(mapping)
    return len(found)


def _log(viewer: Viewer, register: str, action: Action) -> None:
    log(viewer, "imports", None, action, reason=str(current_catalog().by_name[register].title))


def _find(register: str, signature: str) -> ColumnMapping | None:
    query = select(ColumnMapping).where(
        ColumnMapping.register == register, ColumnMapping.signature == signature
    )
    return db.session.scalars(query).one_or_none()
