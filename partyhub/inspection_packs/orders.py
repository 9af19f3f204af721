"""The order of a pack: what it is to hold, and what its index says of it as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from partyhub import clock
from partyhub.figures import Scope
from partyhub.registers import Register
from partyhub.viewers import Viewer


@dataclass(frozen=True)
class Order:
    """The content of a pack: the records of these registers in a scope, for a viewer."""

    viewer: Viewer
    scope: Scope
    registers: Sequence[Register]
    unit: str

    def notes(self) -> list[tuple[str, str]]:
        """Return what the index says of the pack as a whole."""
        registers = "、".join(str(register.title) for register in self.registers)
        return [
            (gettext("Organization"), self.unit),
            (gettext("Period"), self.scope.period.label()),
            (gettext("Registers"), registers),
            (gettext("Made by"), self.viewer.name),
            (gettext("Made at"), f"{clock.now().astimezone(clock.ZONE):%Y-%m-%d %H:%M}"),
            (
                gettext("Left out"),
                gettext("Phone numbers and other personal details, and confidential registers"),
            ),
        ]
