"""Cells that can't be taken at their word."""

from enum import StrEnum
from typing import NamedTuple


class BadKind(StrEnum):
    FORMULA = "formula"
    ERROR = "error"
    LONG_NUMBER = "long_number"


class BadCell(NamedTuple):
    """A cell without a value that can be trusted, and what stands in it."""

    kind: BadKind
    text: str
