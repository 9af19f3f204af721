"""Labels of forms, and the figure, the kind of value or the text that each of them means."""

import csv
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from flask_babel import force_locale

from partyhub.figures import AnyFigure

HERE = Path(__file__).parent
CHINESE = "zh_Hans_CN"
_NUMBERING = re.compile(r"^(?:[(]?[一二三四五六七八九十百\d]{1,4}[)、.．:：]+|[①-⑳])")
_OF_WHICH = re.compile(r"^(?:其中|其:)[:：]?")
_NOTE = re.compile(r"[(\[〔【].*?[)\]〕】]")
_MARKS = re.compile(r"[\s()\[\]〔〕【】:：、,，.。·\-—*＊]+")
_ENDING = re.compile(r"(?<=.)(?:总人数|总数|人数|个数|次数|支数|项数|对数|数量|情况|合计|数)$")
# The colon of a label that something is written behind.
FILLED_IN = re.compile("(?<!其中)[:：]")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=\s*年)")
TEN_THOUSAND = 10_000
_TEN_THOUSAND = re.compile("万元")
# The unit alone, or in brackets, or in a list of units.
_MONEY_UNIT = re.compile(r"(?:^|[(\[〔【、,/:\s])(万)?元(?=$|[)\]〕】、,/;\s])")
# Not 填报单位, which is the organization.
_UNIT_OF_SHEET = re.compile(r"(?:^|[\s(])(?:计量|金额|货币)?单位[:]\s*([^:]*)")


def full_form(text: str) -> str:
    """Return a label without numbering, spaces and marks; what stands in brackets stays."""
    return _MARKS.sub("", _head(text))


def bare_form(text: str) -> str:
    """Return a label as `full_form` does, without what stands in brackets."""
    return _MARKS.sub("", _NOTE.sub("", _head(text)))


def rough_form(text: str) -> str:
    """Return a bare label without the word for a number at its end."""
    return _ENDING.sub("", bare_form(text))


def _head(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).strip()
    return _OF_WHICH.sub("", _NUMBERING.sub("", folded))


def unit_of_money(text: str) -> int:
    """Return the yuan of the unit that a label names, 1 or 10,000; 0 if it names none."""
    folded = unicodedata.normalize("NFKC", text)
    found = _MONEY_UNIT.search(folded)
    if found:
        return TEN_THOUSAND if found[1] else 1
    return TEN_THOUSAND if _TEN_THOUSAND.search(folded) else 0


def unit_of_sheet(text: str) -> int:
    """Return the yuan of the unit that a text names for its whole sheet; 0 if it names none."""
    found = _UNIT_OF_SHEET.search(unicodedata.normalize("NFKC", text))
    return unit_of_money(found[1]) if found else 0


@cache
def words() -> dict[str, str]:
    """Return the kind of each word that forms use beside figures, by its bare form."""
    with (HERE / "words.csv").open(encoding="utf-8", newline="") as file:
        return {bare_form(row["word"]) or row["word"]: row["kind"] for row in csv.DictReader(file)}


def kind_of(text: str) -> str:
    """Return the kind of a label that names no figure, or an empty text."""
    return words().get(bare_form(text), "") or words().get(text.strip(), "")


class LabelIndex:
    """The figures by the labels that forms use for them."""

    def __init__(self, figures: Sequence[AnyFigure]) -> None:
        codes = {figure.code for figure in figures}
        with force_locale(CHINESE):
            named = [(str(figure.label), figure.code) for figure in figures]
        with (HERE / "labels.csv").open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            aliases = [(row["label"], row["code"]) for row in rows if row["code"] in codes]
        self._exact: dict[str, str] = {}
        for label, code in [*named, *aliases]:
            self._exact.setdefault(full_form(label), code)
        self._found: dict[str, str] = {}
        self._rough: dict[str, str] = {}
        for label, code in [*named, *aliases]:
            self._rough.setdefault(rough_form(label), code)

    def find(self, text: str) -> str:
        """Return the code of the figure that a label names, or an empty text."""
        if text not in self._found:
            full, bare, rough = full_form(text), bare_form(text), rough_form(text)
            code = self._exact.get(full) or self._exact.get(bare) or self._rough.get(rough, "")
            self._found[text] = code
        return self._found[text]

    def find_in(self, labels: Sequence[str]) -> str:
        """Return the code of the figure that labels name together, the nearest first.

        The nearest may need those around it: 女 under 党员, or 总数 under 党员先锋岗.
        """
        nearest, *around = labels
        if kind_of(nearest) == "total":
            return self.find_in(around) if around else ""
        texts = [nearest, *(text for each in around for text in (nearest + each, each + nearest))]
        if len(full_form(nearest)) <= 1:
            texts = [*texts[1:], nearest]
        return next((code for text in texts if (code := self.find(text))), "")
