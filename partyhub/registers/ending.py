"""A form of records that end on a day: what still refers to one then is told, and needs a reason.

It isn't refused: in one workbook the end of a workshop and those of what is in it come together.
"""

from collections.abc import Sequence

from flask_babel import gettext

from partyhub.forms import RecordForm
from partyhub.registers.dependents import Dependents, find_dependents


class EndingForm(RecordForm):
    """`lasting` is what the page lists: the records that go on, or come later."""

    lasting: Sequence[Dependents] = ()

    def check_lasting(self, end_on: str) -> None:
        """Warn where the record is to end on the day in `end_on`, but others still refer to it."""
        day = self[end_on].data
        if self.edited is None or day is None or day == self[end_on].stored:
            return
        self.lasting = find_dependents(self.edited, self.viewer, since=day)
        if self.lasting:
            self.warn(
                end_on,
                gettext(
                    "On this day or later there still are records: %(what)s. End or move them"
                    " first.",
                    what="、".join(_told(each) for each in self.lasting),
                ),
            )


def _told(dependents: Dependents) -> str:
    """How many they are; of one alone its name, where the viewer may know it."""
    name = "".join(f"（{each.caption}）" for each in dependents.named[:1])
    return f"{dependents.title} {dependents.count}" + (name if dependents.count == 1 else "")
