"""What a column takes, in words: by the kind of its values, and by what its form says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext, pgettext

from partyhub.registers.completing import completion_of
from partyhub.registers.naming import Naming
from partyhub.registers.register import Column, Register
from partyhub.registers.values import yes_or_no
from partyhub.texts import CLEAR


@dataclass(frozen=True)
class Way:
    """How values of a kind are entered: in a word, in sentences, and by an example."""

    hint: Any
    what: Any
    example: str = ""


WAYS: Mapping[str, Way] = {
    "text": Way(lazy_pgettext("template", "text"), lazy_gettext("Text.")),
    "phone": Way(
        lazy_pgettext("template", "phone number"),
        lazy_gettext(
            "A phone number, as text. One whose middle is hidden may stay so: nothing changes."
        ),
    ),
    "date": Way(
        lazy_pgettext("template", "day"),
        lazy_gettext("A day with year, month and day. A month alone is refused: add the day."),
        "2023-06-29",
    ),
    "month": Way(
        lazy_pgettext("template", "month"), lazy_gettext("A month, without a day."), "2023-06"
    ),
    "time": Way(
        lazy_pgettext("template", "time"), lazy_gettext("A time of day by 24 hours."), "14:30"
    ),
    "year": Way(lazy_pgettext("template", "year"), lazy_gettext("A year of four digits."), "2023"),
    "int": Way(
        lazy_pgettext("template", "whole number"),
        lazy_gettext("A whole number, digits only, without a unit."),
        "12",
    ),
    "decimal": Way(
        lazy_pgettext("template", "number"),
        lazy_gettext("A number, digits only, without a unit."),
        "1.5",
    ),
    "money": Way(
        lazy_pgettext("template", "yuan"),
        lazy_gettext("An amount in yuan, not in ten thousands; at most two decimal places."),
        "12000.00",
    ),
    "bool": Way(lazy_pgettext("template", "yes or no"), lazy_gettext("One of: %(choices)s.")),
    "enum": Way(lazy_pgettext("template", "one choice"), lazy_gettext("One of: %(choices)s.")),
    "enums": Way(
        lazy_pgettext("template", "several choices"),
        lazy_gettext("One of these, or several with 、 between them: %(choices)s."),
    ),
    "ref": Way(lazy_pgettext("template", "one name"), lazy_gettext("A name.")),
    "refs": Way(
        lazy_pgettext("template", "several names"),
        lazy_gettext("A name, or several with 、 between them."),
    ),
}


@dataclass(frozen=True)
class Explained:
    """One column as the note at its header and the help sheet explain it."""

    header: str
    is_required: bool
    kind: str
    what: str
    example: str
    remark: str

    @property
    def duty(self) -> str:
        return gettext("Required") if self.is_required else gettext("Optional")

    @property
    def hint(self) -> str:
        """What stands above the header; it never equals a header, which a kind alone might."""
        return f"{self.duty} · {self.kind}"

    @property
    def note(self) -> str:
        """What hangs at the header, a line for each thing to know."""
        example = gettext("Example: %(example)s", example=self.example) if self.example else ""
        lines = (f"{self.header} · {self.duty}", self.what, example, self.remark)
        return "\n".join(line for line in lines if line)


def explain(register: Register, column: Column, naming: Naming) -> Explained:
    """Say what `column` takes, in the language that is spoken now."""
    way = WAYS[register.kind(column)]
    what = str(way.what) % {"choices": "、".join(labels_of(register, column))}
    sentences = [what, *limits(register, column, naming), register.description(column)]
    return Explained(
        register.header(column),
        register.is_required(column),
        str(way.hint),
        reduce(joined, filter(None, sentences)),
        example_of(register, column, naming),
        remark_of(register, column),
    )


def joined(first: str, second: str) -> str:
    """Two sentences, one after the other; Chinese ones stand without a space between them."""
    return pgettext("sentences", "%(first)s %(second)s", first=first, second=second)


def labels_of(register: Register, column: Column) -> tuple[str, ...]:
    """All that a column of few values takes; of any other column nothing."""
    if register.kind(column) == "bool":
        return yes_or_no(True), yes_or_no(False)
    return tuple(member.label for member in register.members(column) or ())


def limits(register: Register, column: Column, naming: Naming) -> Iterator[str]:
    """What of its kind the column takes."""
    named = naming.of(register, column)
    least, most = (register.setting(column, name, None) for name in ("least", "most"))
    longest = register.setting(column, "longest", None)
    if named:
        yield gettext(
            "It is in the register “%(register)s”, or is entered there first. Of namesakes:"
            " %(pattern)s.",
            register=named.register.title,
            pattern=named.pattern,
        )
    completion = completion_of(register)
    if completion and column.key in completion.fields and register.is_required(column):
        yield gettext(
            "May stay blank where the sheet “%(sheet)s” of the same workbook says it.",
            sheet=completion.by.title,
        )
    if longest:
        yield gettext("At most %(most)s characters.", most=longest)
    if most is not None:
        yield gettext("From %(least)s to %(most)s.", least=least or 0, most=most)


def example_of(register: Register, column: Column, naming: Naming) -> str:
    """The form's own example, else one that follows from what the column takes."""
    labels, named = labels_of(register, column), naming.of(register, column)
    given = register.example(column)
    if labels:
        return "、".join(labels[:2]) if register.kind(column) == "enums" else labels[0]
    if named and not given:
        return named.register.example(named.name)
    return given or WAYS[register.kind(column)].example


def remark_of(register: Register, column: Column) -> str:
    """What the column means to a row of a record that is there already."""
    if column.key in register.key:
        return gettext(
            "Rows find the record that they change by: %(key)s.", key=key_words(register)
        )
    if register.is_required(column):
        return gettext("Blank in a row that changes a record: it stays as it is.")
    return gettext(
        "Blank in a row that changes a record: it stays as it is; %(clear)s empties it.",
        clear=CLEAR,
    )


def key_words(register: Register) -> str:
    """The headers of the columns that name a record together."""
    columns = (register.column(key) for key in register.key)
    return "、".join(register.header(column) for column in columns if column)
