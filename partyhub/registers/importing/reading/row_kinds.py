"""Words by which offices mark the rows of a table that are no records: totals, notes, examples."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

from partyhub.registers.importing.reading.values import is_blank
from partyhub.spreadsheets import BadCell
from partyhub.texts import clean_text

_UNIT = "(?:人次|人|名|个|次|项|条|件|篇|枚|场|期|小时|分钟|元|万元|平方米|㎡|%)"
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_COUNT = rf"(?:共计?|计|合计)?{_NUMBER}{_UNIT}?"
_AMOUNT = re.compile(rf"{_COUNT}|[-—–/*\\]+")
_COUNTED = re.compile(rf"(?:共计?|计)?{_NUMBER}{_UNIT}")
_TOTAL = re.compile(
    rf"[(\[【]?(?:.{{0,30}}(?:合计|小计)|总计|共计|累计|总数|(?:grand|sub)?total)数?"
    rf"(?:\({_COUNT}\))?[:]?(?:{_COUNT})?[)\]】]?|共计?{_NUMBER}{_UNIT}"
)
_EXAMPLE_WORD = "(?:填写|填表|填报)?(?:示例|样例|范例|例子|举例|example)(?:行|数据)?"
_EXAMPLE = re.compile(
    rf"[(\[【<《]?(?:{_EXAMPLE_WORD}|例)\d*[)\]】>》]?:?|(?:{_EXAMPLE_WORD}|例)\d*:.+"
)
_LABEL = re.compile(
    r"(?:(?:单位|部门|主要|党委|支部|党支部|分管|主管)?(?:负责人|领导|书记)|填表人?|填报人?|制表人?|审核人?|复核人?"
    r"|审批人?|审定人?|经办人|统计人|报送人|录入人|联系人|联系电话|电话|签字|签名|盖章"
    r"|(?:填表|填报|制表|报送|报出|审核|统计)(?:单位|部门|日期|时间)|单位|日期"
    r"|(?:填表|填报|编制)?说明|备注|附注|注释|注意(?:事项)?|注|note|notes|remark|remarks)"
    r"(?:\([^()]*\))?\d{0,2}:"
)
_NUMBERED = re.compile(r"\(?\d{1,2}[.、)].*")
_PAGE = re.compile(r"第\d+页(?:[,、/]?共\d+页)?|page\d+(?:of\d+)?")
_PERIOD = re.compile(
    r"(?:\d{4}年?度?)?(?:第?[一二三四1234]季度|[上下]半年|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?)|\d{4}年度?"
)
_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|\d{1,2}[.、．])(?=\D)"
    r"|^(?:所[在属])?(?:党支部|支部|党组织|车间|分厂|部门|单位)\s*[:：]"
)
_COUNT_NOTE = re.compile(
    rf"\s*(?:[(（]\s*(?:共计?)?\s*{_NUMBER}\s*{_UNIT}\s*[)）]|[:：]?\s*共?{_NUMBER}(?:人|名))\s*[:：]?$"
)
_PLACE = re.compile(r".+(?:党委|总支|支部|党小组|车间|分厂)(?:[(（].*[)）])?")
# Most first cells hold none of these, so that no other expression is tried.
_CANDIDATE = re.compile(r"计|总数|例|[:：]|页|total|example|page", re.IGNORECASE)


def compact(value: Any) -> str:
    """Return a text for comparing with the words of this module: folded, without spaces."""
    if not isinstance(value, str):
        return ""
    return "".join(unicodedata.normalize("NFKC", clean_text(value)).casefold().split())


def may_be_marked(value: Any) -> bool:
    """Return whether a first cell may mark a total, a note or an example; quick for most cells."""
    return isinstance(value, str) and _CANDIDATE.search(value) is not None


def is_amount(value: Any) -> bool:
    """Return whether a cell may stand in a row of totals: a number, a count, or a dash."""
    if isinstance(value, str):
        return _AMOUNT.fullmatch(compact(value)) is not None
    return not isinstance(value, bool | date)


def is_count(value: Any) -> bool:
    """Return whether a cell counts something in words, such as “2人”."""
    if not isinstance(value, str) or value.rstrip()[-1:] not in _UNIT:  # most cells end otherwise
        return False
    return _COUNTED.fullmatch(compact(value)) is not None


def is_total(text: str) -> bool:
    """Return whether a compact text is a word for a total, such as “第一党支部小计”."""
    return _TOTAL.fullmatch(text) is not None


def is_example(text: str) -> bool:
    """Return whether a compact text marks an example."""
    return _EXAMPLE.fullmatch(text) is not None


def is_page(text: str) -> bool:
    """Return whether a compact text is a page number."""
    return _PAGE.fullmatch(text) is not None


def is_numbered(text: str) -> bool:
    """Return whether a compact text begins with a number, as further notes do."""
    return _NUMBERED.fullmatch(text) is not None


def is_foot(values: Sequence[Any]) -> bool:
    """Return whether the filled cells of a row are notes and signatures, and no record.

    Each begins with a label such as “填表人：”, or follows a label without a value, or is the day
    of the signature, the last one.
    """
    texts = [compact(value) for value in values]
    if not _LABEL.match(texts[0]):
        return False
    later = range(1, len(texts))
    return all(
        _LABEL.match(texts[at])
        or texts[at - 1].endswith(":")
        or (at == len(texts) - 1 and isinstance(values[at], date))
        for at in later
    )


def is_period(text: str) -> bool:
    """Return whether a compact text is a month, a quarter, half a year or a year."""
    return _PERIOD.fullmatch(text) is not None


def is_place(text: str) -> bool:
    """Return whether a compact text is called as organizations and workshops are."""
    return _PLACE.fullmatch(text) is not None


def bare_heading(value: str) -> str:
    """Return a heading without its ordinal, such as 一、, and its count, such as （2人）."""
    text = _ORDINAL.sub("", clean_text(value)).strip()
    return _COUNT_NOTE.sub("", text).rstrip(":： ")


def numbers_columns(values: Sequence[Any]) -> bool:
    """Return whether a row counts the columns: 1, 2, 3 …, at least three of them."""
    return len(values) > 2 and all(
        compact(str(value)) == str(at)
        for at, value in enumerate(values, 1)
        if not isinstance(value, BadCell)
    )


def filled_cells(cells: Sequence[Any]) -> list[tuple[int, Any]]:
    """Return (index, value) of each cell that isn't blank."""
    return [(at, value) for at, value in enumerate(cells) if not is_blank(value)]
