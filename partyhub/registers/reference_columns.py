"""References between registers, and the order of registers that follows from them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from werkzeug.utils import cached_property

from partyhub.forms import RefField
from partyhub.references import MOST_OPTIONS, model_of, options
from partyhub.registers.catalog import current_catalog
from partyhub.registers.pages import name_column
from partyhub.registers.register import Column, Register
from partyhub.viewers import Viewer


@dataclass(frozen=True)
class Named:
    """The records that a reference may name: those of one register that `query` selects."""

    register: Register
    query: Select[Any]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names in order, or none if there are too many for a form to offer."""
        return self._found if len(self._found) <= MOST_OPTIONS else ()

    @property
    def is_empty(self) -> bool:
        """Return whether there is no record to name."""
        return not self._found

    @cached_property
    def _found(self) -> tuple[str, ...]:
        return tuple(option.text for option in options(self.query, most=MOST_OPTIONS + 1))

    @property
    def name(self) -> Column:
        """Return the column whose value names a record."""
        return name_column(self.register.columns)


class Naming:
    """The records that `viewer` may name in each column; columns with the same query share it."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self._known: dict[Callable[[Viewer], Select[Any]], Named] = {}

    def of(self, register: Register, column: Column) -> Named | None:
        """Return what the column may name, or None if it doesn't refer to one register."""
        field = register.field(column)
        if not isinstance(field, RefField):
            return None
        choose = field.choose
        if choose not in self._known:
            query = choose(self.viewer)
            self._known[choose] = Named(current_catalog().by_model[model_of(query)], query)
        return self._known[choose]

    def needed_by(self, register: Register) -> list[Register]:
        """Return the other registers that the register's columns refer to, each once."""
        found = (self.of(register, column) for column in register.entered)
        targets = {named.register.name: named.register for named in found if named}
        return [other for name, other in targets.items() if name != register.name]

    def in_order(self, registers: Sequence[Register]) -> list[Register]:
        """Return the registers so that each follows those that it refers to.

        Otherwise their order is kept. A register that completes new records of another one follows
        directly after it, because later registers build on both.
        """
        waiting = {register.name: register for register in registers}
        placed: list[Register] = []
        for register in registers:
            self._place(register, waiting, placed)
        return placed

    def _place(
        self, register: Register, waiting: dict[str, Register], placed: list[Register]
    ) -> None:
        # Removed before its neighbors are placed, so that a cycle ends.
        if waiting.pop(register.name, None):
            for other in self.needed_by(register):
                self._place(other, waiting, placed)
            placed.append(register)
            deferral = current_catalog().deferral_of(register)
            if deferral is not None:
                self._place(deferral.by, waiting, placed)
