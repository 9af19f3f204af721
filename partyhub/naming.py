"""The ways in which people write the names of records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from partyhub.texts import fold_name


@dataclass(frozen=True)
class Existence:
    """The days of a record's beginning and end as attributes, and what is said outside of them.

    Both sentences name the record and the day. Where the end is not `is_strict`, records may go on
    referring to it; before its beginning they always may, as the past is often incomplete.
    """

    first: str
    end: str
    begun: Any
    ended: Any
    is_strict: bool = True

    def first_day(self, record: Any) -> date | None:
        """Return the first day on which the record exists."""
        day: date | None = getattr(record, self.first)
        return day

    def end_day(self, record: Any) -> date | None:
        """Return the first day on which the record no longer exists, or None."""
        day: date | None = getattr(record, self.end)
        return day


class Naming:
    """The ways to write a record's name; a model overrides those that are its own."""

    # Whether people write a note in brackets behind such a name, as behind a person's.
    takes_notes: ClassVar[bool] = False

    # Between which days records of other registers may refer to it; None sets no bounds.
    existence: ClassVar[Existence | None] = None

    @classmethod
    def fold_name(cls, name: str) -> str:
        """Return a name in the form in which different ways to write it are equal."""
        return fold_name(name)

    @classmethod
    def rough_name(cls, name: str) -> str:
        """Return a folded name in the form in which names that people mix up are equal."""
        return name

    @property
    def other_names(self) -> Sequence[str | None]:
        """Return the names by which people call the record besides its own."""
        return ()

    @property
    def name_of_owner(self) -> str:
        """Return the folded name that may stand in front of the names of related records, or ""."""
        return ""

    @classmethod
    def choice_order(cls) -> Any:
        """Return the expression by which forms sort the records that they offer."""
        return cls.pinyin  # type: ignore[attr-defined]

    @classmethod
    def choice_end(cls) -> Any:
        """Return the column with the day from which forms mark the record, or None."""
        return None

    @classmethod
    def mark_choice(cls, text: str) -> str:
        """Return the text of a record that is marked."""
        return text
