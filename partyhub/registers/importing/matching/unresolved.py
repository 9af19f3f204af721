"""Explanations for names of records that errors in the same file prevent from being made."""

from collections.abc import Iterator, Mapping

from flask_babel import gettext

from partyhub.database import Nameable
from partyhub.registers.importing.reading.rows import Row
from partyhub.registers.importing.results import Result, State
from partyhub.registers.register import Register
from partyhub.texts import split_list


def names_of_row(register: Register, row: Row) -> Iterator[str]:
    """Yield the names by which other rows may refer to the row's record: its name and its code."""
    if issubclass(register.model, Nameable):
        for key in ("name", register.model.code_attribute):
            if text := row.typed.get(key):
                yield text


def explain_unresolved(result: Result, known: Mapping[str, int]) -> None:
    """Add, to problems about unknown names, the row of the file whose error is the cause.

    `known` maps the names that rows give to their own records to the indexes of their row results.
    Otherwise people would search in vain for the cause when one wrong row of an organization makes
    the rows of all its people fail.
    """
    unresolved = {
        name: result.rows[at].place for name, at in known.items() if _is_not_made(result, at)
    }
    for row_result in result.rows if unresolved else ():
        if not row_result.is_unresolved:
            continue
        for at, problem in enumerate(row_result.problems):
            places = [unresolved[part] for part in split_list(problem.value) if part in unresolved]
            if places and places[0] != row_result.place:
                sentence = gettext(
                    "It stands in “%(sheet)s”, row %(row)s: correct that row first.",
                    sheet=places[0].sheet,
                    row=places[0].row,
                )
                message = f"{problem.message} {sentence}"
                row_result.problems[at] = problem._replace(message=message)


def _is_not_made(result: Result, at: int) -> bool:
    return result.rows[at].state is State.ERROR and result.rows[at].version is None
