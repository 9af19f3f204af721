"""The three comparisons of a post over time, for a chart and a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext

from partyhub.registers.values import format_day
from partyhub.vanguards.headings import heading
from partyhub.vanguards.models import PostReview

COMPARED = ("performance", "style", "service")


@dataclass(frozen=True)
class Mark:
    """One score on one day, with its description and the URL of its review."""

    day: date
    value: int
    words: str
    url: str


@dataclass(frozen=True)
class Line:
    """One comparison over time; reviews without a score for it have no mark."""

    label: str
    marks: Sequence[Mark]


def compare(reviews: Sequence[PostReview]) -> list[Line]:
    """Return a line for each comparison that has a score, in the order of 三比."""
    lines = [
        Line(str(heading(key)), [_mark(key, each) for each in reviews if _value(key, each)])
        for key in COMPARED
    ]
    return [line for line in lines if line.marks]


def _value(key: str, review: PostReview) -> int | None:
    value: int | None = getattr(review, key)
    return value


def _mark(key: str, review: PostReview) -> Mark:
    value = _value(key, review) or 0
    words = gettext(
        "%(day)s, %(label)s: %(value)s",
        day=format_day(review.reviewed_on),
        label=str(heading(key)),
        value=value,
    )
    url = url_for("post_reviews.show", record_id=review.id)
    return Mark(review.reviewed_on, value, words, url)
