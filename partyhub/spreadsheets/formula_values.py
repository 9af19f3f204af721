"""The values of the formulas of a workbook, each computed once from what its cells hold."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from partyhub.spreadsheets.formulas import (
    CellContent,
    CellError,
    UnknownFormulaError,
    evaluate,
    parse_formula,
)

Place: TypeAlias = tuple[str, int, int]


class FormulaText(NamedTuple):
    """A formula that a cell holds; one that nobody reads here, such as an array's, is empty."""

    text: str


# Returns what is in a cell; raises UnknownFormulaError for what is neither number nor text.
Content: TypeAlias = Callable[[Place], CellContent | FormulaText]


class FormulaValues:
    """The values of cells; `content` returns what each holds."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._found: dict[Place, CellContent | Exception] = {}
        self._open: set[Place] = set()

    def value(self, place: Place) -> CellContent:
        """Return the value of a cell; raises UnknownFormulaError or CellError."""
        if place not in self._found:
            try:
                self._found[place] = self._compute(place)
            except RecursionError:
                # A shorter way to this cell may be open to another formula.
                raise UnknownFormulaError("too deep") from None
            except (UnknownFormulaError, CellError) as error:
                self._found[place] = error
        found = self._found[place]
        if isinstance(found, Exception):
            raise found
        return found

    def _compute(self, place: Place) -> CellContent:
        content = self._content(place)
        if not isinstance(content, FormulaText):
            return content
        if place in self._open:
            raise UnknownFormulaError("a circle")
        self._open.add(place)
        try:
            own, formula = place[0], parse_formula(content.text)
            if formula[0] == "compare":
                raise UnknownFormulaError("a truth value, which sums leave out")
            return evaluate(
                formula,
                lambda sheet, row, column: self.value((sheet or own, row, column)),
            )
        finally:
            self._open.discard(place)
