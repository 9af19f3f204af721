"""Fields for a time of day and for the minutes that something lasts."""

from contextlib import suppress
from datetime import time
from decimal import Decimal

from partyhub.forms.fields import ValueField
from partyhub.forms.numbers import NumberField
from partyhub.forms.readings.times import read_minutes, read_times


class TimeField(ValueField):
    """A field for a time of day, such as 14:30; of a span it takes the beginning."""

    kind = "time"
    is_plain = True

    def read(self, text: str) -> time:
        return read_times(text).start

    @property
    def minutes(self) -> int | None:
        """Return the minutes from the beginning to the end of the span that was sent, if any."""
        return read_times(self.raw).minutes if self.raw and self.data is not None else None

    def show(self, value: time) -> str:
        return f"{value:%H:%M}"


class MinutesField(NumberField):
    """A field for the minutes that something lasts; hours are converted."""

    def convert(self, text: str) -> int | Decimal:
        with suppress(ValueError):
            return super().convert(text)
        return read_minutes(text)
