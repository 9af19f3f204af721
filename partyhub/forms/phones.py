"""The field for phone numbers, which pages and sheets show masked."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext

from partyhub.forms.fields import TextField
from partyhub.forms.readings.words import NOTHING
from partyhub.texts import lazy_pattern

_BETWEEN_DIGITS = lazy_pattern(r"[\s-]+")
_MOBILE = lazy_pattern(r"(?:\+?86|0086)?(1[3-9]\d{9})", re.ASCII)


class PhoneField(TextField):
    """A field for a phone number, shown with its middle masked.

    A masked number that comes back unchanged keeps the stored number.
    """

    is_plain = False
    blank_words = NOTHING

    def __init__(self, label: Any, validators: Sequence[Any] = (), **kw: Any) -> None:
        super().__init__(label, validators, **kw)
        self.longest = 30

    def read(self, text: str) -> str:
        if self.stored and text == mask_phone(self.stored):
            return str(self.stored)
        if "*" in text:
            raise ValueError(
                gettext("This number is masked. Enter it whole, or leave it as it was.")
            )
        return super().read(plain_phone(text))

    def show(self, value: str) -> str:
        return mask_phone(value)


def plain_phone(text: str) -> str:
    """Return a mobile number as its eleven digits; other numbers only lose their width."""
    if text.isascii() and text.isdigit() and text[0] == "1":
        return text  # as most are
    narrow = unicodedata.normalize("NFKC", text)
    mobile = _MOBILE.fullmatch(_BETWEEN_DIGITS.sub("", narrow))
    return mobile[1] if mobile else narrow


def mask_phone(number: str) -> str:
    """Return a phone number with its middle masked (138****1234), a short one masked entirely."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 11 else "*" * len(number)
