"""People on leave with the kind or the reason behind their names: 卜向阳（病假）、李明（出差）."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from partyhub.activities.models import LeaveKind
from partyhub.database import LabeledEnum, Nameable
from partyhub.forms import RefsField, read_enum
from partyhub.forms.dated_names import WITH_NOTE
from partyhub.forms.readings.words import NOTHING
from partyhub.names import NAME_AND_CODE, UnresolvedReferenceError
from partyhub.texts import CJK, lazy_pattern

# A name and all that stands in brackets behind it, so that a reason may contain commas.
NOTED_NAME = lazy_pattern(
    r"(?:[^、,，;；\n（()）]|[（(](?:[^（）()]|[（(][^（）()]*[）)])*[）)]|[（()）])+"
)
BETWEEN_WORDS = lazy_pattern(r"[\s、,，;；:：]+")
HOLDS_CHINESE = lazy_pattern(f"[{CJK}]")  # a note without is more likely a wrong number
LONGEST_REASON = 200
MOST_WORDS = 3  # the most words in the label of a state or a kind, in English


class Leave(NamedTuple):
    """Kind and reason of a leave, each of which may be missing."""

    kind: LeaveKind | None = None
    reason: str | None = None


class LeaveField(RefsField):
    """People on leave by name, each perhaps with a note; `leaves` has the notes by id."""

    leaves: dict[int, Leave]

    def take(self, sent: list[str] | None, stored: Any) -> None:
        self.leaves = {}
        super().take(sent, stored)

    def resolve(self, text: str) -> Nameable:
        try:
            return super().resolve(text)
        except UnresolvedReferenceError:
            parts = NAME_AND_CODE.fullmatch(text)
            if parts is None or not (HOLDS_CHINESE.search(parts[2]) or read_leave(parts[2]).kind):
                raise
            person = super().resolve(parts[1])
            self.note(person, parts[2])
            return person

    def note(self, record: Nameable, note: str) -> None:
        self.leaves[record.id] = read_leave(note)


def split_annotated_names(text: str) -> list[str]:
    """Split a list of names, each perhaps with a note in brackets; nobody is an empty list."""
    if text.strip() in NOTHING:
        return []
    parts = (part.strip() for part in NOTED_NAME.findall(text))
    return list(dict.fromkeys(part for part in parts if part))


def find_annotated(find: Callable[[str], Any], text: str) -> tuple[Any, str]:
    """Return the record that `text` names and the note behind the name, which may be empty.

    Raises what `find` raises.
    """
    try:
        record = find(text)
    except UnresolvedReferenceError:
        if (name := name_of(text)) == text:
            raise
        record = find(name)
    return record, _note_behind(text, record)


def name_of(text: str) -> str:
    """Return a name without the note behind it."""
    found = WITH_NOTE.fullmatch(text)
    return found[1].strip() if found else text


def _note_behind(text: str, record: Nameable) -> str:
    """Return what is in the last brackets, unless they belong to the name: 王建平（CG0112）."""
    found = WITH_NOTE.fullmatch(text)
    if found is None or text == record.name or found[2].strip() == record.reference_code:
        return ""
    return found[2].strip()


def read_leave(note: str) -> Leave:
    """Read the kind with which a note begins, if it is one; the rest is the reason."""
    words = BETWEEN_WORDS.split(note)
    kind, rest = read_leading(words, LeaveKind, tuple(LeaveKind))
    reason = " ".join(rest) if kind else note
    return Leave(kind, reason[:LONGEST_REASON] or None)  # type: ignore[arg-type]  # a LeaveKind


def read_leading(
    words: Sequence[str], members: type[LabeledEnum], only: Sequence[LabeledEnum]
) -> tuple[LabeledEnum | None, Sequence[str]]:
    """Return the member that the first words name, or None, and the words after it."""
    for count in range(min(MOST_WORDS, len(words)), 0, -1):
        with suppress(ValueError):
            return read_enum(members, " ".join(words[:count]), only), words[count:]
    return None, words
