"""The three comparisons of a post over time, as a chart and a table show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext

from partyhub.registers.values import day_words
from partyhub.vanguards.headings import heading
from partyhub.vanguards.models import PostReview

COMPARED = ("performance", "style", "service")


@dataclass(frozen=True)
class Mark:
    """One number on one day: what it says, and the record that it stands in."""

    day: date
    value: int
    words: str
    url: str


@dataclass(frozen=True)
class Line:
    """One comparison over time; a review that gave it no number has no mark."""

    label: str
    marks: Sequence[Mark]


def compare(reviews: Sequence[PostReview]) -> list[Line]:
    """One line for each comparison that has a number, in the order of 三比."""
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
        day=day_words(review.reviewed_on),
        label=str(heading(key)),
        value=value,
    )
    url = url_for("post_reviews.show", record_id=review.id)
    return Mark(review.reviewed_on, value, words, url)
