"""Operations that store projects and mentoring pairs."""

from collections.abc import Mapping, Sequence
from typing import Any

from partyhub.database import Record
from partyhub.members.rosters import store_rostered
from partyhub.names import NAME_AND_CODE
from partyhub.projects.models import KeyProject, Mentorship
from partyhub.projects.queries import find_apprentice
from partyhub.viewers import Viewer


def store_project(
    project: KeyProject, values: Mapping[str, Any], _viewer: Viewer
) -> Sequence[Record]:
    store_rostered(project, values)
    return ()


def store_mentorship(
    mentorship: Mentorship, values: Mapping[str, Any], viewer: Viewer
) -> Sequence[Record]:
    """Write the values; an apprentice given as 姓名（编号） of a person on record is linked."""
    for name, value in values.items():
        if name != "apprentice":
            setattr(mentorship, name, value)
    if "apprentice" in values and values["apprentice"] != _known_apprentice(mentorship):
        set_apprentice(mentorship, values["apprentice"], viewer)
    return ()


def set_apprentice(mentorship: Mentorship, text: str, viewer: Viewer) -> None:
    """Link the apprentice if the text names a person on record, else store the name."""
    parts = NAME_AND_CODE.fullmatch(text)
    found = find_apprentice(viewer, parts[1], parts[2]) if parts else None
    mentorship.apprentice_member = found
    mentorship.apprentice_name = None if found else text


def _known_apprentice(mentorship: Mentorship) -> str | None:
    """Return the apprentice that an edit starts from, or None for a new record.

    If the text is unchanged, a person whom the viewer can't choose stays linked.
    """
    return None if mentorship.id is None else mentorship.apprentice
