"""Words: those of enums as people write them, of yes and no, and those that say nothing."""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from flask_babel import force_locale, gettext

from partyhub.database import LabeledEnum
from partyhub.texts import lazy_pattern, normal_form

EVERYDAY_WORDS = Path(__file__).with_name("everyday_words.csv")
LOCALES = ("zh_Hans_CN", "en")
# Marks by which people show that a cell has no value, and words that say so.
DASHES = frozenset({"-", "--", "---", "—", "——", "———", "–", "－", "－－", "/", "//", "／", "\\"})
NONE = frozenset({"无", "没有", "暂无", "none", "None"})
NOTHING = DASHES | NONE | {"空", "不详", "未知", "待定", "n/a", "N/A"}

_YES = ("是", "√", "✓", "✔", "☑", "有", "对", "y", "yes", "true", "1")
_NO = ("否", "×", "✗", "✘", "无", "错", "n", "no", "false", "0")
YES_OR_NO = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}

_MARKS = lazy_pattern(r"[\W_]+")


def fold(word: str) -> str:
    """Return a word in the form for comparing, without spaces and punctuation marks."""
    return _MARKS.sub("", normal_form(word))


@cache
def read_everyday_words() -> Mapping[str, Sequence[tuple[str, str]]]:
    """Read the words that offices write instead of our labels: (key, word) pairs by enum.

    A word that may mean several members stands there once for each.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    with EVERYDAY_WORDS.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(row["enum"], []).append((row["member"], row["word"]))
    return found


@cache
def labels_of(members: type[LabeledEnum]) -> Mapping[str, LabeledEnum]:
    """Return the members by key and by label in both languages, all in normal form."""
    words: dict[str, LabeledEnum] = {}
    for locale in LOCALES:
        with force_locale(locale):
            words |= {normal_form(member.label): member for member in members}
    return words | {normal_form(member.value): member for member in members}


@cache
def _members_by_word(members: type[LabeledEnum]) -> Mapping[str, Sequence[LabeledEnum]]:
    """Return the members that a folded word may mean: a label means one, as does its key."""
    words: dict[str, list[LabeledEnum]] = {}
    for key, word in read_everyday_words().get(members.__name__, ()):
        words.setdefault(fold(word), []).append(members(key))
    return words | {fold(label): [member] for label, member in labels_of(members).items()}


def find_members(members: type[LabeledEnum], text: str) -> Sequence[LabeledEnum]:
    """Return the members that a text may mean; none if it is no word for any."""
    exact = labels_of(members).get(normal_form(text))
    return [exact] if exact is not None else _members_by_word(members).get(fold(text), ())


def read_enum(
    members: type[LabeledEnum], text: str, only: Sequence[LabeledEnum] = ()
) -> LabeledEnum:
    """Return the member that a text means: its key, its label in either language, or a word for it.

    Raises ValueError if there is none or more than one, or if `only` doesn't contain it.
    """
    allowed = only or tuple(members)
    found = [member for member in find_members(members, text) if member in allowed]
    if len(found) == 1:
        return found[0]
    choices = "、".join(member.label for member in found or allowed)
    if found:
        sentence = gettext(
            "“%(text)s” may mean several: %(choices)s. Write one of them.",
            text=text,
            choices=choices,
        )
    else:
        sentence = gettext("“%(text)s” is not one of: %(choices)s.", text=text, choices=choices)
    raise ValueError(sentence)


def read_bool(text: str) -> bool:
    """Return whether a text means yes."""
    try:
        return YES_OR_NO[normal_form(text)]
    except KeyError as error:
        raise ValueError(gettext("“%(text)s” is neither yes nor no.", text=text)) from error
