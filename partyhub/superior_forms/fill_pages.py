"""The page that shows what would go into a form for a period and a unit, and sends it filled."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from flask import abort, render_template, send_file
from flask.typing import ResponseReturnValue

from partyhub.database import db, reading
from partyhub.history.models import Action
from partyhub.history.operations import log
from partyhub.organizations.list_filters import organization_choices
from partyhub.registers.rights import can_write_shared
from partyhub.registers.views import XLSX
from partyhub.reports.report_request import ReportRequest, read_request
from partyhub.superior_forms.access import filler, find_open
from partyhub.superior_forms.differences import label_words
from partyhub.superior_forms.filled_files import UnfillableFormError, write_filled
from partyhub.superior_forms.filling import Filled, FillRequest, fill, find_leftovers
from partyhub.superior_forms.grids import Grid, grids_of
from partyhub.superior_forms.mapping import Place, from_json
from partyhub.superior_forms.models import SuperiorForm
from partyhub.superior_forms.subjects import FORMS
from partyhub.superior_forms.uncomputed import find_uncomputed
from partyhub.superior_forms.words import loss_names, source_words

MOST_LEFTOVERS = 20
DAMAGED = 410


def show_filling(form_id: int) -> ResponseReturnValue:
    """Show what goes into which cell of the form."""
    filler()
    form, requested = find_open(form_id), read_request()
    return _render(form, requested), requested.choice.status


def _render(form: SuperiorForm, requested: ReportRequest, error: str = "") -> str:
    grids, mapping = grids_of(form.sheets), from_json(form.mapping)
    found = fill(grids, mapping, _fill_request(requested))
    leftovers, uncomputed = find_leftovers(grids, mapping), find_uncomputed(grids, found)
    return render_template(
        "superior_forms/fill.html",
        form=form,
        error=error,
        may_edit=can_write_shared(requested.viewer),
        requested=requested,
        period=requested.period,
        unit=_fill_request(requested).unit,
        organizations=organization_choices(requested.viewer),
        lines=[_line(each, grids, requested) for each in found],
        problems=sum(bool(each.problem) for each in found),
        leftovers=_named(leftovers),
        uncomputed=_named(uncomputed),
        losses=loss_names(form.losses),
    )


def _named(places: Sequence[Place]) -> str:
    """Return some of the cells as one text."""
    words = "、".join(each.words for each in places[:MOST_LEFTOVERS])
    return f"{words}…" if len(places) > MOST_LEFTOVERS else words


def send_filled(form_id: int) -> ResponseReturnValue:
    """Send the filled form, after logging that and committing.

    It is filled without a lock, so that nobody has to wait to write.
    """
    with reading():
        filler()
        form, requested = find_open(form_id), read_request()
        if requested.choice.error or form.pending_id is not None:
            abort(400)
        stream = BytesIO()
        try:
            write_filled(form, _fill_request(requested), stream)
        except UnfillableFormError as error:
            return _render(form, requested, str(error)), DAMAGED
        db.session.rollback()  # the transaction that follows writes
    form, period = find_open(form_id), requested.period.label()
    log(requested.viewer, FORMS, form, Action.EXPORTED, reason=period)
    name = f"{form.name}_{period}.xlsx"
    db.session.commit()
    stream.seek(0)
    return send_file(stream, XLSX, as_attachment=True, download_name=name)


def _fill_request(requested: ReportRequest) -> FillRequest:
    return FillRequest(requested.viewer, requested.period, requested.organization)


def _line(each: Filled, grids: Mapping[str, Grid], requested: ReportRequest) -> dict[str, Any]:
    """Return what the page says of one cell, with the address of the records that are counted."""
    grid = grids.get(each.place.sheet)
    labels: Sequence[str] = label_words(grid, each.place) if grid else ()
    return {
        "place": each.place.words,
        "labels": " · ".join(labels),
        "source": source_words(each.source),
        "shown": each.shown,
        "remark": each.remark,
        "problem": each.problem,
        "url": _url(each, requested),
    }


def _url(each: Filled, requested: ReportRequest) -> str:
    """Return the address of the records behind a number of this period, or nothing."""
    if not each.source.code or each.entry is None or each.source.value != "now":
        return ""
    if each.organization_id is not None:
        own = str(each.organization_id)
        return requested.url("reports.counted", code=each.source.code, organization=own)
    own_only = {"own": "1"} if each.source.unit == "itself" else {}
    return requested.url("reports.counted", code=each.source.code, **own_only)
