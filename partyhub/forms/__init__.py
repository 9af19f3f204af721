"""The form and the fields that every feature builds on, used by pages and imports alike.

A field knows whether it was sent at all (`given`): an edit writes only the fields that were sent,
so that a missing key never empties a column.
"""

from partyhub.forms.choices import BoolField, EnumField, EnumsField
from partyhub.forms.context import FormContext, Notice
from partyhub.forms.fields import (
    DateField,
    FieldHelp,
    MonthField,
    NameField,
    Required,
    TextField,
    ValueField,
)
from partyhub.forms.form import RecordForm
from partyhub.forms.known_dates import KNOWN_DATE_HINT, KnownDateField, known_date_text
from partyhub.forms.months_as_days import MonthAllowed
from partyhub.forms.numbers import MoneyField, NumberField, YearField
from partyhub.forms.phones import PhoneField, mask_phone
from partyhub.forms.pickers import RefField, RefsField
from partyhub.forms.readings.words import read_enum
from partyhub.forms.times import MinutesField, TimeField

__all__ = [
    "KNOWN_DATE_HINT",
    "BoolField",
    "DateField",
    "EnumField",
    "EnumsField",
    "FieldHelp",
    "FormContext",
    "KnownDateField",
    "MinutesField",
    "MoneyField",
    "MonthAllowed",
    "MonthField",
    "NameField",
    "Notice",
    "NumberField",
    "PhoneField",
    "RecordForm",
    "RefField",
    "RefsField",
    "Required",
    "TextField",
    "TimeField",
    "ValueField",
    "YearField",
    "known_date_text",
    "mask_phone",
    "read_enum",
]
