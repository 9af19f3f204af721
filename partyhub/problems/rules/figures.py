"""Rules about figures: movements that make the end, sums by branch, and figures that moved far."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask_babel import lazy_gettext

from partyhub.figures import Figure, Number, Ratio, Scope, count_parts
from partyhub.problem_rules import Basis, Inquiry, Severity, Subject, Values, rules_of
from partyhub.registers import current_catalog
from partyhub.reports.branch_checks import DECREASES, INCREASES
from partyhub.reports.branches import entries_of, find_requested, is_additive
from partyhub.reports.calculation import Computed, compute, compute_each, scope_of
from partyhub.reports.wording import format_figure
from partyhub.rules.queries import rule_share, rule_value

MOVED, LEAST = "figures.moved.share", "figures.moved.least"
OPENING, END = "members.opening", "members.total"


def compute_inquired(inquiry: Inquiry) -> list[Mapping[str, Computed]]:
    """Return all figures of the report, then those of the period before if it can be compared."""
    scopes = [inquiry.scope]
    if _share_of(inquiry.scope) is not None:
        before = inquiry.scope.period.before
        scopes.append(scope_of(inquiry.viewer, before, inquiry.organization))
    return [*compute_each(scopes)]


def _share_of(scope: Scope) -> Fraction | None:
    """Return how far figures may move; None where none is compared, as the period isn't over."""
    return rule_share(MOVED, scope.as_of) if scope.as_of >= scope.period.end else None


def find_moved(inquiry: Inquiry) -> Iterator[Values]:
    """Yield the figures of the summary that moved farther since the period before than the rules.

    One that was nothing before, or isn't reported, has not moved. A period that isn't over can't be
    compared.
    """
    scope = inquiry.scope
    share, least = _share_of(scope), rule_value(LEAST, scope.as_of) or Decimal(0)
    if share is None:
        return
    now, then = inquiry.once(compute_inquired)
    for code, computed in now.items():
        floor = 0 if isinstance(computed.figure, Ratio) else least
        if getattr(computed.figure, "in_summary", True) and has_moved(
            computed.value, then[code].value, share, floor
        ):
            yield _described(computed, then[code])


def has_moved(now: Number, before: Number, share: Fraction, least: Decimal | int = 0) -> bool:
    """Return whether a value is more than `share`, and `least` or more, away from that before."""
    if now is None or not before:
        return False
    change = abs(Fraction(now) - Fraction(before))
    return change > share * abs(Fraction(before)) and change >= least


def _described(now: Computed, before: Computed) -> Values:
    values = [format_figure(each.figure, each.value) for each in (now, before)]
    return {
        "id": now.code,
        "title": str(now.figure.label),
        "unit": "" if values[0].endswith("%") else str(now.figure.unit),
        "now": values[0],
        "before": values[1],
        "mark": "/".join(values),
    }


def find_broken_movements(inquiry: Inquiry) -> Iterator[Values]:
    """Yield the members' figures if opening and movements don't make the end."""
    found = inquiry.once(compute_inquired)[0]
    codes = (OPENING, *INCREASES, *DECREASES, END)
    yield from broken_movements({code: found[code].value for code in codes})


def broken_movements(values: Mapping[str, Number]) -> Iterator[Values]:
    """Yield what the sentence names if opening + increases − decreases isn't the end."""
    numbers = {code: int(value or 0) for code, value in values.items()}
    came, left = (sum(numbers[code] for code in codes) for codes in (INCREASES, DECREASES))
    if numbers[OPENING] + came - left != numbers[END]:
        label = str(current_catalog().figures_by_code[END].label)
        moved = {"opening": numbers[OPENING], "came": came, "left": left, "end": numbers[END]}
        yield {"id": END, "title": label, **moved, "mark": "/".join(map(str, moved.values()))}


def find_wrong_sums(inquiry: Inquiry) -> Iterator[Values]:
    """Yield the figures that should add up and whose values by branch don't make the whole."""
    scope = inquiry.scope
    unit = find_requested(inquiry.viewer, scope, inquiry.organization)
    if unit is None:
        return
    catalog = current_catalog().figures
    figures = [each for each in catalog if isinstance(each, Figure) and is_additive(each, scope)]
    own, *others = entries_of(scope, unit)
    rest = compute(own.scope, figures)
    values = count_parts(figures, scope, [each.scope.organizations or () for each in others])
    for code, value in rest.items():
        computed = inquiry.once(compute_inquired)[0][code]
        yield from wrong_sum(computed, [value.value, *(part[code] for part in values)])


def wrong_sum(whole: Computed, parts: list[Number]) -> Iterator[Values]:
    """Yield what the sentence names if the parts of a figure don't make the whole."""
    numbers: list[Any] = [part or 0 for part in parts]
    total = sum(numbers)
    if total != (whole.value or 0):
        words = {"now": whole.value or 0, "sum": total}
        mark = "/".join(map(str, words.values()))
        yield {"id": whole.code, "title": str(whole.figure.label), **words, "mark": mark}


_rule = rules_of("figures", Subject.FIGURES, "figures")
problems = (
    _rule(
        "movements",
        Severity.BLOCK,
        lazy_gettext("Opening and movements that don't make the end"),
        lazy_gettext(
            "%(title)s: opening %(opening)s + increase %(came)s − decrease %(left)s isn't the end"
            " of %(end)s."
        ),
        find=find_broken_movements,
        basis=Basis.STATISTICS,
    ),
    _rule(
        "sums_by_branch",
        Severity.BLOCK,
        lazy_gettext("Figures whose sum by branch isn't the whole"),
        lazy_gettext("%(title)s: the branches together have %(sum)s, the whole has %(now)s."),
        find=find_wrong_sums,
        basis=Basis.STATISTICS,
    ),
    _rule(
        "moved",
        Severity.WARN,
        lazy_gettext("Figures that moved far since the period before, without a reason"),
        lazy_gettext("%(title)s moved from %(before)s to %(now)s %(unit)s."),
        find=find_moved,
        rules=(MOVED, LEAST),
        asks_reason=True,
    ),
)
