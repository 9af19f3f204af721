"""Questions that a person answers before a file is imported, and the names of the answers."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from partyhub.registers.importing.places import Place
from partyhub.texts import fold_key

# What a question is about: a key beside another's name, which of the people of a name it is, and a
# new record that may be on record already.
RENAME, SAME, DOUBLE = "rename", "same", "double"
# The other answers beside RENAME and “same:ID”: another record, and leaving the row out.
OTHER, SKIP = "other", "skip"


class Known(NamedTuple):
    """A record that a row may be about: its values in words, and the columns that differ."""

    id: int
    version: int
    title: str
    values: Mapping[str, str]
    differing: Collection[str]


class Question(NamedTuple):
    """A question about the record that a row is about; `place` is the cell of the name.

    `headers` are those of the columns to compare, `values` the row's own texts of these. `key` is
    the number or code in question. The answers are RENAME, OTHER, SKIP and “same:ID”.
    """

    kind: str
    place: Place
    name: str
    key: str
    sentence: str
    remark: str
    headers: Mapping[str, str]
    values: Mapping[str, str]
    known: Sequence[Known]
    answers: Sequence[str]

    @property
    def decision(self) -> str:
        """Return the name of the form field for the answer."""
        return who_name(self.place.sheet, self.place.row, self.kind)

    @property
    def decision_for_all(self) -> str:
        """Return the name of the answer to all questions of this kind."""
        return who_name("*", self.kind)

    def decided_by(self, decisions: Mapping[str, str]) -> str:
        """Return the name of the decision that answers, be it for this row or for all, or ""."""
        names = [self.decision, self.decision_for_all]
        if self.kind == RENAME:
            names.append(key_name(fold_key(self.key)))
        return next((name for name in names if self._read(decisions.get(name, ""))), "")

    def answer(self, decisions: Mapping[str, str]) -> str:
        """Return the answer among `decisions`, be it for this row or for all alike, or ""."""
        return self._read(decisions.get(self.decided_by(decisions), ""))

    def _read(self, decision: str) -> str:
        """Return the answer that a decision means here, or "" if it isn't one of the answers."""
        if decision == SAME and len(self.known) == 1:
            decision = same_as(self.known[0].id)
        return decision if decision in self.answers else ""

    def as_json(self) -> dict[str, Any]:
        """Return the question as the command line prints it, like the conflict of a cell."""
        return {
            "sheet": self.place.sheet,
            "row": self.place.row,
            "column": self.place.header,
            "value": self.name,
            "current": "、".join(known.title for known in self.known),
            "exported": "",
        }


def who_name(sheet: str, *about: object) -> str:
    """Return the name of the answer to a kind of question: (sheet, row, kind), or ("*", kind).

    A row may be asked two kinds of questions, one after the other.
    """
    return ":".join(map(str, ("who", sheet, *about)))


def key_name(key: str) -> str:
    """Return the name of the answer about all rows with a folded key."""
    return f"who:key:{key}"


def same_as(record_id: int) -> str:
    """Return the answer that a row is about the record with this id."""
    return f"{SAME}:{record_id}"


class Choice(NamedTuple):
    """A decision about many rows alike: its name, the sentence, and its (value, label) options.

    `rows` are the places of the rows, which can be decided one by one too; `short` are the labels
    of the options for one of them.
    """

    name: str
    sentence: str
    options: Sequence[tuple[str, str]]
    short: Sequence[str] = ()
    rows: Sequence[Place] = ()

    def name_of_row(self, place: Place) -> str:
        """Return the name of the decision about one of the rows."""
        return choice_name(self.name, place.sheet, place.row)

    def decided_by(self, place: Place, decisions: Mapping[str, str]) -> str:
        """Return the name of the decision about a row, be it for this row or for all, or ""."""
        names = (self.name_of_row(place), self.name)
        return next((name for name in names if decisions.get(name) in dict(self.options)), "")


def choice_name(question: str, sheet: str, row: int) -> str:
    """Return the name of the decision about one row, of a question about many alike."""
    return question.replace("*", f"{sheet}:{row}")
