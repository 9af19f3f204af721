"""Guesses about the columns of a sheet, before anybody is asked."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any, NamedTuple

from flask_babel import force_locale, gettext

from partyhub.registers.importing.column_proposals import Certainty
from partyhub.registers.importing.reading import contents
from partyhub.registers.importing.reading.evidence import Columns, Names
from partyhub.registers.importing.reading.layout import (
    LOCALES,
    Layout,
    SpecialHeader,
    find_meaning,
    folded,
    names_of,
    read_special,
)
from partyhub.registers.importing.reading.units import factor_between, unit_of
from partyhub.registers.register import Column, Register

CERTAIN, ASKED, LEFT_OUT = Certainty.CERTAIN, Certainty.ASKED, Certainty.LEFT_OUT
# Joins the keys of the columns that one column is split into.
AND = "+"


class Guess(NamedTuple):
    """A guess what a column is, how certain it is, why, and whether it was so for another file."""

    target: str
    certainty: Certainty
    evidence: str = ""
    is_remembered: bool = False


def targets_of(register: Register) -> dict[str, str]:
    """Return what a column of the file may be: headers by key, or by two keys joined by +."""
    found = {column.key: register.header(column) for column in register.columns}
    for special in read_special(register.name):
        if special.meaning == "split":
            found[AND.join(special.columns)] = " + ".join(found[key] for key in special.columns)
    return found


def keys_of(target: str) -> set[str]:
    """Return the keys of the columns that a target stands for."""
    return set(target.split(AND)) - {""}


def guess_columns(
    layout: Layout, cells: Mapping[int, Sequence[Any]], names: Names
) -> dict[int, Guess]:
    """Return the guess about each column, by its header and by the cells of the first rows."""
    guesses = {
        index: Guess(
            column.key,
            CERTAIN,
            unit_sentence(layout.headers[index], layout.register, column),
        )
        for index, column in layout.columns.items()
    }
    columns = Columns(layout, cells, names)
    for index, header in layout.doubled:
        guesses[index] = _guess_doubled(columns, guesses, index, header)
    open_headers = {}
    for index, header in layout.unknown:
        if guess := _guess_special(columns, index, header):
            guesses[index] = guess
        else:
            open_headers[index] = header
    taken = {key for guess in guesses.values() for key in guess.target.split(AND)}
    return guesses | _guess_open(columns, open_headers, taken)


def _guess_doubled(columns: Columns, guesses: dict[int, Guess], index: int, header: str) -> Guess:
    """Return the guess about a column that means the same as one further left.

    Where the one further left is empty, the other is likely meant.
    """
    layout = columns.layout
    column = find_meaning(names_of(layout.register), header)
    assert column is not None
    first = next(i for i, other in layout.columns.items() if other is column)
    title = layout.register.header(column)
    if not contents.filled(columns.cells[index]):
        sentence = gettext(
            "Another column is “%(column)s” already; this one is empty.", column=title
        )
        return Guess("", LEFT_OUT, sentence)
    if contents.filled(columns.cells[first]):
        sentence = gettext("Two columns mean “%(column)s”. Say which one is read.", column=title)
        return Guess("", ASKED, sentence)
    sentence = gettext("Another column means “%(column)s” and is not empty.", column=title)
    guesses[first] = Guess("", LEFT_OUT, sentence)
    sentence = gettext("Two columns mean “%(column)s”; the other one is empty.", column=title)
    return Guess(column.key, ASKED, sentence)


def _special(register: Register, header: str) -> SpecialHeader | None:
    name = folded(header)
    every = chain(read_special(register.name), read_special(""))
    return next((special for special in every if special.header == name), None)


def _guess_special(columns: Columns, index: int, header: str) -> Guess | None:
    """Return the guess about a header that is known to be no alias, or None about others."""
    register, free = columns.layout.register, {column.key for column in columns.free}
    special = _special(register, header)
    meaning, keys = (special.meaning, special.columns) if special else ("", ())
    values = contents.filled(columns.cells[index])
    if meaning == "row_number":
        return Guess("", LEFT_OUT, gettext("Only row numbers."))
    if meaning == "id_number" or contents.mostly(values, contents.is_id_number):
        sentence = gettext("ID numbers are not collected; those of the file are not stored.")
        return Guess("", LEFT_OUT, sentence)
    if meaning == "split" and free.issuperset(keys):
        sentence = gettext("Each cell holds the beginning and the end.")
        return Guess(AND.join(keys), CERTAIN, sentence)
    if meaning == "asked" and (wanted := [key for key in keys if key in free]):
        titles = " / ".join(targets_of(register)[key] for key in wanted)
        return Guess(wanted[0], ASKED, gettext("It may be any of: %(columns)s.", columns=titles))
    return _no_such_column() if special else None


def _guess_open(columns: Columns, headers: Mapping[int, str], taken: set[str]) -> dict[int, Guess]:
    """Propose the likeliest column for each header, and each column for one header only."""
    guesses: dict[int, Guess] = {}
    found = {index: columns.candidates(index, header) for index, header in headers.items()}
    ranked = sorted(((c, i) for i, each in found.items() for c in each), key=lambda e: -e[0].score)
    for candidate, index in ranked:
        if index in guesses or candidate.column.key in taken:
            continue
        rivals = [c for c in found[index] if c.score == candidate.score]
        if sum(c.column.key not in taken for c in rivals) > 1:
            titles = " / ".join(columns.layout.register.header(c.column) for c in rivals)
            sentence = gettext("It may be any of: %(columns)s.", columns=titles)
            guesses[index] = Guess("", ASKED, sentence)
        else:
            guesses[index] = Guess(candidate.column.key, ASKED, candidate.evidence)
            taken.add(candidate.column.key)
    dates = gettext("These are dates. Say which column they are, or leave them out.")
    for index in headers.keys() - guesses.keys():
        is_asked = columns.are_days(index) and columns.days_are_wanted(taken)
        guesses[index] = Guess("", ASKED, dates) if is_asked else _no_such_column()
    return guesses


def _no_such_column() -> Guess:
    return Guess("", LEFT_OUT, gettext("This register has no such column; it is left out."))


def unit_sentence(header: str, register: Register, column: Column) -> str:
    """Return the sentence about a header with another unit than ours, or an empty text."""
    ours = _native_header(register, column)
    factor = factor_between(header, ours)
    if factor is None:
        return ""
    return gettext(
        "In %(theirs)s; each number is taken times %(factor)s, in %(ours)s.",
        theirs=unit_of(header),
        ours=unit_of(ours),
        factor=f"{factor:f}",
    )


def _native_header(register: Register, column: Column) -> str:
    """Return the header in the language that names the units of files."""
    with force_locale(LOCALES[0]):
        return register.header(column)


def find_factor(header: str, register: Register, column: Column) -> Decimal | None:
    """Return by what the numbers under a header are multiplied, or None: as they are."""
    return factor_between(header, _native_header(register, column))
