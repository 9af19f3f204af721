"""A number of a text with the figures that it may be a value of."""

from dataclasses import dataclass

from partyhub.drafts.bases import Basis
from partyhub.drafts.passages import Sentence
from partyhub.drafts.quantities import Quantity
from partyhub.drafts.scopes import Dated


@dataclass(frozen=True)
class Claim:
    """One number of the text; `start` and `end` are places of the sentence.

    `figures` are those that it may be a value of, the likeliest first; with `is_each` it is said of
    all of them. What `is_doubtful` may be about something else: it is never found to differ.
    `dated` is the year that the text names. A change or a value (`EITHER`) that is neither differs
    only where it `is_firm`.
    """

    sentence: Sentence
    quantity: Quantity
    start: int
    end: int
    figures: tuple[str, ...] = ()
    basis: Basis = Basis.NOW
    is_falling: bool = False
    is_firm: bool = False
    is_doubtful: bool = False
    is_each: bool = False
    dated: Dated | None = None

    @property
    def quote(self) -> str:
        return self.sentence.plain[self.start : self.end].strip()
