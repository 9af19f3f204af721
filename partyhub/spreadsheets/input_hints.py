"""Hints and choices for the cells below a heading, on a sheet that people fill in."""

from dataclasses import dataclass

# The number of rows whose cells offer choices; people may fill in rows below them too.
ROWS_TO_FILL = 1000


@dataclass(frozen=True)
class Filled:
    """Choices that people enter themselves, in a column (counted from 0) of a sheet."""

    sheet: str
    column: int


@dataclass(frozen=True)
class InputHint:
    """Help for entering values below a heading.

    `hint` is a short text above the heading, `note` a comment at it that shows on hovering. The
    cells offer `choices` in a list; another value shows `warning` and may still be entered, without
    a message if `warning` is empty. A required column has a stronger heading.
    """

    hint: str = ""
    note: str = ""
    choices: tuple[str, ...] | Filled = ()
    warning: str = ""
    is_required: bool = False
