"""Questions about the record that a row is about, and what follows from the answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext

from partyhub import clock
from partyhub.forms import mask_phone
from partyhub.registers.importing.matching.matches import Match
from partyhub.registers.importing.questions import (
    DOUBLE,
    OTHER,
    RENAME,
    SAME,
    SKIP,
    Known,
    Question,
    same_as,
)
from partyhub.registers.importing.reading.layout import Layout
from partyhub.registers.importing.reading.rows import Row, without
from partyhub.registers.register import Register
from partyhub.registers.values import words
from partyhub.texts import clean_text, without_midnight


def ask_about_name(layout: Layout, row: Row, record: Any) -> Question:
    """Return the question about a row with the key of `record` and another name."""
    register = layout.register
    naming, (key,) = register.naming, register.key
    column = register.column(key)
    assert column is not None
    values = {name: words(_value(register, name, record), "") for name in (naming, key)}
    known = Known(record.id, record.version, record.caption, values, (naming,))
    is_optional = not register.help(column).is_required
    sentence = gettext(
        "%(header)s %(key)s is “%(known)s” on record; the file says “%(name)s”.",
        header=register.header(column),
        key=getattr(record, key),
        known=record.caption,
        name=row.typed[naming],
    )
    remark = (
        gettext(
            "Choose “renamed” if the name has changed, “another one” if the number is wrong: the"
            " system then gives a new number."
        )
        if is_optional
        else gettext(
            "Choose “renamed” if the name has changed. If the code is wrong, correct it in the file"
            " or leave the row out."
        )
    )
    answers = (RENAME, OTHER, SKIP) if is_optional else (RENAME, SKIP)
    question = _question(layout, row, RENAME, sentence, remark, [known], answers)
    return question._replace(key=getattr(record, key))


def ask_who(layout: Layout, row: Row, kind: str, known: Sequence[Known]) -> Question:
    """Return the question which of `known`, all of one name, a row is about, or whether of none."""
    naming = layout.register.naming
    sentence = gettext("Is “%(name)s” the same as on record?", name=row.typed[naming])
    headers = _headers(layout.register, {name for each in known for name in each.differing})
    if kind == DOUBLE:
        remark = gettext(
            "The number is new, but the name and other values are those of a person on record."
        )
    elif len(known) > 1:
        remark = gettext("Several on record have this name, and the file gives no number.")
    else:
        remark = gettext(
            "The file gives no number, and this differs: %(columns)s.",
            columns="、".join(headers.values()),
        )
    answers = [*(same_as(each.id) for each in known), OTHER, SKIP]
    return _question(layout, row, kind, sentence, remark, known, answers)


def follow(match: Match, decisions: Mapping[str, str], key: Sequence[str]) -> None:
    """Let the answer to the match's question take effect, if it is among `decisions`.

    Without an answer the question is open, unless it is only offered.
    """
    question = match.question
    assert question is not None
    answer = question.answer(decisions)
    match.is_open = not answer and question.kind != DOUBLE
    match.is_left_out = answer == SKIP
    if answer == OTHER and question.kind == RENAME:
        match.record = None
        match.row = replace(match.row, typed=without(match.row.typed, key))


def same_in(answer: str) -> int:
    """Return the id of the record that the answer says it is, or 0."""
    kind, _, record_id = answer.partition(":")
    return int(record_id) if kind == SAME and record_id else 0


def _question(
    layout: Layout,
    row: Row,
    kind: str,
    sentence: str,
    remark: str,
    known: Sequence[Known],
    answers: Sequence[str],
) -> Question:
    register = layout.register
    names = [register.naming, *register.key, *register.alike]
    headers = _headers(register, names)
    return Question(
        kind,
        layout.place(row.place.sheet, row.number, register.naming),
        row.typed.get(register.naming, ""),
        row.typed.get(register.key[0], ""),
        sentence,
        remark,
        headers,
        {name: _shown(register, name, row.raw.get(name, "")) for name in names},
        known,
        tuple(answers),
    )


def _headers(register: Register, names: Collection[str]) -> dict[str, str]:
    """Return the headers of those of the register's columns that are in `names`, in its order."""
    return {
        column.key: register.header(column) for column in register.columns if column.key in names
    }


def _shown(register: Register, name: str, text: str) -> str:
    """Return a text as a page shows it, a day without its time and a phone number masked."""
    column, text = register.column(name), without_midnight(clean_text(text))
    return mask_phone(text) if text and column and register.kind(column) == "phone" else text


def _value(register: Register, name: str, record: Any) -> Any:
    column = register.column(name)
    assert column is not None
    return column.value(record, clock.today())
