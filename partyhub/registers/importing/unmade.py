"""Names that a file gives to records which its own errors keep from being made."""

from collections.abc import Iterator, Mapping

from flask_babel import gettext

from partyhub.database import Nameable
from partyhub.registers.importing.outcomes import Problem, Result, State
from partyhub.registers.importing.rows import Row
from partyhub.registers.register import Register
from partyhub.texts import split_list


def own_names(register: Register, row: Row) -> Iterator[str]:
    """What others may call the record that the row is about: its name, and its code."""
    if issubclass(register.model, Nameable):
        for key in ("name", register.model.code_attribute):
            if text := row.typed.get(key):
                yield text


def explain_unmade(result: Result, known: Mapping[str, int]) -> None:
    """Say of each name that isn't on record but in a wrong row of the file which row that is.

    `known` are the names that rows give to their own records, with the number of each outcome.
    Otherwise one wrong row of an organization would let all its people be searched for in vain.
    """
    unmade = {name: result.rows[at].place for name, at in known.items() if _is_unmade(result, at)}
    for outcome in result.rows if unmade else ():
        if not outcome.names_nobody:
            continue
        for at, problem in enumerate(outcome.problems):
            places = [unmade[part] for part in split_list(problem.value) if part in unmade]
            if places and places[0] != outcome.place:
                sentence = gettext(
                    "It stands in “%(sheet)s”, row %(row)s: correct that row first.",
                    sheet=places[0].sheet,
                    row=places[0].row,
                )
                message = f"{problem.message} {sentence}"
                outcome.problems[at] = Problem(problem.place, problem.value, message)


def _is_unmade(result: Result, at: int) -> bool:
    return result.rows[at].state is State.ERROR and result.rows[at].version is None
