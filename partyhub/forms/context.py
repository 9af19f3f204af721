"""The context of a form: the page that shows it, or the file whose rows it judges."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select

from partyhub.database import Nameable
from partyhub.names import Names
from partyhub.references import find_exactly
from partyhub.viewers import Viewer

Choose = Callable[[Viewer], Select[Any]]


@dataclass(frozen=True)
class Notice:
    """Something that is so of many rows of a file: an import says it once, with their number.

    `say` returns the sentence for a number of rows. `question` is the name of a decision about
    them, with a * for the row of a decision about one of them, and `options` are its (value, label)
    pairs; the first one holds without a decision. `short` are their labels for one row.
    """

    say: Callable[[int], str]
    question: str = ""
    options: Sequence[tuple[str, Any]] = ()
    short: Sequence[Any] = ()


@dataclass
class FormContext:
    """Information that a form has beside its own fields; the defaults are those of a page.

    `asks_reason` says whether a broken soft rule must be justified, `sheets` names the registers
    that have a sheet in the same file, and `deferred` maps new records of that file to the values
    that rows of this form decide. `decisions` are those that a person made about the file, by name.
    """

    asks_reason: bool = True
    sheets: Collection[str] = ()
    deferred: Mapping[Any, Mapping[str, Any]] = field(default_factory=dict)
    decisions: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._names: dict[Choose, Names] = {}

    def decision(self, question: str) -> str:
        """Return what a person decided about the question of a notice, or ""."""
        return self.decisions.get(question, "")

    def find(self, choose: Choose, query: Select[Any], text: str) -> Nameable:
        """Return the one record that `text` names among those of `query`, which `choose` made.

        Raises UnresolvedReferenceError if there is none, or more than one.
        """
        found = find_exactly(query, text)
        if found is not None:
            return found
        if choose not in self._names:
            self._names[choose] = Names.of(query)
        return self._names[choose].find(text)

    def flag_doubtful(self, record: Any) -> None:
        """Record that a row about `record`, one of `deferred`, is wrong.

        The rows about it may then be incomplete.
        """
