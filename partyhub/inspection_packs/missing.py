"""Gaps in the evidence of a record: files, minutes, a resolution, a document number."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext

from partyhub.activities.models import Activity, ActivityStatus
from partyhub.activities.quorum import takes_votes
from partyhub.awards.models import Award
from partyhub.registers import Register

# What lasts needs no file of its own, apart from projects; votes are proved by their meeting.
WITH_FILES = frozenset({"projects"})
WITHOUT_FILES = frozenset({"votes"})


def missing_of(register: Register, record: Any, files: int) -> list[str]:
    """Return a sentence for each thing that is missing of a record with so many files."""
    is_event = register.lifetime.kind == "flow" and register.name not in WITHOUT_FILES
    needs_file = is_event or register.name in WITH_FILES
    found = [gettext("no attachment")] if needs_file and not files else []
    if isinstance(record, Activity):
        found += _missing_of_meeting(record)
    if isinstance(record, Award) and not (record.document_no or record.certificate_no):
        found.append(gettext("no number of a document or a certificate"))
    return found


def _missing_of_meeting(activity: Activity) -> Iterator[str]:
    if activity.status is not ActivityStatus.HELD:
        yield gettext("not held, or not recorded as held")
        return
    if not activity.record:
        yield gettext("no minutes")
    if takes_votes(activity.kinds) and not activity.resolution:
        yield gettext("no resolution")
    if not activity.chair:
        yield gettext("no chair")
    if not activity.recorder:
        yield gettext("no recorder")
    if not activity.live_attendance:
        yield gettext("nobody named as present")
