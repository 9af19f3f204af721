"""Sheets that no register's import takes, because they belong to another page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class OtherSheet:
    """A kind of sheet that a feature takes on a page of its own.

    `explain` takes the first rows of a sheet; it returns where such a sheet belongs, or "" for any
    other sheet.
    """

    explain: Callable[[Sequence[Any]], str]
