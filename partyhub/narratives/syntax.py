"""The syntax of templates: fields in braces, and sentences in double brackets that may fall away.

`{members.total}` is a figure, `{prosperity.output|nearly:万元}` one with a qualifier and a unit,
`{commissars.coverage|=full coverage}` words that stand for one. `[[a text with {fields}]]` falls
away where a field is missing or 0; `[[projects.running>=10: a text]]` unless the condition holds,
and where that holds a missing field is a visible gap, as in any other text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from flask_babel import gettext

QUALIFIERS = ("exact", "at_least", "nearly", "about")
_FIELD = re.compile(r"\{([^{}]{1,200})\}")
_CONDITION = re.compile(r"\s*([a-z_0-9.]+)\s*(>=|<=|=|>|<)\s*(\d{1,12}(?:\.\d{1,6})?)\s*[:：]\s?")
# What was meant as a condition, though it may be none: a code with a sign of comparison.
_LIKE_CONDITION = re.compile(r"\s*[a-z_]+(?:\.[a-z_0-9]+)+\s*[<>=!≥≤≠＜＞＝！]")
LONGEST = 20_000


class TemplateError(ValueError):
    """Error for a template that can't be read; its text is a sentence."""


@dataclass(frozen=True)
class Field:
    """A field: its name, how it is published, and words that are shown instead of its number."""

    name: str
    qualifier: str = "exact"
    unit: str = ""
    word: str = ""
    shown: str = ""


@dataclass(frozen=True)
class Condition:
    """A figure compared with a number."""

    code: str
    operator: str
    number: Decimal

    def holds(self, value: Decimal) -> bool:
        """Return whether the value of the figure fulfils it."""
        return {
            "=": value == self.number,
            ">": value > self.number,
            "<": value < self.number,
            ">=": value >= self.number,
            "<=": value <= self.number,
        }[self.operator]


Part: TypeAlias = str | Field


@dataclass(frozen=True)
class Sentence:
    """A text with fields; an optional one falls away where something is missing."""

    parts: Sequence[Part]
    is_optional: bool = False
    condition: Condition | None = None

    @property
    def is_misread(self) -> bool:
        """Return whether it begins like a condition that isn't written as one."""
        first = self.parts[0] if self.parts else ""
        is_plain = self.is_optional and self.condition is None and isinstance(first, str)
        return is_plain and _LIKE_CONDITION.match(str(first)) is not None


def parse(text: str) -> list[list[Sentence]]:
    """Return the paragraphs of a template; raises TemplateError."""
    lines = (line.strip("\r\n") for line in text.split("\n"))
    return [list(_sentences(line)) for line in lines if line.strip()]


def _sentences(line: str) -> Iterator[Sentence]:
    at = 0
    while (start := line.find("[[", at)) >= 0 and (end := line.find("]]", start + 2)) >= 0:
        if start > at:
            yield Sentence(_parts(line[at:start]))
        yield _optional(line[start + 2 : end])
        at = end + 2
    if at < len(line):
        yield Sentence(_parts(line[at:]))


def _optional(text: str) -> Sentence:
    condition = _CONDITION.match(text)
    if condition is None:
        return Sentence(_parts(text), is_optional=True)
    rest = text[condition.end() :]
    made = Condition(condition[1], condition[2], Decimal(condition[3]))
    return Sentence(_parts(rest), is_optional=True, condition=made)


def _parts(text: str) -> list[Part]:
    parts: list[Part] = []
    at = 0
    for found in _FIELD.finditer(text):
        parts.append(text[at : found.start()])
        parts.append(_field(found[1]))
        at = found.end()
    parts.append(text[at:])
    rest = [part for part in parts if isinstance(part, str)]
    if any(mark in part for part in rest for mark in ("{", "}", "[[", "]]")):
        raise TemplateError(
            gettext(
                "A bracket is open or closed without its other half: “%(text)s”.", text=text[:60]
            )
        )
    return [part for part in parts if part]


def _field(text: str) -> Field:
    name, *options = (part.strip() for part in text.split("|"))
    field = Field(name)
    for option in options:
        if option.startswith("="):
            field = Field(name, field.qualifier, field.unit, field.word, option[1:])
            continue
        qualifier, *more = option.split(":")
        if qualifier not in QUALIFIERS or len(more) > 2:
            sentence = gettext(
                "“%(option)s” is none of: exact, at_least, nearly, about.", option=option[:40]
            )
            raise TemplateError(sentence)
        unit, word = (*more, "", "")[:2]
        field = Field(name, qualifier, unit, word, field.shown)
    return field


def fields_of(paragraphs: Sequence[Sequence[Sentence]]) -> Iterator[Field]:
    """Yield every field, and one for each condition."""
    for paragraph in paragraphs:
        for sentence in paragraph:
            yield from (part for part in sentence.parts if isinstance(part, Field))
            if sentence.condition is not None:
                yield Field(sentence.condition.code)
