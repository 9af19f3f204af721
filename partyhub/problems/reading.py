"""Reading of what rules select: several rules by one statement, which is built once.

A rule alone has a statement that is soon run and takes long to build and to send.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Boolean, Date, Integer, String, cast, literal_column, null, select, union_all

from partyhub.database import db
from partyhub.figures import Placeholders, Rows, Scope
from partyhub.problem_rules import Inquiry, ProblemRule
from partyhub.statement_cache import remember

# The most selects and columns of one statement: it stays short, and its rows narrow.
MOST_SELECTS, MOST_COLUMNS = 10, 18
# A column of such a type holds values of several selects; any other those of one.
SHARED = (Boolean, Date, Integer, String)

RuleSelect: TypeAlias = Callable[[Scope], Rows | None]


class Found(SimpleNamespace):
    """A row with the columns of its own select, as a row of the database has them."""

    def _asdict(self) -> dict[str, Any]:
        return vars(self)


class _Slot(NamedTuple):
    """A column of united rows: what tells its kind, and the number among those of the kind."""

    kind: Any
    number: int


class _Part(NamedTuple):
    """A select among several, with the slots of its columns by name."""

    of: RuleSelect
    rows: Any
    slots: Mapping[str, _Slot]


class _United(NamedTuple):
    """A statement of several selects: first the number of the select, then the slots."""

    statement: Any
    parts: Sequence[_Part]
    slots: Sequence[_Slot]


def read_rows(rules: Sequence[ProblemRule], inquiry: Inquiry) -> None:
    """Read the rows of all rules that select some, so that the inquiry knows them."""
    scope = inquiry.scope
    is_dated = {each.select: each.is_dated for each in rules if each.select is not None}
    lasting = tuple(own for own, dated in is_dated.items() if not dated)
    key = ("problems", lasting, scope.shape)
    united = remember(key, lambda: list(_unite_all(lasting, Placeholders.of(scope.shape, 0))))
    inquiry.known.update(dict.fromkeys(is_dated, ()))
    for each in (*united, *_unite_all([own for own in is_dated if is_dated[own]], scope)):
        inquiry.known.update(_read(each, scope))


def _read(united: _United, scope: Scope) -> dict[RuleSelect, list[Found]]:
    found: dict[RuleSelect, list[Found]] = {part.of: [] for part in united.parts}
    places = {slot: place for place, slot in enumerate(united.slots, 1)}
    known = [
        (found[part.of], [(name, places[slot]) for name, slot in part.slots.items()])
        for part in united.parts
    ]
    for row in db.session.execute(united.statement, scope.parameters(0)):
        rows, names = known[row[0]]
        rows.append(Found(**{name: row[place] for name, place in names}))
    return found


def _unite_all(selects: Sequence[RuleSelect], scope: Scope) -> Iterator[_United]:
    """Yield statements that read these selects in their order; one that is None isn't read."""
    parts: list[_Part] = []
    slots: dict[_Slot, Any] = {}
    for own in selects:
        query = own(scope)
        if query is None:
            continue
        added = _slots_of(query)
        if parts and (len(parts) == MOST_SELECTS or len(slots | added) > MOST_COLUMNS):
            yield _unite(parts, slots)
            parts, slots = [], {}
        rows = query.subquery(f"rows_{len(parts)}")
        parts.append(_Part(own, rows, dict(zip(rows.c.keys(), added, strict=True))))
        slots |= added
    if parts:
        yield _unite(parts, slots)


def _slots_of(query: Rows) -> dict[_Slot, Any]:
    """Return the types of a select's columns, each by its slot."""
    numbers: dict[Any, int] = defaultdict(int)
    found = {}
    for column in query.selected_columns:
        kind: Any = type(column.type)
        if kind not in SHARED:
            kind = getattr(column.type, "enum_class", None) or column.type
        numbers[kind] += 1
        found[_Slot(kind, numbers[kind])] = column.type
    return found


def _unite(parts: Sequence[_Part], slots: Mapping[_Slot, Any]) -> _United:
    selects = [_padded(number, part, slots) for number, part in enumerate(parts)]
    return _United(selects[0] if len(parts) == 1 else union_all(*selects), parts, list(slots))


def _padded(number: int, part: _Part, slots: Mapping[_Slot, Any]) -> Any:
    own = {slot: part.rows.c[name] for name, slot in part.slots.items()}
    columns = (own[slot] if slot in own else cast(null(), kind) for slot, kind in slots.items())
    place: Any = literal_column(str(number))
    return select(place, *(each.label(f"n{n}") for n, each in enumerate(columns)))
