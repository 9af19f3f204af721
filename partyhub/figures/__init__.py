"""Figures: what the report counts, each a condition over a base, and how they are counted."""

from partyhub.figures.figure import (
    AnyFigure,
    Base,
    Figure,
    FigureKind,
    Group,
    Measure,
    Number,
    Ratio,
    Row,
    Rows,
    Sheet,
    SheetColumn,
    Tally,
    divide,
)
from partyhub.figures.scope import Scope
from partyhub.figures.tallies import Block, tally, tally_blocks, tally_record

__all__ = [
    "AnyFigure",
    "Base",
    "Block",
    "Figure",
    "FigureKind",
    "Group",
    "Measure",
    "Number",
    "Ratio",
    "Row",
    "Rows",
    "Scope",
    "Sheet",
    "SheetColumn",
    "Tally",
    "divide",
    "tally",
    "tally_blocks",
    "tally_record",
]
