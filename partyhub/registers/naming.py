"""What the columns of registers refer to, and the order of registers that follows from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Select

from partyhub.references import MOST_OPTIONS, model_of, options
from partyhub.registers.completing import completion_of
from partyhub.registers.pages import name_column
from partyhub.registers.register import REGISTERS, Column, Register
from partyhub.viewers import Viewer


@dataclass(frozen=True)
class Named:
    """What a reference may name: the records of one register that the query selects."""

    register: Register
    query: Select[Any]

    @property
    def names(self) -> tuple[str, ...]:
        """Their names in order; none where a form wouldn't offer them for choice either."""
        return self._found if len(self._found) <= MOST_OPTIONS else ()

    @property
    def is_empty(self) -> bool:
        return not self._found

    @cached_property
    def _found(self) -> tuple[str, ...]:
        return tuple(option.text for option in options(self.query, most=MOST_OPTIONS + 1))

    @property
    def name(self) -> Column:
        """The column whose value names a record."""
        return name_column(self.register.columns)

    @property
    def pattern(self) -> str:
        """How a namesake is written, in the words of its headers: name（code）."""
        code = self.register.column(self.register.key[0])
        headers = [self.register.header(column) for column in (self.name, code) if column]
        return "{}（{}）".format(*headers)


class Naming:
    """What `viewer` may name in each column; each query is asked once, however many use it."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self._known: dict[Callable[[Viewer], Select[Any]], Named] = {}

    def of(self, register: Register, column: Column) -> Named | None:
        """What the column may name; None for what is no reference to one register."""
        choose = register.choose(column)
        if choose is None:
            return None
        if choose not in self._known:
            query = choose(self.viewer)
            self._known[choose] = Named(REGISTERS[model_of(query)], query)
        return self._known[choose]

    def needed_by(self, register: Register) -> list[Register]:
        """The other registers that the columns refer to, each once."""
        found = (self.of(register, column) for column in register.entered)
        targets = {named.register.name: named.register for named in found if named}
        return [other for name, other in targets.items() if name != register.name]

    def in_order(self, registers: Sequence[Register]) -> list[Register]:
        """The same registers, each after those that it refers to, else as they stand.

        What completes new records of a register comes right after it: others build upon both.
        """
        waiting = {register.name: register for register in registers}
        placed: list[Register] = []
        for register in registers:
            self._place(register, waiting, placed)
        return placed

    def _place(
        self, register: Register, waiting: dict[str, Register], placed: list[Register]
    ) -> None:
        # Taken out before its neighbors are asked, so that a circle comes to an end.
        if waiting.pop(register.name, None):
            for other in self.needed_by(register):
                self._place(other, waiting, placed)
            placed.append(register)
            completion = completion_of(register)
            if completion is not None:
                self._place(completion.by, waiting, placed)
