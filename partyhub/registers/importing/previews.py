"""A judged file as its page shows it, in JSON: kept beside the file until it is applied."""

from collections.abc import Sequence
from typing import Any

from partyhub.registers.importing.outcomes import Clash, Problem, Result, RowOutcome, State

# So many lines of each kind are shown; the file that comes back marked says them all.
MOST_SHOWN = 300


def as_page(result: Result) -> dict[str, Any]:
    rows = {state: [row for row in result.rows if row.state is state] for state in State}
    return {
        "digest": result.digest,
        "counts": {state.value: len(found) for state, found in rows.items()},
        "is_applicable": result.is_applicable,
        "does_nothing": result.does_nothing,
        "errors": _shown([_problem(item) for item in result.errors]),
        "warnings": _shown([_problem(item) for item in result.warnings]),
        "new": _shown([_row(row) for row in rows[State.NEW]]),
        "changed": _shown([_row(row) for row in rows[State.CHANGED]]),
        # All of them: each one wants a decision.
        "clashes": [_clash(row, clash) for row in result.rows for clash in row.clashes],
        "header_rows": result.header_rows,
        "marks": [
            [*problem.place[:3], problem.value, problem.message] for problem in result.errors
        ],
        "right": [list(row.place[:2]) for row in result.rows if not row.problems],
    }


def _shown(items: Sequence[Any]) -> dict[str, Any]:
    return {"shown": list(items[:MOST_SHOWN]), "more": max(0, len(items) - MOST_SHOWN)}


def _problem(problem: Problem) -> dict[str, Any]:
    return problem.as_json()


def _row(row: RowOutcome) -> dict[str, Any]:
    changes = [{"label": item.label, "old": item.old, "new": item.new} for item in row.changes]
    return {"sheet": row.place.sheet, "row": row.place.row, "title": row.title, "changes": changes}


def _clash(row: RowOutcome, clash: Clash) -> dict[str, Any]:
    return {
        "name": clash.name,
        "sheet": clash.place.sheet,
        "row": clash.place.row,
        "title": row.title,
        "label": clash.change.label,
        "here": clash.change.old,
        "file": clash.change.new,
        "base": clash.base,
        "is_edited": clash.is_edited,
    }
