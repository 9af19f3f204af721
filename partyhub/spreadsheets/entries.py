"""What is said about the cells below a heading, on a sheet that people fill in."""

from dataclasses import dataclass

# For so many rows the cells offer their choices; a person may go on below them.
ROWS_TO_FILL = 1000


@dataclass(frozen=True)
class Filled:
    """Choices that people enter themselves: in a column, counted from 0, of a sheet."""

    sheet: str
    column: int


@dataclass(frozen=True)
class Entry:
    """What is to be entered below a heading.

    `hint` stands above the heading in few words, `note` hangs at it and shows when it is pointed
    at. The cells offer `choices` in a list; who enters anything else is told `warning` and may
    keep it, or is told nothing where it is empty. What is required has a stronger heading.
    """

    hint: str = ""
    note: str = ""
    choices: tuple[str, ...] | Filled = ()
    warning: str = ""
    is_required: bool = False
