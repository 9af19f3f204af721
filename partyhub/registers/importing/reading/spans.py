"""Cells that hold a beginning and an end, such as 2026.3-2026.12."""

import re
from collections.abc import Sequence
from typing import Any

from partyhub.registers.importing.reading.values import is_blank, text_of
from partyhub.texts import normal_form

# What stands between the two days; a hyphen between digits may also be part of one.
_BETWEEN = re.compile(r"\s*(?:--+|[~至到]|(?<=[年月日号])-|\s-\s)\s*")
_HYPHEN = re.compile(r"((?:19|20)\d\d[./]\d{1,2}(?:[./]\d{1,2})?)-(.+)", re.ASCII)
_YEAR = re.compile(r"(?:19|20)\d\d(?=[-./年])", re.ASCII)
_YEAR_WORD = re.compile(r"(?:19|20)\d\d[-./年]", re.ASCII)


def split_span(value: Any, epoch: int) -> Sequence[str]:
    """Return the texts of the beginning and of the end; a text that isn't two is the beginning.

    An end without a year is in the year of the beginning.
    """
    if is_blank(value):
        return ()
    text = normal_form(text_of(value, "date", epoch)).replace("\u2014", "-").replace("\u2013", "-")
    hyphened = _HYPHEN.fullmatch(text)
    parts = list(hyphened.groups()) if hyphened else _BETWEEN.split(text)
    if len(parts) != 2:
        return (text,)
    first, last = parts
    year = _YEAR_WORD.match(first)
    if year and last and not _YEAR.match(last):
        last = year[0] + last
    return tuple(part for part in (first, last) if part)
