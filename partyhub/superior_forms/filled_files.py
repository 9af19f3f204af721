"""The writing of a filled form."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from partyhub.attachments import storage
from partyhub.spreadsheets.office_forms import fill_form
from partyhub.superior_forms.filling import Asked, Filled, fill
from partyhub.superior_forms.grids import grids_of
from partyhub.superior_forms.mapping import from_json
from partyhub.superior_forms.models import SuperiorForm
from partyhub.superior_forms.queries import find_file


def write_filled(form: SuperiorForm, asked: Asked, stream: IO[bytes]) -> list[Filled]:
    """Write the filled form to a stream; return what went into it."""
    file = find_file(form.file_id)
    assert file is not None
    found = fill(grids_of(form.sheets), from_json(form.mapping), asked)
    entries = [each.entry for each in found if each.entry is not None]
    with TemporaryDirectory() as folder:
        target = Path(folder) / "form.xlsx"
        fill_form(storage.path_of(file.digest), target, entries)
        stream.write(target.read_bytes())
    return found
