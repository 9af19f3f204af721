"""Rolls: the parts of a register that have a list, a title and a sheet of their own."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from partyhub.registers.lifetimes import Condition


@dataclass(frozen=True, eq=False)
class Roll:
    """A part of a register that has a list, a title and a sheet of its own.

    `name` stands in the addresses of its list; that of a register's first roll is empty. `where`
    returns the condition of its records on a day; None means all of them: a list without a sheet.
    `columns` are those of its list, if not the register's; `offers` narrows the choices of filters,
    by key.
    """

    name: str
    title: Any
    where: Callable[[date], Condition] | None
    columns: Sequence[str] = ()
    offers: Mapping[str, Collection[str]] = field(default_factory=dict)

    def takes(self, values: Mapping[str, str]) -> bool:
        """Return whether the roll offers all of these values of filters."""
        return all(values.get(key, "") in ("", *offered) for key, offered in self.offers.items())


class Divided(Protocol):
    """A register, as far as this module knows it."""

    @property
    def title(self) -> Any: ...

    @property
    def rolls(self) -> Sequence[Roll]: ...


def find_roll(register: Divided, name: str) -> Roll | None:
    """Return the roll of this name; None if the register has no rolls, or none of this name."""
    return next((roll for roll in register.rolls if roll.name == name), None)


def sheets_of(register: Divided) -> Sequence[Roll | None]:
    """Return the rolls that have sheets of their own; None stands for the whole register."""
    return [roll for roll in register.rolls if roll.where] or [None]


def title_of(register: Divided, roll: Roll | None) -> str:
    """Return the title of a roll's list and sheet, or that of the register."""
    return str(roll.title if roll else register.title)
