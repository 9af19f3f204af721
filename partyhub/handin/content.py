"""The words of an edition that its report knows and the data don't."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Signer(NamedTuple):
    """A person who signed, and the day."""

    name: str
    day: date


@dataclass(frozen=True)
class Content:
    """The words of a report on its edition.

    `title` stands on the cover, `state` above it as a mark, such as that of a draft; it is empty on
    what is signed, and None on a workbook without a report, which says so. `signers` are in the
    order of their signing. `opening_note` compares the opening with the last closing. `matters` are
    the sentences that are told first; None finds them in the data. `explained` are more of them:
    problems that would forbid signing, each with its reason. What is None or empty is worded from
    the data.
    """

    title: str = ""
    state: str | None = None
    signers: Sequence[Signer | tuple[str, date]] = ()
    opening_note: str = ""
    matters: Sequence[str] | None = None
    explained: Sequence[str] = ()
