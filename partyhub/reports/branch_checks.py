"""Checks of the table by branch: movements make the totals, and parts the whole."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask_babel import gettext, ngettext

from partyhub.figures import Number, Scope
from partyhub.reports.branch_columns import figures_of
from partyhub.reports.branch_table import BranchTable, Row
from partyhub.reports.branches import is_additive
from partyhub.reports.wording import format_number

INCREASES = ("members.admitted", "members.transferred_in", "members.other_increase")
DECREASES = ("members.transferred_out", "members.other_decrease")
STAGES = ("members.full", "members.probationary")
# Between two of the rows a person moves in and out, which is no movement of the whole.
MOVES = frozenset({"members.transferred_in", "members.transferred_out"})


class Check(NamedTuple):
    """One rule, whether it holds for every row, and how its sum looks for the whole."""

    rule: str
    holds: bool
    proof: str


def checks_of(table: BranchTable, scope: Scope) -> list[Check]:
    """Return the checks that the figures of the table allow; a table of one row has none."""
    codes = {figure.code for figure in figures_of(table.bands)}
    if not table.rows:
        return []
    found = [_parts_make_the_whole(table, scope)]
    if codes.issuperset(("members.opening", *INCREASES, *DECREASES, "members.total")):
        found.insert(0, _movements_make_the_end(table))
    if codes.issuperset((*STAGES, "members.total")):
        found.append(_stages_make_the_total(table))
    return found


def _movements_make_the_end(table: BranchTable) -> Check:
    def holds(row: Row) -> bool:
        start = _number(row, "members.opening")
        moved = sum(_number(row, code) for code in INCREASES)
        moved -= sum(_number(row, code) for code in DECREASES)
        return start + moved == _number(row, "members.total")

    rule = ngettext(
        "Opening + increases − decreases = end, checked for %(num)d organization",
        "Opening + increases − decreases = end, checked for each of %(num)d organizations",
        len(table.rows),
    )
    whole = table.sums[-1].values
    terms = [_shown(whole, "members.opening")]
    terms += [f"+ {_shown(whole, code)}" for code in INCREASES]
    terms += [f"− {_shown(whole, code)}" for code in DECREASES]
    proof = f"{' '.join(terms)} = {_shown(whole, 'members.total')}"
    return Check(rule, all(map(holds, _counted(table))), proof)


def _parts_make_the_whole(table: BranchTable, scope: Scope) -> Check:
    (between,) = [row for row in table.sums if row.is_difference]
    added = {each.code for each in figures_of(table.bands) if is_additive(each, scope)}
    rest = {code: float(value) for code, value in between.values.items() if value}
    moved = abs(rest.get("members.transferred_in", 0))
    holds = not added & rest.keys() and moved == abs(rest.get("members.transferred_out", 0))
    words = []
    if holds and moved:
        words.append(
            gettext(
                "Transfers between them are no transfers of the whole: %(number)s.",
                number=format_number(moved),
            )
        )
    others = [
        column.label
        for band in table.bands
        for column in band.columns
        if column.figure.code in rest.keys() - added - MOVES
    ]
    if others:
        words.append(gettext("Not additive here: %(figures)s.", figures="、".join(others)))
    rule = gettext("Organizations together + itself = the whole, figure by figure")
    return Check(rule, holds, " ".join(words))


def _stages_make_the_total(table: BranchTable) -> Check:
    def holds(row: Row) -> bool:
        return sum(_number(row, code) for code in STAGES) == _number(row, "members.total")

    whole = table.sums[-1].values
    terms = " + ".join(_shown(whole, code) for code in STAGES)
    proof = f"{terms} = {_shown(whole, 'members.total')}"
    rule = gettext("Full members + probationary members = members at the end")
    return Check(rule, all(map(holds, _counted(table))), proof)


def _counted(table: BranchTable) -> Sequence[Row]:
    return [*table.rows, *(row for row in table.sums if row.is_own or row.is_whole)]


def _number(row: Row, code: str) -> float:
    return float(row.values[code] or 0)


def _shown(values: Mapping[str, Number], code: str) -> str:
    return format_number(values[code] or 0)
