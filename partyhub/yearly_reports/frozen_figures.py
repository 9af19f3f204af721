"""Figures as a signed report keeps them: the numbers, and the words in which they were printed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from partyhub.figures import AnyFigure, Scope
from partyhub.registers import current_catalog
from partyhub.reports.calculation import Computed
from partyhub.reports.wording import format_value, remark_of
from partyhub.yearly_reports.frozen_records import as_json
from partyhub.yearly_reports.wording import change_words


@dataclass(frozen=True)
class FrozenFigure:
    """One figure as it was; the words are those of the report's language.

    `value` and `before` are numbers or None; `parts` are the codes that a ratio is made of.
    """

    code: str
    label: str
    unit: str
    definition: str
    value: Any
    before: Any
    shown: str
    shown_before: str
    change: str
    remark: str
    as_of: str
    records: int
    parts: Sequence[str] = ()

    @classmethod
    def of(cls, now: Computed, before: Computed, scope: Scope) -> "FrozenFigure":
        """Return the figure with its values in the period and in the one before."""
        figure, shown = now.figure, format_value(now)
        return cls(
            figure.code,
            str(figure.label),
            "" if shown.endswith("%") else str(figure.unit),
            str(figure.definition),
            as_json(now.value),
            as_json(before.value),
            shown,
            format_value(before),
            change_words(now, before),
            remark_of(now, scope),
            now.as_of.isoformat(),
            now.records,
            tuple(getattr(figure, "parts", ())),
        )

    def as_row(self) -> dict[str, Any]:
        """Return the figure as JSON holds it."""
        return asdict(self)


def read_figures(rows: Iterable[Mapping[str, Any]]) -> dict[str, FrozenFigure]:
    """Return the figures by code."""
    return {row["code"]: FrozenFigure(**row) for row in rows}


def values_of(computed: Mapping[str, Computed]) -> dict[str, Any]:
    """Return the values by code, as JSON holds them."""
    return {code: as_json(each.value) for code, each in computed.items()}


def known_figures(codes: Iterable[str]) -> list[AnyFigure]:
    """Return the figures of these codes that there still are."""
    by_code = current_catalog().figures_by_code
    return [by_code[code] for code in codes if code in by_code]
