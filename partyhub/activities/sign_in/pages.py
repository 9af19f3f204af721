"""Pages that take a sign-in sheet for one meeting, or an attendance sheet for several."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.datastructures import MultiDict

from partyhub.accounts import current_viewer
from partyhub.activities.forms import ActivityForm
from partyhub.activities.models import Activity
from partyhub.activities.registers import activities
from partyhub.activities.roll import roll_context
from partyhub.activities.sign_in.files import find_stored, read_upload_of, store_file
from partyhub.activities.sign_in.matching import (
    LEFT_OUT,
    Review,
    apply_review,
    review_sheet,
)
from partyhub.activities.sign_in.people import Understood, find_named, understand
from partyhub.activities.sign_in.reading import DAY, AttendanceSheet
from partyhub.database import db, reading
from partyhub.forms.readings.times import read_time_behind
from partyhub.registers.committing import commit
from partyhub.registers.editing import form_values
from partyhub.registers.importing.reading.workbook import FileRefusedError
from partyhub.registers.rights import find_record, writer
from partyhub.registers.values import format_day
from partyhub.texts import normal_form


def take_sign_in_sheet(record_id: int) -> ResponseReturnValue:
    """Show the upload of a meeting's sign-in sheet, or what an uploaded one says."""
    viewer = writer(activities)
    activity = find_record(activities, viewer, record_id, writes=True)
    if request.method == "GET":
        return _upload_page(activity)
    with reading():  # nothing is written before the next page is confirmed
        upload = request.files.get("file")
        if upload is None or not upload.filename:
            return _upload_page(activity, gettext("Choose a file first.")), 400
        try:
            sheet = read_upload_of(upload, viewer)
            if sheet.meetings or not sheet.marks:
                raise FileRefusedError(_not_for_one(sheet))
            if not any(mark.mark for mark in sheet.marks[0]):
                raise FileRefusedError(_nothing_marked())
        except FileRefusedError as error:
            return _upload_page(activity, str(error)), 400
        return _review_page(activity, sheet)


def _not_for_one(sheet: AttendanceSheet) -> str:
    if sheet.meetings:
        return gettext(
            "This sheet has several meetings. Choose it on the page “Attendance sheet” of the"
            " activities."
        )
    return gettext("The sheet names nobody below its headers. Fill in the names.")


def _nothing_marked() -> str:
    return gettext(
        "Nobody has a mark in the column for signing, so it can't be told who came. Mark those"
        " who came with √, and choose the file again."
    )


def _upload_page(activity: Activity, error: str = "") -> str:
    return render_template(
        "activities/sign_in.html", register=activities, record=activity, error=error
    )


def _review_page(activity: Activity, sheet: AttendanceSheet) -> str:
    """Return the page with the roll as the sheet marks it; saving it is saving the meeting."""
    form = _form_of(activity)
    expected = [row.member for row in activity.live_attendance if row.is_expected]
    if not expected or activity.status != "held":
        expected = list(form.find_expected())
    marks = sheet.marks[0]
    named = find_named(form.viewer, (mark.name for mark in marks))
    found = understand(marks, expected, named)
    form.entries.data, form.entries.given = found.entries, True
    guests = [row.member for row in activity.live_attendance if not row.is_expected]
    form.present.data = list(dict.fromkeys([*guests, *found.guests]))
    return render_template(
        "activities/sign_in_review.html",
        register=activities,
        record=activity,
        form=form,
        found=found,
        notes=[*_compare(activity, sheet), *_replaced(activity), *_doubts(found)],
        left_out=sheet.left_out,
        **roll_context(form) | {"is_edit": True},
    )


def _form_of(activity: Activity) -> ActivityForm:
    """Return the meeting's form as saving the review fills it: held, and without a number."""
    values = form_values(activities, activity)
    sent = MultiDict({"status": "held", "present_count": ""})
    return ActivityForm(current_viewer(), edited=activity, values=values, formdata=sent)


def _compare(activity: Activity, sheet: AttendanceSheet) -> list[str]:
    """Return what the lines above the table say otherwise than the meeting on record."""
    found = []
    written, start = DAY.search(sheet.when), read_time_behind(sheet.when)
    if written and (int(written[2]), int(written[3])) != (
        activity.held_on.month,
        activity.held_on.day,
    ):
        found.append((sheet.when, format_day(activity.held_on)))
    if activity.starts_at and start not in (None, activity.starts_at):
        found.append((f"{start:%H:%M}", f"{activity.starts_at:%H:%M}"))
    if activity.place and sheet.place and normal_form(sheet.place) != normal_form(activity.place):
        found.append((sheet.place, activity.place))
    return [
        gettext(
            "The sheet says “%(theirs)s”, the meeting on record “%(ours)s”. Check that it is the"
            " right meeting.",
            theirs=theirs,
            ours=ours,
        )
        for theirs, ours in found
    ]


def _replaced(activity: Activity) -> list[str]:
    """Return the sentence for a number that names are about to replace."""
    if not activity.is_counted:
        return []
    sentence = gettext(
        "%(number)s came by the number on record; these names replace it.",
        number=activity.present_count,
    )
    return [sentence]


def _doubts(found: Understood) -> list[str]:
    """Return a sentence for each kind of row that isn't taken as it stands."""
    sentences = (
        (found.unknown, gettext("Left out, since they are not on record: %(names)s.")),
        (found.shared, gettext("Several people have this name; mark them below: %(names)s.")),
        (found.unread, gettext("The mark wasn't understood; mark them below: %(names)s.")),
        (found.not_expected, gettext("Left out, since they are not expected: %(names)s.")),
        (found.unnamed, gettext("Expected, but not in the sheet; absent: %(names)s.")),
    )
    return [sentence % {"names": "、".join(names)} for names, sentence in sentences if names]


def take_attendance_sheet() -> ResponseReturnValue:
    """Show the upload of an attendance sheet of people by meetings, or take an uploaded one."""
    viewer = writer(activities)
    if request.method == "GET":
        return _sheet_page()
    with reading():
        upload = request.files.get("file")
        if upload is None or not upload.filename:
            return _sheet_page(gettext("Choose a file first.")), 400
        stored = store_file(upload, viewer)
        try:
            sheet = find_stored(stored.token, viewer)
            if sheet is not None and not sheet.meetings:
                raise FileRefusedError(_not_for_several())
        except FileRefusedError as error:
            stored.forget()
            return _sheet_page(str(error)), 400
    return redirect(url_for("activities.attendance_sheet_review", token=stored.token), 303)


def _not_for_several() -> str:
    return gettext(
        "This is the sign-in sheet of one meeting. Open the page of that meeting, and choose it"
        " there."
    )


def _sheet_page(error: str = "") -> str:
    return render_template("activities/attendance_sheet.html", register=activities, error=error)


def review_attendance_sheet(token: str) -> ResponseReturnValue:
    """Show which meetings the columns of a sheet belong to, or fill these meetings."""
    viewer = writer(activities)
    try:
        sheet = find_stored(token, viewer)
    except FileRefusedError as error:
        return _sheet_page(str(error)), 400
    if sheet is None:
        abort(404)
    review = review_sheet(viewer, sheet, request.values)
    if request.method == "GET":
        return _sheet_review(review, token)
    problems = apply_review(viewer, review)
    if problems or not any(column.choice != LEFT_OUT for column in review.columns):
        db.session.rollback()
        review = review_sheet(viewer, sheet, request.values)
        none = gettext("No meeting is chosen. Choose one for at least one column.")
        return _sheet_review(review, token, problems or [none]), 400
    return _save(review)


def _save(review: Review) -> ResponseReturnValue:
    """Commit the attendance of the chosen meetings, and lead to the list with what is warned of."""
    count = sum(column.choice != LEFT_OUT for column in review.columns)
    commit()
    flash(
        ngettext(
            "The attendance of %(num)s meeting is on record.",
            "The attendance of %(num)s meetings is on record.",
            count,
        ),
        "ok",
    )
    for warning in review.warnings:
        flash(warning, "warning")
    return redirect(url_for("activities.list"), 303)


def _sheet_review(review: Review, token: str, problems: Any = ()) -> str:
    return render_template(
        "activities/attendance_sheet_review.html",
        register=activities,
        review=review,
        token=token,
        problems=problems,
    )
