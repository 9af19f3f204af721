"""The figures and the yearly workbook."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from partyhub.cli.answers import as_json, as_table, give, note, refuse_own_files
from partyhub.cli.frame import opened, owner
from partyhub.cli.language import gettext
from partyhub.cli.users import organization_named
from partyhub.database import db, reading, writing
from partyhub.figures import Number, Ratio
from partyhub.history.models import Action
from partyhub.history.operations import log
from partyhub.organizations.models import Organization
from partyhub.periods import Period
from partyhub.reports.calculation import Computed, compute, scope_of
from partyhub.reports.subjects import IN_HISTORY
from partyhub.reports.wording import value_words


def figures(instance: str | None, period: Period, org: str | None, form: str) -> None:
    with opened(instance, has_pages=False):
        computed = compute(scope_of(owner(), period, asked_organization(org)))
        give(_as_json(period, computed) if form == "json" else _as_table(computed), None)


def export(instance: str | None, period: Period, org: str | None, out: Path) -> None:
    from partyhub.reports.workbook import write_yearly  # loaded when a workbook is written

    with opened(instance):
        refuse_own_files(out)
        organization = asked_organization(org)
        record_export(IN_HISTORY, f"{period.key} {org or ''}".strip())
        with reading():
            write_yearly(owner(), period, organization, out)
        note(gettext("Written: %(file)s", file=out))


def asked_organization(code: str | None) -> Organization | None:
    return None if code is None else organization_named(code)


def record_export(what: str, how: str) -> None:
    """Put on record that data leave, before they do, in a short transaction of its own."""
    db.session.rollback()
    with writing():
        log(owner(), what, None, Action.EXPORTED, reason=how)
        db.session.commit()


def plain_number(value: Number) -> int | float | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _as_json(period: Period, computed: dict[str, Computed]) -> str:
    span = {"start": period.start.isoformat(), "end": period.end.isoformat()}
    return as_json(
        {"period": span, "figures": {code: _plain(item) for code, item in computed.items()}}
    )


def _plain(computed: Computed) -> dict[str, Any]:
    figure = computed.figure
    described = {
        "label": str(figure.label),
        "value": plain_number(computed.value),
        "unit": str(figure.unit),
        "kind": figure.kind.value,
        "as_of": computed.as_of.isoformat(),
        "definition": str(figure.definition),
        "records": computed.records,
    }
    return described | ({"parts": list(figure.parts)} if isinstance(figure, Ratio) else {})


def _as_table(computed: dict[str, Computed]) -> str:
    headings = [
        gettext("Indicator"),
        gettext("Value"),
        gettext("Unit"),
        gettext("Records"),
        gettext("Code"),
    ]
    rows = [
        (
            str(item.figure.label),
            value_words(item) or "—",
            str(item.figure.unit),
            str(item.records),
            code,
        )
        for code, item in computed.items()
    ]
    return as_table(headings, rows, numbers=(1, 3))
