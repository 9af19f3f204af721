"""The syntax of templates: fields in braces, and sentences in double brackets that may fall away.

`{members.total}` is a figure, `{prosperity.output|nearly:万元}` one with a qualifier and a unit,
`{vanguards.posts|noun:post:posts}` one with the noun behind it, for one and for more,
`{commissars.coverage|=full coverage}` words that stand for one. `[[a text with {fields}]]` falls
away where a field is missing or 0; `[[projects.running>=10: a text]]` unless the condition holds,
and where that holds a missing field is a visible gap, as in any other text. Several conditions, all
of which must hold, stand with commas between them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeAlias

from flask_babel import gettext

QUALIFIERS = ("exact", "at_least", "nearly", "about")
NOUN = "noun"
_FIELD = re.compile(r"\{([^{}]{1,200})\}")
_CONDITION = r"\s*([a-z_0-9.]+)\s*(>=|<=|=|>|<)\s*(\d{1,12}(?:\.\d{1,6})?)\s*"
_EACH_CONDITION = re.compile(_CONDITION)
_CONDITIONS = re.compile(rf"(?:{_CONDITION}[,，])*{_CONDITION}[:：]\s?")
# What was meant as a condition, though it may be none: a code with a sign of comparison.
_LIKE_CONDITION = re.compile(r"\s*[a-z_]+(?:\.[a-z_0-9]+)+\s*[<>=!≥≤≠＜＞＝！]")
LONGEST = 20_000


class TemplateError(ValueError):
    """Error for a template that can't be read; its text is a sentence."""


@dataclass(frozen=True)
class Field:
    """A field: its name, how it is published, and words that are shown instead of its number.

    `nouns` are the words behind the number: behind 1, and behind any other.
    """

    name: str
    qualifier: str = "exact"
    unit: str = ""
    word: str = ""
    shown: str = ""
    nouns: tuple[str, str] | None = None


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
    """A text with fields; an optional one falls away where something is missing.

    One with conditions falls away unless all of them hold.
    """

    parts: Sequence[Part]
    is_optional: bool = False
    conditions: Sequence[Condition] = ()

    @property
    def is_misread(self) -> bool:
        """Return whether it begins like a condition that isn't written as one."""
        first = self.parts[0] if self.parts else ""
        is_plain = self.is_optional and not self.conditions and isinstance(first, str)
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
    found = _CONDITIONS.match(text)
    if found is None:
        return Sentence(_parts(text), is_optional=True)
    conditions = [
        Condition(each[1], each[2], Decimal(each[3])) for each in _EACH_CONDITION.finditer(found[0])
    ]
    return Sentence(_parts(text[found.end() :]), is_optional=True, conditions=conditions)


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
            field = replace(field, shown=option[1:])
            continue
        kind, *more = option.split(":")
        if kind == NOUN and len(more) == 2:
            field = replace(field, nouns=(more[0], more[1]))
        elif kind in QUALIFIERS and len(more) <= 2:
            unit, word = (*more, "", "")[:2]
            field = replace(field, qualifier=kind, unit=unit, word=word)
        else:
            sentence = gettext(
                "“%(option)s” is none of: exact, at_least, nearly, about.", option=option[:40]
            )
            raise TemplateError(sentence)
    return field


def fields_of(paragraphs: Sequence[Sequence[Sentence]]) -> Iterator[Field]:
    """Yield every field, and one for each condition."""
    for paragraph in paragraphs:
        for sentence in paragraph:
            yield from (part for part in sentence.parts if isinstance(part, Field))
            yield from (Field(condition.code) for condition in sentence.conditions)
