"""Commands for the figures and the yearly workbook."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from partyhub.cli.command_context import opened, owner
from partyhub.cli.language import gettext
from partyhub.cli.output import as_json, as_table, give, note, refuse_own_files
from partyhub.cli.users import organization_named
from partyhub.cli.values import FULL
from partyhub.database import db, reading, writing
from partyhub.figures import Number, Ratio, Scope
from partyhub.history.models import Action
from partyhub.history.operations import log
from partyhub.organizations.models import Organization
from partyhub.periods import Period
from partyhub.reports.branches import Entry, find_branches, find_requested, is_additive, name_of
from partyhub.reports.calculation import Computed, compute, scope_of
from partyhub.reports.subjects import IN_HISTORY
from partyhub.reports.wording import format_value, remark_of
from partyhub.viewers import Viewer


def figures(
    instance: str | None, period: Period, org: str | None, by_branch: bool, form: str
) -> None:
    """Print every figure of a period, as a table or as JSON, on request by branch, too."""
    with opened(instance, has_pages=False):
        organization = find_requested_organization(org)
        scope = scope_of(owner(), period, organization)
        computed = compute(scope)
        branches = _by_branch(scope, organization) if by_branch else []
        if form == "json":
            found = _plain_figures(scope, computed)
            if by_branch:
                found["by_branch"] = {
                    entry.organization.code: _values(own) for entry, own in branches
                }
            give(as_json(found), None)
        elif by_branch:
            give(_branches_table(computed, branches), None)
        else:
            give(_as_table(scope, computed), None)


def export(instance: str | None, period: Period, org: str | None, edition: str, out: Path) -> None:
    """Write an edition of the yearly workbook to `out`, after logging the export in the history."""
    with opened(instance, has_pages=False):
        write = _writer_of(edition)
        refuse_own_files(out)
        organization = find_requested_organization(org)
        record_export(IN_HISTORY, f"{period.key} {org or ''}".strip())
        with reading():
            write(owner(), period, organization, out)
        note(gettext("Written: %(file)s", file=out))


def _writer_of(edition: str) -> Callable[[Viewer, Period, Organization | None, Path], None]:
    """Return what writes an edition; its code is loaded when a workbook is written."""
    if edition == FULL:
        from partyhub.reports.workbook import write_yearly

        return write_yearly
    from partyhub.handin import write_handin

    return write_handin


def find_requested_organization(code: str | None) -> Organization | None:
    """Return the organization with this code; None stands for all."""
    return None if code is None else organization_named(code)


def record_export(what: str, how: str) -> None:
    """Log an export in the history before it happens, in a short transaction of its own."""
    db.session.rollback()
    with writing():
        log(owner(), what, None, Action.EXPORTED, reason=how)
        db.session.commit()


def plain_number(value: Number) -> int | float | None:
    """Return a Decimal as int or float for JSON; other numbers and None are returned unchanged."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _by_branch(
    scope: Scope, organization: Organization | None
) -> Sequence[tuple[Entry, Mapping[str, Computed]]]:
    """Return the entries with their figures; none where there is no organization yet."""
    unit = find_requested(owner(), scope, organization)
    return [] if unit is None else find_branches(scope, unit)


def _values(computed: Mapping[str, Computed]) -> dict[str, Any]:
    return {code: plain_number(item.value) for code, item in computed.items()}


def _plain_figures(scope: Scope, computed: Mapping[str, Computed]) -> dict[str, Any]:
    span = {"start": scope.period.start.isoformat(), "end": scope.period.end.isoformat()}
    plain = {code: _plain(item, scope) for code, item in computed.items()}
    return {"period": span, "figures": plain}


def _plain(computed: Computed, scope: Scope) -> dict[str, Any]:
    figure = computed.figure
    described = {
        "label": str(figure.label),
        "value": plain_number(computed.value),
        "unit": str(figure.unit),
        "kind": figure.kind.value,
        "as_of": computed.as_of.isoformat(),
        "definition": str(figure.definition),
        "records": computed.records,
        "group": figure.group.value,
        "part_of": figure.part_of,
        "additive": is_additive(figure, scope),
    }
    if remark := remark_of(computed, scope):
        described["remark"] = remark
    return described | ({"parts": list(figure.parts)} if isinstance(figure, Ratio) else {})


def _branches_table(
    computed: Mapping[str, Computed], branches: Sequence[tuple[Entry, Mapping[str, Computed]]]
) -> str:
    """Return a line for each figure with a column for each entry, and one for all together."""
    headings = [
        gettext("Indicator"),
        gettext("Unit"),
        gettext("All"),
        *(name_of(entry) for entry, _ in branches),
    ]
    rows = [
        (
            str(item.figure.label),
            str(item.figure.unit),
            *(format_value(own[code]) or "—" for own in (computed, *(own for _, own in branches))),
        )
        for code, item in computed.items()
    ]
    return as_table(headings, rows, numbers=range(2, len(headings)))


def _as_table(scope: Scope, computed: dict[str, Computed]) -> str:
    headings = [
        gettext("Indicator"),
        gettext("Value"),
        gettext("Unit"),
        gettext("Records"),
        gettext("Remark"),
    ]
    rows = [
        (
            str(item.figure.label),
            format_value(item) or "—",
            str(item.figure.unit),
            str(item.records),
            remark_of(item, scope),
        )
        for item in computed.values()
    ]
    return as_table(headings, rows, numbers=(1, 3))
