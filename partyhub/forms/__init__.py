"""The form and the fields that every feature builds on: they judge the page and, later, the import.

A field knows whether it was sent at all (`given`): an edit writes only what was sent, so that a
missing key never empties a column.
"""

from partyhub.forms.choices import BoolField, EnumField, EnumsField, read_enum
from partyhub.forms.fields import (
    DateField,
    MoneyField,
    MonthField,
    NameField,
    NumberField,
    PhoneField,
    Required,
    TextField,
    TimeField,
    ValueField,
    mask_phone,
)
from partyhub.forms.form import RecordForm
from partyhub.forms.pickers import RefField, RefsField

__all__ = [
    "BoolField",
    "DateField",
    "EnumField",
    "EnumsField",
    "MoneyField",
    "MonthField",
    "NameField",
    "NumberField",
    "PhoneField",
    "RecordForm",
    "RefField",
    "RefsField",
    "Required",
    "TextField",
    "TimeField",
    "ValueField",
    "mask_phone",
    "read_enum",
]
