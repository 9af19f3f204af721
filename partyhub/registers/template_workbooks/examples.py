"""The example record of each register, whose values stand in the notes of a template.

They are one story: what a row refers to is the example of another register, and the days fit. What
such a record doesn't have, such as an end, has no example.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from flask_babel import get_locale

from partyhub.registers.register import Column, Register
from partyhub.registers.values import yes_or_no

EXAMPLES = Path(__file__).with_name("examples.csv")


@cache
def read_examples(language: str) -> Mapping[tuple[str, str], str]:
    """Read the values by (register, column), in Chinese or in English.

    Choices are the keys of their members, yes and no those words, in both.
    """
    own = "chinese" if language == "zh" else "english"
    with EXAMPLES.open(encoding="utf-8", newline="") as stream:
        return {(row["register"], row["column"]): row[own] for row in csv.DictReader(stream)}


def example_of(register: Register, column: Column) -> str:
    """Return the value of a column as a sheet has it, empty where the record has none."""
    locale = get_locale()
    language = locale.language if locale else "en"
    text = read_examples(language).get((register.name, column.key), "")
    if register.kind(column) == "bool":
        return yes_or_no(text == "yes") if text else ""
    members = register.members(column)
    if members is None or not text:
        return text
    return "、".join(members(key).label for key in text.split("、"))
