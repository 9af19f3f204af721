"""Fields for numbers: whole ones, decimal ones, money, and years."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext

from partyhub.forms.fields import ValueField
from partyhub.forms.readings.numbers import COUNTED, read_money, read_number, read_year

LARGEST = 1_000_000  # of a count that names no other bound


class NumberField(ValueField):
    """A whole number or, with `places`, a decimal one between `least` and `most`.

    One of `units`, separated by |, may stand behind the number.
    """

    kind = "int"
    is_plain = True

    def __init__(
        self,
        label: Any,
        validators: Sequence[Any] = (),
        least: int = 0,
        most: int | None = None,
        places: int = 0,
        units: str = COUNTED,
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, **kw)
        self.least, self.places, self.units = least, places, units
        self.most = LARGEST if most is None else most
        self.limits = {"least": least, "most": most}
        self.kind = "decimal" if places else "int"
        self.render_kw = {"inputmode": "decimal" if places else "numeric"} | (self.render_kw or {})

    def read(self, text: str) -> int | Decimal:
        number = self.convert(text)
        if not self.least <= number <= self.most:
            raise ValueError(
                gettext(
                    "The number must lie between %(least)s and %(most)s.",
                    least=self.least,
                    most=self.most,
                )
            )
        return self.cut(number) if isinstance(number, Decimal) else number

    def convert(self, text: str) -> int | Decimal:
        """Return the number that a text means; raises ValueError with a sentence for the user."""
        try:
            number = read_number(text, self.units, is_whole=not self.places)
        except ValueError as error:
            sentence = (
                gettext("“%(text)s” is not a number. Write digits only.", text=text)
                if self.places
                else gettext("“%(text)s” is not a whole number. Write digits only.", text=text)
            )
            raise ValueError(sentence) from error
        return number if self.places else int(number)

    def cut(self, number: Decimal) -> Decimal:
        """Return the number with the stored number of places.

        Raises ValueError if that would drop more than zeros, because it would change the number.
        """
        rounded = round(number, self.places)
        if rounded != number:
            raise ValueError(
                gettext("At most %(places)s decimal places. Round it.", places=self.places)
            )
        return rounded


class MoneyField(NumberField):
    """An amount in yuan, to the fen."""

    kind = "money"

    def __init__(self, label: Any, validators: Sequence[Any] = (), **kw: Any) -> None:
        super().__init__(label, validators, places=2, **kw)
        self.most = 10**12
        self.kind = type(self).kind

    def convert(self, text: str) -> Decimal:
        amount, has_larger_unit = read_money(text)
        if has_larger_unit:
            yuan = f"{amount:,.2f}"
            self.remark(gettext("“%(text)s” is taken as %(amount)s yuan.", text=text, amount=yuan))
        return amount


class YearField(NumberField):
    """A calendar year; of a day it takes the year."""

    def __init__(self, label: Any, validators: Sequence[Any] = (), **kw: Any) -> None:
        super().__init__(label, validators, least=1921, most=2199, **kw)

    def convert(self, text: str) -> int | Decimal:
        found = read_year(text)
        if found is None:
            return super().convert(text)
        year, is_day = found
        if is_day:
            self.remark(
                gettext("Only the year %(year)s of “%(text)s” is taken.", year=year, text=text)
            )
        return year
