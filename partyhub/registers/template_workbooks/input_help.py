"""Instructions for the columns of templates, from the kinds of their values and their forms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext, pgettext

from partyhub.registers.catalog import current_catalog
from partyhub.registers.reference_columns import Naming
from partyhub.registers.register import Column, Register
from partyhub.registers.template_workbooks.examples import example_of
from partyhub.registers.values import yes_or_no
from partyhub.texts import CLEAR


@dataclass(frozen=True)
class InputHelp:
    """Instructions for values of a kind: a hint of a few words, and sentences."""

    hint: Any
    what: Any = ""


INPUT_HELP: Mapping[str, InputHelp] = {
    "text": InputHelp(lazy_pgettext("template", "text"), lazy_gettext("Text.")),
    "phone": InputHelp(
        lazy_pgettext("template", "phone number"),
        lazy_gettext(
            "A phone number, as text. One whose middle is hidden may stay so: nothing changes."
        ),
    ),
    "date": InputHelp(
        lazy_pgettext("template", "day"),
        lazy_gettext("A day with year, month and day. A month alone is refused: add the day."),
    ),
    "known_date": InputHelp(
        lazy_pgettext("template", "day or month"),
        lazy_gettext(
            "A day with year, month and day. A month alone if only that is known; “about” before an"
            " estimated date."
        ),
    ),
    "month": InputHelp(lazy_pgettext("template", "month"), lazy_gettext("A month, without a day.")),
    "time": InputHelp(
        lazy_pgettext("template", "time"), lazy_gettext("A time of day by 24 hours.")
    ),
    "year": InputHelp(lazy_pgettext("template", "year"), lazy_gettext("A year of four digits.")),
    "int": InputHelp(
        lazy_pgettext("template", "whole number"),
        lazy_gettext("A whole number, digits only, without a unit."),
    ),
    "decimal": InputHelp(
        lazy_pgettext("template", "number"),
        lazy_gettext("A number, digits only, without a unit."),
    ),
    "money": InputHelp(
        lazy_pgettext("template", "yuan"),
        lazy_gettext("An amount in yuan, not in ten thousands; at most two decimal places."),
    ),
    "bool": InputHelp(lazy_pgettext("template", "yes or no"), lazy_gettext("One of: %(choices)s.")),
    "enum": InputHelp(
        lazy_pgettext("template", "one choice"), lazy_gettext("One of: %(choices)s.")
    ),
    "enums": InputHelp(
        lazy_pgettext("template", "several choices"),
        lazy_gettext("One of these, or several with 、 between them: %(choices)s."),
    ),
    "ref": InputHelp(lazy_pgettext("template", "one name")),
    "refs": InputHelp(lazy_pgettext("template", "several names")),
}


@dataclass(frozen=True)
class ColumnHelp:
    """The explanation of one column, used by the note at its header and the help sheet."""

    header: str
    is_required: bool
    kind: str
    what: str
    example: str
    remark: str

    @property
    def duty(self) -> str:
        """Return the word for required or optional."""
        return gettext("Required") if self.is_required else gettext("Optional")

    @property
    def hint(self) -> str:
        """Return the text above the header; unlike a kind alone, it can't equal a header."""
        return f"{self.duty} · {self.kind}"

    @property
    def note(self) -> str:
        """Return the note at the header, a line for each thing to know."""
        example = gettext("Example: %(example)s", example=self.example) if self.example else ""
        lines = (f"{self.header} · {self.duty}", self.what, example, self.remark)
        return "\n".join(line for line in lines if line)


def explain(register: Register, column: Column, naming: Naming) -> ColumnHelp:
    """Return the explanation of `column` in the current language."""
    help_of_kind = INPUT_HELP[register.kind(column)]
    what = str(help_of_kind.what) % {"choices": "、".join(labels_of(register, column))}
    own = register.help(column)
    sentences = [what, *limits(register, column, naming), str(own.description)]
    return ColumnHelp(
        register.header(column),
        own.is_required,
        str(help_of_kind.hint),
        reduce(joined, filter(None, sentences)),
        example_of(register, column),
        remark_of(register, column),
    )


def joined(first: str, second: str) -> str:
    """Return two sentences as one text; Chinese ones have no space between them."""
    return pgettext("sentences", "%(first)s %(second)s", first=first, second=second)


def labels_of(register: Register, column: Column) -> tuple[str, ...]:
    """Return all values that a column with few values takes; empty for any other column."""
    if register.kind(column) == "bool":
        return yes_or_no(True), yes_or_no(False)
    return tuple(member.label for member in register.members(column) or ())


def limits(register: Register, column: Column, naming: Naming) -> Iterator[str]:
    """Yield sentences that limit which values of its kind the column takes."""
    named = naming.of(register, column)
    own = register.help(column)
    if named and register.kind(column) == "refs":
        yield gettext(
            "From the sheet “%(sheet)s”, several with 、 between them.", sheet=named.register.title
        )
    elif named:
        yield gettext("From the sheet “%(sheet)s”.", sheet=named.register.title)
    deferral = current_catalog().deferral_of(register)
    if deferral and column.key in deferral.fields and own.is_required:
        yield gettext(
            "May stay blank where the sheet “%(sheet)s” of the same workbook says it.",
            sheet=deferral.by.title,
        )
    if own.longest:
        yield gettext("At most %(most)s characters.", most=own.longest)
    if own.most is not None:
        yield gettext("From %(least)s to %(most)s.", least=own.least or 0, most=own.most)


def remark_of(register: Register, column: Column) -> str:
    """Return what the column means in a row about an existing record."""
    if column.key in register.key:
        return gettext(
            "Rows find the record that they change by: %(key)s.", key=format_key(register)
        )
    if register.help(column).is_required:
        return gettext("Blank in a row that changes a record: it stays as it is.")
    return gettext(
        "Blank in a row that changes a record: it stays as it is; %(clear)s empties it.",
        clear=CLEAR,
    )


def format_key(register: Register) -> str:
    """Return the headers of the key columns, joined by 、."""
    columns = (register.column(key) for key in register.key)
    return "、".join(register.header(column) for column in columns if column)
