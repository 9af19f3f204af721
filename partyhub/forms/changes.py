"""The field that says since when a dated value is as entered, and that of its former values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_pgettext

from partyhub.database import LabeledEnum
from partyhub.forms.dated_names import split_dated_names
from partyhub.forms.fields import ValueField
from partyhub.forms.readings.days import read_day
from partyhub.forms.readings.words import find_members
from partyhub.texts import lazy_pattern

DAY = "-day"
FORMER = lazy_pattern(r"(.+?)\s*[—–~]+\s*(\d.*)", re.DOTALL)


class How(LabeledEnum):
    """The two ways to change what is on record of a dated value."""

    CORRECT = "correct", lazy_pgettext("changes", "Correction")
    CHANGE = "change", lazy_pgettext("changes", "Change from a day on")


class ChangeField(ValueField):
    """A field for a day, or for the word that says that it was never otherwise.

    A page sends one of the two ways, and the day in a field of its own. `how` is the way that it
    sent, and `day_text` the text of the day.
    """

    # It only says since when the other fields' values are valid; an import compares those.
    is_about_others = True
    how = ""
    day_text = ""

    def sent_in(self, formdata: Any) -> list[str] | None:
        """Return the one text that both of the page's fields mean."""
        sent, day = formdata.get(self.name), formdata.get(self.name + DAY)
        self.how = self.day_text = ""
        if sent is None and day is None:
            return None
        if sent == How.CORRECT:
            self.how = How.CORRECT.value
            return [sent]
        if sent in (None, "", How.CHANGE):
            self.how, self.day_text = (How.CHANGE.value if sent or day else ""), day or ""
            return [self.day_text]
        self.how, self.day_text = How.CHANGE.value, sent
        return [sent]

    def read(self, text: str) -> How | date:
        if How.CORRECT in find_members(How, text):
            return How.CORRECT
        found = read_day(text)
        if found.rest:
            raise ValueError(
                gettext("“%(text)s” is neither a day nor the word “Correction”.", text=text)
            )
        return found.day

    def ways(self) -> Sequence[tuple[str, str, str]]:
        """Return (key, label, hint) of the two ways that the page offers."""
        return (
            (
                How.CORRECT.value,
                gettext("Correct a mistake"),
                gettext(
                    "It was never so. The period is rewritten, and figures of past periods change"
                    " with it; the history keeps what stood there."
                ),
            ),
            (
                How.CHANGE.value,
                gettext("Change from a day on"),
                gettext("It was so until then. The figures of earlier days stay as they are."),
            ),
        )


@dataclass(frozen=True)
class Former:
    """A value that the column with header `part` had up to the day before `ended_on`, as words."""

    word: str
    part: str
    ended_on: date

    def __str__(self) -> str:
        return f"{self.word}（{self.part} —{self.ended_on.isoformat()}）"


class FormerValuesField(ValueField):
    """A field for former values, which the sheet row of a new record may contain."""

    is_create_only = True

    def read(self, text: str) -> list[Former]:
        return [self.read_one(word, note) for word, note in split_dated_names(text)]

    def read_one(self, word: str, note: str) -> Former:
        """Return the former value that a note describes; raises ValueError with a sentence."""
        found = FORMER.fullmatch(note)
        if found is None:
            raise ValueError(
                gettext(
                    "“%(text)s” names no column and day. Write them like “Column —2022-08-15”.",
                    text=note,
                )
            )
        return Former(word, found[1], read_day(found[2]).day)
