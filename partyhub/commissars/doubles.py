"""Duties that may be on record already: of the same person, workshop, day and kind."""

from datetime import date
from typing import Any, NamedTuple

from flask_babel import gettext

from partyhub.commissars.models import DutyKind
from partyhub.commissars.queries import select_duties_of_year
from partyhub.database import db
from partyhub.texts import fold_key, is_alike, is_alike_name


class Duty(NamedTuple):
    """A duty, or a row of the same file, as far as a double is known by it.

    `id` is None for a row of the file.
    """

    id: int | None
    held_on: date
    kind: DutyKind
    topic: str | None


class Duties:
    """The duties of a person in a workshop by year, read once for all rows of a file."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int, int], list[Duty]] = {}

    def of_year(self, commissar_id: int, workshop_id: int, year: int) -> list[Duty]:
        """Return the person's duties in the workshop in a year."""
        key = commissar_id, workshop_id, year
        if key not in self._known:
            rows = db.session.execute(select_duties_of_year(*key))
            self._known[key] = [Duty._make(row) for row in rows]
        return self._known[key]


def describe_double_duties(form: Any) -> str:
    """Return a sentence that names what the duty may be a double of, or an empty text.

    The very same topic is refused, since it is part of the key.
    """
    record_id = form.edited.id if form.edited else None
    own = Duty(record_id, form.held_on.data, form.kind.data, form.topic.data)
    if form.duties is None:
        form.duties = Duties()
    known = form.duties.of_year(form.commissar.data.id, form.workshop.data.id, own.held_on.year)
    doubles = [other for other in known if is_double(own, other)]
    if form.edited is None and own not in known:
        known.append(own)
    if not doubles:
        return ""
    return gettext(
        "It may be on record already: %(titles)s, on the same day and of the same kind. Leave"
        " it out if it is the same duty.",
        titles="、".join(dict.fromkeys(f"“{other.topic}”" for other in doubles)),
    )


def is_double(own: Duty, other: Duty) -> bool:
    """Return whether two duties of one person in one workshop are likely the same."""
    if (own.held_on, own.kind) != (other.held_on, other.kind):
        return False
    if not own.topic or not other.topic or (own.id is not None and own.id == other.id):
        return False
    is_same_key = fold_key(own.topic) == fold_key(other.topic)
    is_near = is_alike(own.topic, other.topic) or is_alike_name(own.topic, other.topic)
    return is_near and not is_same_key
