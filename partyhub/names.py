"""Names of records, looked up as people write them: folded, with notes, or nearly right.

Other widths, cases and spaces, short names, and notes behind a person's name make no difference. A
near miss is proposed, never taken.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from flask_babel import gettext, ngettext
from sqlalchemy import Select
from werkzeug.utils import cached_property

from partyhub.database import Nameable, db
from partyhub.pinyin import pinyin_of
from partyhub.texts import lazy_pattern

MOST_PROPOSED = 3
LONGEST_NAME = 60
NAME_AND_CODE = lazy_pattern(r"\s*(.+?)\s*[（(]\s*([^（）()]+?)\s*[）)]\s*", re.DOTALL)
HOLDS_CODE = lazy_pattern("[0-9A-Za-z]")  # a note that does may be a code, so it isn't left out

Named: TypeAlias = dict[str, list[Nameable]]


class UnresolvedReferenceError(ValueError):
    """Error for a text that refers to no selectable record, or to several.

    The message says which. `proposals` are (record, text) pairs of those that may be meant;
    `proposal` is the text to write instead, if only one is, and `readings` are the texts if a few
    are.
    """

    def __init__(
        self, sentence: str, proposals: Sequence[tuple[Nameable, str]] = (), proposal: str = ""
    ) -> None:
        super().__init__(sentence)
        self.proposals = proposals
        self.proposal = proposals[0][1] if len(proposals) == 1 else proposal
        is_few = 1 < len(proposals) <= MOST_PROPOSED
        self.readings = tuple(text for _, text in proposals) if is_few else ()


class Names:
    """The names of records, as they are, folded, and roughly; each way is indexed on first use."""

    def __init__(self, model: type[Nameable], records: Iterable[Nameable]) -> None:
        self.model, self.records = model, list(records)
        self._exact = _by_text((r, (r.name, r.reference_code)) for r in self.records)

    @classmethod
    def of(cls, query: Select[Any]) -> "Names":
        """Return the names of all records of a query."""
        return cls(query.column_descriptions[0]["entity"], db.session.scalars(query).unique())

    def find_exactly(self, text: str) -> Sequence[Nameable]:
        """Return the records whose name, code or name（code） is exactly `text`."""
        named = self._exact.get(text, ())
        parts = None if named else NAME_AND_CODE.fullmatch(text)
        if parts:
            return [item for item in self._exact.get(parts[2], ()) if item.name == parts[1]]
        return named

    def find(self, text: str) -> Nameable:
        """Return the one record that `text` refers to, also in another way to write its name.

        Raises UnresolvedReferenceError, with proposals, when there is none or more than one.
        """
        for find in (self.find_exactly, self._find_folded, self._find_annotated):
            if named := find(text):
                return only(text, named)
        raise unknown(text, self._propose(self.fold(text)))

    def fold(self, text: str) -> str:
        """Return a name folded, without the name of the owner in front."""
        folded = self.model.fold_name(text)
        return folded if folded in self._owners_own else folded.removeprefix(self._owner) or folded

    @cached_property
    def _owner(self) -> str:
        """Return the name that may stand in front of the others, or "" if there are several."""
        owners = {record.name_of_owner for record in self.records} - {""}
        return owners.pop() if len(owners) == 1 else ""

    @cached_property
    def _owners_own(self) -> set[str]:
        owners = (record for record in self.records if record.name_of_owner)
        return {record.fold_name(name) for record in owners for name in names_of(record)}

    @cached_property
    def _folded(self) -> Named:
        return _by_text((r, [self.fold(name) for name in names_of(r)]) for r in self.records)

    @cached_property
    def _rough(self) -> Named:
        rough = self.model.rough_name
        return _by_text((r, [rough(self.fold(name)) for name in names_of(r)]) for r in self.records)

    @cached_property
    def _read_alike(self) -> Named:
        people = self.records if self.model.takes_notes else ()
        return _by_text((record, [record.pinyin]) for record in people)

    def _find_folded(self, text: str) -> Sequence[Nameable]:
        named = self._folded.get(self.fold(text), ())
        parts = None if named else NAME_AND_CODE.fullmatch(text)
        if parts:
            coded = self._folded.get(self.fold(parts[2]), ())
            return [item for item in self._folded.get(self.fold(parts[1]), ()) if item in coded]
        return named

    def _find_annotated(self, text: str) -> Sequence[Nameable]:
        """Return the people whose name stands before a note in brackets that is no code."""
        parts = NAME_AND_CODE.fullmatch(text) if self.model.takes_notes else None
        if parts is None or HOLDS_CODE.search(parts[2]):
            return ()
        return self.find_exactly(parts[1]) or self._find_folded(parts[1])

    def _propose(self, folded: str) -> Sequence[Nameable]:
        """Return the records that may be meant by a folded text that refers to none."""
        ends = range(1, min(len(folded), LONGEST_NAME) - 1)
        return (
            self._rough.get(self.model.rough_name(folded))
            or self._read_alike.get(pinyin_of(folded))
            or next((found for at in ends if (found := self._folded.get(folded[at:]))), None)
            or next((found for at in ends if (found := self._folded.get(folded[:-at]))), ())
        )


def note_behind(record: Nameable, text: str) -> str:
    """Return the note in brackets behind the name of a person, to whom `text` refers, or ""."""
    parts = NAME_AND_CODE.fullmatch(text) if record.takes_notes and text[-1:] in ")）" else None
    if parts is None or record.fold_name(text) in map(record.fold_name, names_of(record)):
        return ""
    is_code = record.fold_name(parts[2]) == record.fold_name(record.reference_code)
    return "" if is_code else parts[2]


def explain_note(record: Nameable, note: str) -> str:
    """Return the sentence that says that the note behind a person's name is left out."""
    return gettext("The note “%(note)s” behind %(name)s is left out.", note=note, name=record.name)


def names_of(record: Nameable) -> list[str]:
    """Return the name, the code and the other names of a record."""
    return [record.name, record.reference_code, *filter(None, record.other_names)]


def _by_text(named: Iterable[tuple[Nameable, Iterable[str]]]) -> Named:
    """Return the records by text, from pairs of a record and its texts; empty ones are left out."""
    found: Named = {}
    for record, texts in named:
        for text in filter(None, set(texts)):
            found.setdefault(text, []).append(record)
    return found


def only(text: str, named: Sequence[Nameable]) -> Nameable:
    """Return the one record of `named` that `text` refers to, preferring its name to its code."""
    found = [record for record in named if record.name == text] or named
    if len(found) > 1:
        raise ambiguous(text, found)
    return found[0]


def ambiguous(text: str, found: Sequence[Nameable]) -> UnresolvedReferenceError:
    """Return the error for a text that refers to several records."""
    found = sorted(found, key=lambda item: item.reference_code)
    texts = [f"{item.name}（{item.reference_code}）" for item in found]
    sentence = ngettext(
        "%(num)s record is called “%(text)s”. Write one of: %(choices)s.",
        "%(num)s records are called “%(text)s”. Write one of: %(choices)s.",
        len(found),
        text=text,
        choices="、".join(texts),
    )
    return UnresolvedReferenceError(sentence, list(zip(found, texts, strict=True)))


def unknown(text: str, meant: Sequence[Nameable] = ()) -> UnresolvedReferenceError:
    """Return the error for a text that refers to no record, with those that may be meant."""
    texts = [record.reference for record in meant[:MOST_PROPOSED]]
    if len(texts) == 1:
        sentence = gettext(
            "“%(text)s” is not on record. Is it “%(name)s”? Write the name as it is on record.",
            text=text,
            name=texts[0],
        )
    elif texts:
        sentence = gettext(
            "“%(text)s” is not on record. It may be one of these: %(choices)s. Write the one that"
            " is right.",
            text=text,
            choices="、".join(texts),
        )
    else:
        sentence = gettext(
            "“%(text)s” is not on record. Check the name, or add it first.", text=text
        )
    return UnresolvedReferenceError(sentence, list(zip(meant, texts, strict=False)))
