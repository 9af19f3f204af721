"""Sections of a table: a heading alone in its row names the branch of the rows below it."""

from collections.abc import Sequence

from flask_babel import gettext
from werkzeug.utils import cached_property

from partyhub.database import Nameable
from partyhub.forms import NameField, RecordForm, RefField, RefsField
from partyhub.references import model_of
from partyhub.registers.catalog import current_catalog
from partyhub.registers.importing.places import Problem
from partyhub.registers.importing.reading.row_kinds import bare_heading, is_place
from partyhub.registers.importing.reading.rows import Row
from partyhub.registers.register import Column, Register
from partyhub.texts import clean_text, normal_form

# The most texts that name nothing and are looked up; later ones have to sound like a name.
MOST_TRIED = 50


class Sections:
    """The headings of a table that name records, and the columns that they give to rows below.

    These are the register's references to records other than its own and people: a person's name
    alone in a row is a signature or a mistake. `faults` are headings that rows need and that name
    nothing on record.
    """

    def __init__(self, register: Register, form: RecordForm) -> None:
        self.register, self.form = register, form
        self.faults: list[Problem] = []
        self._tried: set[str] = set()
        # The name to write into each column of the rows below.
        self._given: dict[str, str] = {}
        self._unknown: Problem | None = None
        # The columns that rows below an unknown heading lack.
        self._lacking: Sequence[str] = ()

    @cached_property
    def columns(self) -> Sequence[Column]:
        """Return the columns that a heading may give, required ones first."""
        found = [column for column in self.register.columns if self._is_given(column)]
        return sorted(found, key=lambda column: not self.form[column.key].flags.required)

    def find(self, heading: str, *, takes_code: bool = False) -> tuple[Column, str] | None:
        """Return the column that takes a heading and the name to write there, or None."""
        text = clean_text(heading)
        names = dict.fromkeys((text, bare_heading(heading)))
        if text in self._tried or (len(self._tried) >= MOST_TRIED and not is_place(text)):
            return None
        for column in self.columns:
            for name in filter(None, names):
                record = self._read(column, name)
                if record is not None and (takes_code or not _is_code(record, name)):
                    return column, name
        self._tried.add(text)
        return None

    def begin(self, column: Column, name: str) -> None:
        """Begin a section: rows below get `name` in `column` unless they have a value of theirs."""
        model = model_of(self.form[column.key].query)
        for other in self.columns:  # a group belongs to the branch before
            if model_of(self.form[other.key].query) is model:
                self._given.pop(other.key, None)
        self._given[column.key] = name
        self._unknown = None

    def begin_unknown(self, heading: Problem) -> None:
        """Begin a section whose heading names nothing on record: a fault if rows need the name."""
        required = [each.key for each in self.columns if self.form[each.key].flags.required]
        self._lacking = [*required, *(key for key in self._given if key not in required)]
        self._given, self._unknown = {}, heading

    def fill(self, row: Row) -> Row:
        """Write the names of the section into the row's blank cells, and return the row."""
        for key, name in self._given.items():
            if key not in row.typed and key not in row.problems:
                row.typed[key] = row.raw[key] = name
        if self._unknown is not None:
            row.explained = [key for key in self._lacking if key not in row.typed]
            if row.explained:
                self._add_fault(self._unknown)
        return row

    def _add_fault(self, unknown: Problem) -> None:
        if self.faults[-1:] == [unknown]:
            return
        self.faults.append(unknown)

    def _is_given(self, column: Column) -> bool:
        field = self.form._fields.get(column.key)
        if not isinstance(field, RefField) or isinstance(field, RefsField) or field.is_create_only:
            return False
        named = current_catalog().by_model[model_of(field.query)]
        name = named.column("name")
        is_person = name is not None and isinstance(named.field(name), NameField)
        return named is not self.register and not is_person

    def _read(self, column: Column, name: str) -> Nameable | None:
        try:
            found = self.form.read_key(column.key, {column.key: name})
        except ValueError:
            return None
        return found if isinstance(found, Nameable) else None


def _is_code(record: Nameable, name: str) -> bool:
    is_name = normal_form(name) == normal_form(record.name)
    return not is_name and normal_form(name) == normal_form(record.reference_code)


def unknown_sentence() -> str:
    """Return the sentence for a heading that names nothing on record."""
    return gettext(
        "This heading has to name a Party organization on record, which the rows below it get."
        " Correct the name, or add the organization first."
    )
