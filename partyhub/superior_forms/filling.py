"""The values that go into the cells of a form for a period and a unit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext
from werkzeug.utils import cached_property

from partyhub.figures import Number, Scope
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import find_choosable
from partyhub.periods import Period
from partyhub.registers import current_catalog
from partyhub.registers.values import format_day, format_rate
from partyhub.reports.branches import AT_ONCE, find_requested, own_scope
from partyhub.reports.calculation import Computed, compute_each, scope_of
from partyhub.reports.wording import RATES, format_number, remark_of
from partyhub.spreadsheets.labeled_texts import split_after_colon
from partyhub.spreadsheets.office_forms import Entry, EntryKind
from partyhub.superior_forms.grids import FORMULA, NUMBER, TEXT, Content, Grid
from partyhub.superior_forms.mapping import FormMapping, Place, Source, Text, Unit, Value
from partyhub.viewers import Viewer

PLACES, RATE_PLACES = 2, 4
UnitKey = int | str
Computeds = Mapping[tuple[UnitKey, bool], Mapping[str, Computed]]


@dataclass(frozen=True)
class FillRequest:
    """A filling that is asked for: by whom, of which period and unit; None is all that is seen."""

    viewer: Viewer
    period: Period
    organization: Organization | None = None

    @property
    def unit(self) -> Organization | None:
        """Return the unit that hands the form in."""
        return find_requested(self.viewer, self.scope, self.organization)

    @cached_property
    def scope(self) -> Scope:
        """Return the scope of what is asked for."""
        return scope_of(self.viewer, self.period, self.organization)

    def contains(self, organization_id: int) -> bool:
        """Return whether an organization is part of what is asked for."""
        own = self.scope.organizations
        return own is None or organization_id in own


@dataclass(frozen=True)
class Filled:
    """One cell with what goes into it; `problem` says why it gets nothing or something doubtful.

    `organization_id` is that of a row's own organization, None for the unit that was asked for.
    """

    place: Place
    source: Source
    entry: Entry | None
    shown: str
    remark: str = ""
    problem: str = ""
    organization_id: int | None = None


def fill(grids: Mapping[str, Grid], mapping: FormMapping, request: FillRequest) -> list[Filled]:
    """Return every mapped cell with its value, in the order of sheets, rows and columns."""
    sources = mapping.sources()
    computed = _compute(sources.values(), request)
    titles = list(grids)
    found = [
        _filled(place, source, grids.get(place.sheet), computed, request)
        for place, source in sources.items()
    ]
    return sorted(found, key=lambda each: (_at(titles, each.place.sheet), *each.place[1:]))


def _at(titles: Sequence[str], title: str) -> int:
    return titles.index(title) if title in titles else len(titles)


def _compute(sources: Iterable[Source], request: FillRequest) -> Computeds:
    """Compute what the cells need, in this period and the one before, for each unit."""
    known = current_catalog().figures_by_code
    codes: dict[str, None] = {}
    wanted: dict[tuple[UnitKey, bool], None] = {}
    for source in sources:
        if source.code not in known:
            continue
        codes[source.code] = None
        if source.value != Value.BEFORE:
            wanted[source.unit, False] = None
        if source.value != Value.NOW:
            wanted[source.unit, True] = None
    figures = [known[code] for code in codes]
    found: dict[tuple[UnitKey, bool], Mapping[str, Computed]] = {}
    scopes = {key: scope for key in wanted if (scope := _scope(key[0], key[1], request))}
    keys = list(scopes)
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        found |= zip(some, compute_each([scopes[key] for key in some], figures), strict=True)
    return found


def _scope(unit: UnitKey, is_before: bool, request: FillRequest) -> Scope | None:
    """Return the scope of a cell's unit.

    None for an organization that the viewer doesn't see, or that isn't part of what is asked for.
    """
    period = request.period.before if is_before else request.period
    if isinstance(unit, int):
        organization = find_choosable(request.viewer, unit) if request.contains(unit) else None
        return scope_of(request.viewer, period, organization) if organization else None
    scope = scope_of(request.viewer, period, request.organization)
    own = request.unit
    return own_scope(scope, own.id) if unit == Unit.ITSELF and own else scope


def _filled(
    place: Place, source: Source, grid: Grid | None, computed: Computeds, request: FillRequest
) -> Filled:
    content = grid.content(place.row, place.column) if grid else None
    if grid is None:
        return Filled(place, source, None, "", problem=gettext("The form has no such sheet."))
    if content is not None and content.kind == FORMULA and not source.replaces:
        return Filled(place, source, None, content.text, remark=gettext("The formula stays."))
    if source.text:
        return _text(place, source, content, request)
    return _number(place, source, computed, request)


def _text(place: Place, source: Source, content: Content | None, request: FillRequest) -> Filled:
    value, remark = text_of(source.text, request), ""
    kind: EntryKind = "text"
    if source.text == Text.YEAR:
        kind = "year"
    elif content is not None and content.kind == TEXT and not source.replaces:
        kind = "after_colon"
        if rest := split_after_colon(content.text)[1].strip():
            remark = gettext("What follows in the cell stays: %(text)s", text=rest)
    return Filled(place, source, Entry(*place, kind, value, source.replaces), value, remark)


def text_of(key: str, request: FillRequest) -> str:
    """Return a text of the filling by its key."""
    scope, unit = request.scope, request.unit
    return {
        Text.UNIT.value: unit.name if unit else "",
        Text.PERIOD.value: request.period.label(),
        Text.AS_OF.value: format_day(scope.as_of),
        Text.FIRST_DAY.value: format_day(request.period.start),
        Text.LAST_DAY.value: format_day(request.period.end),
        Text.YEAR.value: str(request.period.end.year),
    }[key]


def _number(place: Place, source: Source, computed: Computeds, request: FillRequest) -> Filled:
    unit = source.unit if isinstance(source.unit, int) else None
    now, before = (computed.get((source.unit, is_before)) for is_before in (False, True))
    either = now if now is not None else before
    if either is None or source.code not in either:
        # What the uploaded file has there is of another year, or of another unit.
        empty = Entry(*place, "number", None, source.replaces)
        sentence = _why_empty(unit, request)
        return Filled(place, source, empty, "", problem=sentence, organization_id=unit)
    value = _scaled(_value(source, now or {}, before or {}), source)
    kind: EntryKind = "rate" if source.code in RATES else "number"
    problem = gettext("Nothing was reported: the cell stays empty.") if value is None else ""
    shown = "" if value is None else _shown(value, kind)
    remark = remark_of(now[source.code], request.scope) if now and source.value == Value.NOW else ""
    entry = Entry(*place, kind, value, source.replaces)
    return Filled(place, source, entry, shown, remark, problem, unit)


def _why_empty(unit: int | None, request: FillRequest) -> str:
    if unit is not None and not request.contains(unit):
        return gettext("The organization is not part of the unit that is asked for.")
    return gettext("The organization or the figure is no longer there.")


def _value(source: Source, now: Mapping[str, Computed], before: Mapping[str, Computed]) -> Number:
    """Return the value in this period, in the one before, or their difference."""
    if source.value == Value.NOW:
        return now[source.code].value
    if source.value == Value.BEFORE:
        return before[source.code].value
    one, other = now[source.code].value, before[source.code].value
    if one is None or other is None:
        return None
    return Decimal(str(one)) - Decimal(str(other))


def _scaled(value: Number, source: Source) -> int | float | None:
    """Return the number as the cell takes it: in the form's unit, and rounded."""
    if value is None:
        return None
    places = RATE_PLACES if source.code in RATES else PLACES
    rounded = round(Decimal(str(value)) / source.scale, places)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def _shown(value: float, kind: EntryKind) -> str:
    return format_rate(value) if kind == "rate" else _plain(value)


def _plain(value: float) -> str:
    return format_number(value) if isinstance(value, int) else f"{value:,.2f}".rstrip("0")


def find_leftovers(grids: Mapping[str, Grid], mapping: FormMapping) -> list[Place]:
    """Return the cells with a number that nothing fills: they would stay as in the uploaded file.

    Numbers that only count the rows, at the left of them, are left out.
    """
    mapped = mapping.sources()
    return [
        place
        for grid in grids.values()
        for (row, column), content in sorted(grid.cells.items())
        if content.kind == NUMBER
        and (place := Place(grid.title, row, column)) not in mapped
        and (grid.labels_left(row, column) or not _is_serial(grid, row, column))
    ]


def _is_serial(grid: Grid, row: int, column: int) -> bool:
    """Return whether a text follows the number in its row, so that it only counts the rows."""
    content = grid.content(row, column + 1)
    return content is not None and content.kind == TEXT
