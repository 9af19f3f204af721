"""Texts in the cell of their label: what is written behind its colon, or in place of its year.

Loads no openpyxl: a page says beforehand what stays in the cell.
"""

import re

_COLON = re.compile("[:：]")
_LABEL = r"[^\s\d:：][^\s:：]{0,19}[:：]"
_IS_LABEL = re.compile(_LABEL)
# Two spaces, or the next label, end what is written behind a colon.
_END = re.compile(rf"\s{{2,}}(?=\S)|\s+(?={_LABEL})|[,，;；]\s*(?={_LABEL})")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# A date, or the blank for one, is one value, however many spaces stand in it.
_DATE = r"(?:\d{4})?\s*年(?:\s*\d{0,2}\s*月(?:\s*\d{0,2}\s*日|(?!\w)))?"
_DATES = re.compile(rf"\s*{_DATE}(?:\s*[-‐-―~～至到]+\s*{_DATE})?")
_SPAN = re.compile(rf"({_YEAR.pattern})(\s*(?:年度?)?\s*(?:[-‐-―~～至到]+)\s*)({_YEAR.pattern})")


def split_after_colon(text: str) -> tuple[str, str]:
    """Return a label up to its first colon, and what follows the text written behind that.

    Other labels may stand in the same cell, each with a text of its own.
    """
    found = _COLON.search(text)
    if found is None:
        return text, ""
    label, behind = text[: found.end()], text[found.end() :]
    start = len(behind) - len(behind.lstrip())
    if start and _IS_LABEL.match(behind, start):
        return label, behind
    dates = _DATES.match(behind)
    end = _END.search(behind, dates.end() if dates else start)
    return label, behind[end.start() :] if end else ""


def with_year(text: str, year: str) -> str:
    """Return a text with this year in place of its first, as the last one of a span of years."""
    span, first = _SPAN.search(text), _YEAR.search(text)
    if not span or not first or span.start() != first.start():
        return _YEAR.sub(year, text, count=1)
    start = int(span[1]) + int(year) - int(span[3])
    return f"{text[: span.start()]}{start}{span[2]}{year}{text[span.end() :]}"
