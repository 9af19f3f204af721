"""The mapping of a sheet's columns to those of its register: proposals, questions, answers."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import chain, islice
from typing import Any

from flask_babel import gettext

from partyhub.registers.importing.column_proposals import ColumnProposal, SheetColumns
from partyhub.registers.importing.places import Place
from partyhub.registers.importing.reading import contents
from partyhub.registers.importing.reading.evidence import MOST_SAMPLED, Names
from partyhub.registers.importing.reading.guessing import (
    AND,
    ASKED,
    CERTAIN,
    LEFT_OUT,
    Guess,
    find_factor,
    guess_columns,
    keys_of,
    targets_of,
)
from partyhub.registers.importing.reading.headers import SheetRow
from partyhub.registers.importing.reading.layout import (
    Layout,
    find_meaning,
    folded,
    names_of,
)
from partyhub.registers.register import Column, Register

# The values that are shown of each column, and their length.
MOST_SHOWN, LONGEST_SHOWN = 3, 40
SHOWN_OF_ID = 4


def map_columns(
    sheet: str,
    layout: Layout,
    rows: Iterator[SheetRow],
    names: Names,
    answers: Mapping[str, str],
    remember: Callable[[str], Mapping[str, str]],
) -> tuple[SheetColumns, Layout, Iterator[SheetRow]]:
    """Return how each column of a sheet is mapped, the layout by that, and all of the rows.

    `answers` gives the targets that were decided for this file, by the names of its columns;
    `remember` returns those that were decided for an earlier file with the same signature.
    """
    headers = _headers(layout)
    named = _names(headers)
    signature = _signature(named)
    remembered = remember(signature)
    is_doubtful = layout.unknown or layout.doubled or answers or remembered
    first = list(islice(rows, MOST_SAMPLED)) if is_doubtful else []
    cells = {index: [_cell(row, index) for row in first] for index in headers}
    guesses = guess_columns(layout, cells, names)
    for index, name in named.items():
        guesses[index] = _decide(guesses[index], name, answers, remembered)
    _give_way(guesses, named, answers)
    proposals = [
        _propose(Place(sheet, layout.header_row, index, header), named, guesses, cells)
        for index, header in headers.items()
    ]
    found = SheetColumns(sheet, layout.register.name, signature, proposals)
    return found, _mapped(layout, headers, guesses), chain(first, rows)


def _propose(
    place: Place,
    named: Mapping[int, str],
    guesses: Mapping[int, Guess],
    cells: Mapping[int, Sequence[Any]],
) -> ColumnProposal:
    assert place.column is not None
    guess, shown = guesses[place.column], _shown(cells[place.column])
    return ColumnProposal(place, named[place.column], *guess, shown)


def find_target(register: Register, column: str) -> str | None:
    """Return the target that a key, a header in either language or an alias names, or None.

    An empty text is the target of a column that is left out.
    """
    targets = targets_of(register)
    if not column or column in targets:
        return column
    headers = {folded(header): target for target, header in targets.items()}
    meant = find_meaning(names_of(register), column)
    return headers.get(folded(column)) or (meant.key if meant else None)


def find_clash(targets: Iterable[str]) -> str:
    """Return the key of a column that stands in more than one of the targets, or none."""
    counts = Counter(key for target in targets for key in keys_of(target))
    return next((key for key, count in counts.items() if count > 1), "")


def name_of(header: str, number: int = 1) -> str:
    """Return the name of the column that is the `number`th with its header in a sheet."""
    return folded(header) if number == 1 else f"{folded(header)}#{number}"


def _headers(layout: Layout) -> dict[int, str]:
    headers = {**layout.headers, **dict(layout.unknown), **dict(layout.doubled)}
    return {index: " ".join(headers[index].split()) for index in sorted(headers)}


def _names(headers: Mapping[int, str]) -> dict[int, str]:
    """Return the name of each column: its folded header, with a number if it is not the first."""
    counts: Counter[str] = Counter()
    names = {}
    for index, header in headers.items():
        counts[folded(header)] += 1
        names[index] = name_of(header, counts[folded(header)])
    return names


def _signature(names: Mapping[int, str]) -> str:
    """Return a digest of the names; their order does not matter."""
    return sha256("\n".join(sorted(names.values())).encode(errors="replace")).hexdigest()


def _cell(row: SheetRow, index: int) -> Any:
    return row.cells[index] if index < len(row.cells) else None


def _shown(cells: Sequence[Any]) -> list[str]:
    """Return the first different values as texts; of an ID number only the first digits."""
    texts = (contents.text_in(value)[:LONGEST_SHOWN] for value in contents.filled(cells))
    shown = (t[:SHOWN_OF_ID] + "＊＊＊＊" if contents.is_id_number(t) else t for t in texts)
    return list(islice(dict.fromkeys(shown), MOST_SHOWN))


def _decide(
    guess: Guess, name: str, answers: Mapping[str, str], remembered: Mapping[str, str]
) -> Guess:
    """Return the guess by what was answered, or what an earlier file's mapping says."""
    if name in answers:
        if answers[name] == guess.target and guess.certainty is not ASKED:
            return guess
        if not answers[name]:
            return Guess("", LEFT_OUT, gettext("Left out, as you chose."))
        return Guess(answers[name], CERTAIN)
    if name in remembered and (guess.certainty is ASKED or remembered[name] != guess.target):
        sentence = gettext("As confirmed for such a table before.")
        return Guess(remembered[name], ASKED, sentence, is_remembered=True)
    return guess


def _give_way(
    guesses: dict[int, Guess], named: Mapping[int, str], answers: Mapping[str, str]
) -> None:
    """Leave out columns whose target was answered for another one."""
    answered = {key for name in named.values() for key in keys_of(answers.get(name, ""))}
    for index, guess in guesses.items():
        if named[index] not in answers and answered & keys_of(guess.target):
            guesses[index] = Guess("", LEFT_OUT, gettext("Another column was chosen for it."))


def _mapped(layout: Layout, headers: Mapping[int, str], guesses: Mapping[int, Guess]) -> Layout:
    """Return the layout with the columns that are certain or answered."""
    register = layout.register
    taken = {i: guesses[i].target.split(AND) for i in headers if guesses[i].target}
    columns: dict[int, list[Column]] = {
        index: [column for key in keys if (column := register.column(key))]
        for index, keys in taken.items()
    }
    whole = {index: each[0] for index, each in columns.items() if len(each) == 1}
    factors = {
        index: factor
        for index, column in whole.items()
        if (factor := find_factor(headers[index], register, column))
    }
    return replace(
        layout,
        columns=whole,
        headers={index: headers[index] for index in columns},
        splits={index: each for index, each in columns.items() if len(each) > 1},
        units=factors,
        unknown=[(i, h) for i, h in headers.items() if not guesses[i].target],
        doubled=(),
    )
