"""The writing of a filled form."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from flask_babel import gettext

from partyhub.attachments import storage
from partyhub.spreadsheets import UnreadableError
from partyhub.spreadsheets.office_forms import fill_form
from partyhub.spreadsheets.sentences import fault_sentence
from partyhub.superior_forms.filling import Filled, FillRequest, fill
from partyhub.superior_forms.grids import grids_of
from partyhub.superior_forms.mapping import from_json
from partyhub.superior_forms.models import SuperiorForm
from partyhub.superior_forms.queries import find_file


class UnfillableFormError(Exception):
    """Error for a form whose file can't be filled; its text is a sentence."""


def write_filled(form: SuperiorForm, request: FillRequest, stream: IO[bytes]) -> list[Filled]:
    """Write the filled form to a stream; return what went into it.

    Raises UnfillableFormError, with nothing written.
    """
    found = fill(grids_of(form.sheets), from_json(form.mapping), request)
    entries = [each.entry for each in found if each.entry is not None]
    file = find_file(form.file_id)
    if file is None:
        raise UnfillableFormError(damaged_sentence())
    with TemporaryDirectory() as folder:
        source, target = Path(folder) / "own.xlsx", Path(folder) / "form.xlsx"
        try:
            source.write_bytes(storage.read(file.digest))
            fill_form(source, target, entries)
        except storage.DamagedFileError as error:
            raise UnfillableFormError(damaged_sentence()) from error
        except UnreadableError as error:
            raise UnfillableFormError(fault_sentence(error.fault, error.details)) from error
        stream.write(target.read_bytes())
    return found


def damaged_sentence() -> str:
    return gettext(
        "The stored file of this form is missing or damaged. Restore it from a backup, or upload"
        " the form anew as its newer file."
    )
