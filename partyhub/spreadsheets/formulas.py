"""Values of the simple formulas of forms: sums, shares and choices of cells.

A program that opens a workbook computes its formulas; phones and previews only show what is stored.
What isn't understood here raises UnknownFormulaError and stays without a value.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

from partyhub.spreadsheets.cell_references import column_index

# A text, a number, or None for an empty cell.
CellContent: TypeAlias = float | str | None
# Returns the content of a cell: (sheet or "" for the formula's own, row, column from 1).
ReadCell: TypeAlias = Callable[[str, int, int], CellContent]
Node: TypeAlias = tuple[Any, ...]
# More cells than a form has in one sum.
_MOST_CELLS = 20_000
_LONGEST = 2_000
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)
    | (?P<string>"(?:[^"]|"")*")
    | (?P<function>[A-Za-z][A-Za-z0-9.]*)\(
    | (?P<cells>(?:(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?
        \$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?)(?![\w(])
    | (?P<sign><=|>=|<>|[-+*/^%(),=<>])
    )""",
    re.VERBOSE,
)
_CELLS = re.compile(
    r"(?:(.+)!)?\$?([A-Za-z]{1,3})\$?(\d+)(?::\$?([A-Za-z]{1,3})\$?(\d+))?", re.DOTALL
)
_MATH = {"+": operator.add, "-": operator.sub, "*": operator.mul, "^": operator.pow}
_COMPARED = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_OVER_NUMBERS: dict[str, Callable[[Sequence[float]], float]] = {
    "SUM": sum,
    "MAX": lambda numbers: max(numbers, default=0.0),
    "MIN": lambda numbers: min(numbers, default=0.0),
    "COUNT": lambda numbers: float(len(numbers)),
    "AVERAGE": lambda numbers: _divide(sum(numbers), len(numbers)),
}
# The functions with as many arguments as they may have.
_OTHERS = {"IF": (2, 3), "IFERROR": (2, 2), "ROUND": (2, 2), "ABS": (1, 1)}


class UnknownFormulaError(Exception):
    """Error for a formula that isn't among the simple ones, or reads what isn't known."""


class CellError(Exception):
    """Error that a cell shows instead of a value; its text is that of the cell: #DIV/0!."""


class Cells(NamedTuple):
    """A cell or an area, with the title of its sheet, "" for the formula's own."""

    sheet: str
    first: tuple[int, int]
    last: tuple[int, int]

    @classmethod
    def parse(cls, text: str) -> Cells:
        """Return the cells that a formula names; raises UnknownFormulaError for too many."""
        match = _CELLS.fullmatch(text)
        assert match is not None
        sheet = (match[1] or "").removeprefix("'").removesuffix("'").replace("''", "'")
        ends = [(match[2], match[3]), (match[4] or match[2], match[5] or match[3])]
        rows = sorted(int(row) for _, row in ends)
        columns = sorted(column_index(letters.upper()) + 1 for letters, _ in ends)
        if (rows[1] - rows[0] + 1) * (columns[1] - columns[0] + 1) > _MOST_CELLS:
            raise UnknownFormulaError(text)
        return cls(sheet, (rows[0], columns[0]), (rows[1], columns[1]))

    def each(self) -> Iterator[tuple[str, int, int]]:
        """Yield each cell as `ReadCell` takes it."""
        for row in range(self.first[0], self.last[0] + 1):
            for column in range(self.first[1], self.last[1] + 1):
                yield self.sheet, row, column


def parse_formula(text: str) -> Node:
    """Return a formula as a tree; raises UnknownFormulaError."""
    if not text.startswith("=") or len(text) > _LONGEST:
        raise UnknownFormulaError(text)
    try:
        return _Parser(text[1:]).parse()
    except RecursionError as error:
        raise UnknownFormulaError(text) from error


class _Parser:
    """The reading of one formula from the left."""

    def __init__(self, text: str) -> None:
        self._tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text.rstrip()):
            match = _TOKEN.match(text, at)
            if match is None or match.lastgroup is None:
                raise UnknownFormulaError(text)
            self._tokens.append((match.lastgroup, match[match.lastgroup]))
            at = match.end()
        self._tokens.append(("end", ""))
        self._at = 0

    def parse(self) -> Node:
        node = self._comparison()
        self._expect("end", "")
        return node

    def _take(self, *signs: str) -> str:
        """Return the next token if it is one of the signs, and go on; else an empty text."""
        kind, text = self._tokens[self._at]
        if kind == "sign" and text in signs:
            self._at += 1
            return text
        return ""

    def _expect(self, kind: str, text: str) -> None:
        if self._tokens[self._at] != (kind, text):
            raise UnknownFormulaError(text)
        self._at += 1

    def _chain(self, part: Callable[[], Node], *signs: str) -> Node:
        node = part()
        while sign := self._take(*signs):
            node = ("math" if sign not in _COMPARED else "compare", sign, node, part())
        return node

    def _comparison(self) -> Node:
        return self._chain(self._sum, *_COMPARED)

    def _sum(self) -> Node:
        return self._chain(self._product, "+", "-")

    def _product(self) -> Node:
        return self._chain(self._power, "*", "/")

    def _power(self) -> Node:
        return self._chain(self._signed, "^")

    def _signed(self) -> Node:
        if sign := self._take("+", "-"):
            inner = self._signed()
            return ("math", "-", ("number", 0.0), inner) if sign == "-" else inner
        node = self._primary()
        while self._take("%"):
            node = ("math", "/", node, ("number", 100.0))
        return node

    def _primary(self) -> Node:
        kind, text = self._tokens[self._at]
        self._at += 1
        if kind == "number":
            return "number", float(text)
        if kind == "string":
            return "text", text[1:-1].replace('""', '"')
        if kind == "cells":
            return "cells", Cells.parse(text)
        if kind == "function":
            return self._function(text.upper())
        if (kind, text) == ("sign", "("):
            node = self._comparison()
            self._expect("sign", ")")
            return node
        raise UnknownFormulaError(text)

    def _function(self, name: str) -> Node:
        arguments = [] if self._take(")") else [self._comparison()]
        while arguments and not self._take(")"):
            self._expect("sign", ",")
            arguments.append(self._comparison())
        least, most = _OTHERS.get(name, (1, 255))
        is_known = name in _OVER_NUMBERS or name in _OTHERS
        if not is_known or not least <= len(arguments) <= most:
            raise UnknownFormulaError(name)
        return "function", name, arguments


def evaluate(node: Node, read: ReadCell) -> CellContent:
    """Return the value of a tree; raises UnknownFormulaError or CellError."""
    kind, *rest = node
    if kind in ("number", "text"):
        return rest[0]  # type: ignore[no-any-return]  # a float or a text
    if kind == "cells":
        if rest[0].first != rest[0].last:
            raise UnknownFormulaError("an area is no value")
        return read(*next(rest[0].each()))
    if kind == "function":
        return _call(rest[0], rest[1], read)
    sign, *sides = rest
    if kind == "compare":
        return _compare(sign, *(evaluate(side, read) for side in sides))
    one, other = (_number(evaluate(side, read)) for side in sides)
    if sign == "/":
        return _divide(one, other)
    try:
        return _plain(_MATH[sign](one, other))
    except (OverflowError, ZeroDivisionError) as error:
        raise CellError("#NUM!") from error


def _call(name: str, arguments: Sequence[Node], read: ReadCell) -> CellContent:
    if name in _OVER_NUMBERS:
        numbers = [number for each in arguments for number in _numbers(each, read)]
        return float(_OVER_NUMBERS[name](numbers))
    if name == "IFERROR":
        try:
            return evaluate(arguments[0], read)
        except CellError:
            return evaluate(arguments[1], read)
    first = _number(evaluate(arguments[0], read))
    if name == "IF":
        if first:
            return evaluate(arguments[1], read)
        return evaluate(arguments[2], read) if len(arguments) > 2 else 0.0
    if name == "ABS":
        return abs(first)
    return _rounded(first, int(_number(evaluate(arguments[1], read))))


def _numbers(node: Node, read: ReadCell) -> Iterator[float]:
    """Yield the numbers of an argument; texts and empty cells of an area are left out."""
    if node[0] != "cells":
        yield _number(evaluate(node, read))
        return
    for place in node[1].each():
        content = read(*place)
        if isinstance(content, float):
            yield content


def _number(content: CellContent) -> float:
    """Return what is computed with; of a text with digits Excel may make a number, so we don't."""
    if isinstance(content, str):
        if any(map(str.isdigit, content)):
            raise UnknownFormulaError(content)
        raise CellError("#VALUE!")
    return content or 0.0


def _compare(sign: str, one: CellContent, other: CellContent) -> float:
    """Return 1 or 0, as Excel does.

    An empty cell equals 0 and an empty text; a text is greater than any number, and equals none.
    """
    if isinstance(one, str) or isinstance(other, str):
        one, other = ("" if each is None else each for each in (one, other))
        if isinstance(one, str) and isinstance(other, str):
            return float(_COMPARED[sign](one.casefold(), other.casefold()))
        return float(_COMPARED[sign](isinstance(one, str), isinstance(other, str)))
    return float(_COMPARED[sign](one or 0.0, other or 0.0))


def _divide(one: float, other: float) -> float:
    if not other:
        raise CellError("#DIV/0!")
    return one / other


def _rounded(value: float, places: int) -> float:
    """Return the number rounded half away from zero, as in Excel."""
    if abs(places) > 15 or abs(value) > 1e15:
        raise UnknownFormulaError("places")
    step = 10.0**places
    return float(int(abs(value) * step + 0.5 + 1e-9) / step) * (1 if value >= 0 else -1)


def _plain(value: Any) -> float:
    if not isinstance(value, float) or value != value or abs(value) > 1e300:
        raise CellError("#NUM!")
    return value
