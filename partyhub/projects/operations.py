from collections.abc import Mapping, Sequence
from typing import Any

from partyhub.database import Record
from partyhub.members.rosters import store_rostered
from partyhub.projects.models import KeyProject, Mentorship
from partyhub.projects.queries import find_apprentice
from partyhub.references import NAME_AND_CODE
from partyhub.viewers import Viewer


def store_project(
    project: KeyProject, values: Mapping[str, Any], _viewer: Viewer
) -> Sequence[Record]:
    store_rostered(project, values)
    return ()


def store_mentorship(
    mentorship: Mentorship, values: Mapping[str, Any], viewer: Viewer
) -> Sequence[Record]:
    """Write the values; an apprentice given as 姓名（编号） of somebody on record is linked."""
    for name, value in values.items():
        if name != "apprentice":
            setattr(mentorship, name, value)
    if "apprentice" in values and values["apprentice"] != _known_apprentice(mentorship):
        set_apprentice(mentorship, values["apprentice"], viewer)
    return ()


def set_apprentice(mentorship: Mentorship, text: str, viewer: Viewer) -> None:
    parts = NAME_AND_CODE.fullmatch(text)
    found = find_apprentice(viewer, parts[1], parts[2]) if parts else None
    mentorship.apprentice_member = found
    mentorship.apprentice_name = None if found else text


def _known_apprentice(mentorship: Mentorship) -> str | None:
    """What an edit starts from: a person whom the viewer can't choose stays linked."""
    return None if mentorship.id is None else mentorship.apprentice
