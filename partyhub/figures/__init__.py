"""Figures of the report, each a condition over a base, and how they are counted."""

from partyhub.figures.figure import (
    Additive,
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
from partyhub.figures.parts import count_parts
from partyhub.figures.reading import columns_read
from partyhub.figures.scope import Placeholders, Scope, Shape
from partyhub.figures.tallies import Block, tally, tally_blocks, tally_record

__all__ = [
    "Additive",
    "AnyFigure",
    "Base",
    "Block",
    "Figure",
    "FigureKind",
    "Group",
    "Measure",
    "Number",
    "Placeholders",
    "Ratio",
    "Row",
    "Rows",
    "Scope",
    "Shape",
    "Sheet",
    "SheetColumn",
    "Tally",
    "columns_read",
    "count_parts",
    "divide",
    "tally",
    "tally_blocks",
    "tally_record",
]
