"""The page on which a pack of evidence is chosen, and the pack itself."""

from collections.abc import Sequence

from flask import abort, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub.database import db, reading
from partyhub.history.models import Action
from partyhub.history.operations import log
from partyhub.inspection_packs.choices import Choice, count_choices
from partyhub.inspection_packs.orders import Order
from partyhub.inspection_packs.subjects import IN_HISTORY
from partyhub.organizations.list_filters import organization_choices
from partyhub.reports.branches import find_requested
from partyhub.reports.report_request import ReportRequest, read_request
from partyhub.sent_files import file_to_send

ZIP = "application/zip"
# More would take too long for one answer, and more than a disk may spare.
MOST_RECORDS = 10_000
MOST_BYTES = 4 << 30


def show() -> ResponseReturnValue:
    """Show what a pack of a period and an organization can hold, with the numbers."""
    requested = read_request()
    return _page(requested, count_choices(requested.viewer, requested.scope(), None))


def pack() -> ResponseReturnValue:
    """Send a pack of the registers chosen, after logging the export and committing.

    Everything but the log is read without a lock, so that nobody has to wait to write.
    """
    with reading():
        requested = read_request()
        if requested.choice.error:
            abort(400)
        chosen = request.form.getlist("register")
        choices = count_choices(requested.viewer, requested.scope(), chosen)
        if error := _refuse(choices):
            return _page(requested, choices, error), 400
        registers = [each.register for each in choices if each.is_chosen]
        order = Order(requested.viewer, requested.scope(), registers, unit_name(requested))
        db.session.rollback()  # the transaction that follows writes
    period = requested.period.label()
    names = "、".join(str(each.title) for each in registers)
    how = f"{period} {order.unit}: {names}"
    log(order.viewer, IN_HISTORY, None, Action.EXPORTED, reason=how)
    db.session.commit()
    name = gettext("Evidence of %(unit)s, %(period)s", unit=order.unit, period=period)
    return send_pack(order, f"{name}.zip")


def send_pack(order: Order, name: str) -> ResponseReturnValue:
    """Write the pack to a temporary file and send it."""
    from partyhub.inspection_packs.packing import write_pack  # loads what writes documents

    with file_to_send() as stream, reading():
        write_pack(order, stream)
    return send_file(stream, ZIP, as_attachment=True, download_name=name)


def unit_name(requested: ReportRequest) -> str:
    """Return the name of the organization that the pack is about."""
    unit = find_requested(requested.viewer, requested.scope(), requested.organization)
    return unit.name if unit else ""


def _refuse(choices: Sequence[Choice]) -> str:
    """Return why a pack of what is chosen can't be made, or an empty text."""
    chosen = [each for each in choices if each.is_chosen]
    records = sum(each.records for each in chosen)
    if not chosen:
        return gettext("Choose at least one register.")
    if not records:
        return gettext(
            "There is no record in what you chose. Choose another period or other registers."
        )
    if records > MOST_RECORDS:
        return gettext(
            "%(number)s records are too many for one pack; %(most)s are the most. Choose fewer"
            " registers, a shorter period or one branch.",
            number=records,
            most=MOST_RECORDS,
        )
    if sum(each.size for each in chosen) > MOST_BYTES:
        return gettext(
            "The attachments are larger than 4 GB. Choose fewer registers or a shorter period."
        )
    return ""


def _page(requested: ReportRequest, choices: Sequence[Choice], error: str = "") -> str:
    return render_template(
        "inspection_packs/show.html",
        requested=requested,
        period=requested.period,
        periods_menu=requested.choice.menu,
        organizations=organization_choices(requested.viewer),
        unit=unit_name(requested),
        choices=choices,
        error=error,
        most=MOST_RECORDS,
    )
