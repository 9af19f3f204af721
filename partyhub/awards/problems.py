"""Rules about honors: documents, doubles, levels, and recipients who weren't there."""

from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import Integer, and_, cast, exists, extract, func, or_, select
from sqlalchemy.orm import aliased

from partyhub.awards.levels import find_county_body
from partyhub.awards.models import (
    CATEGORY_RECIPIENTS,
    RECIPIENT_MODELS,
    Award,
    AwardLevel,
    RecipientKind,
)
from partyhub.awards.queries import awarded_within, given_to_the_same
from partyhub.figures import Rows, Scope
from partyhub.members.models import Assignment
from partyhub.periods import on_day
from partyhub.problem_rules import Basis, Severity, Subject, Values, rules_of


def awards_of(scope: Scope, *columns: Any) -> Rows:
    """Return the query for the awards of the period and scope."""
    day = Award.awarded_on.label("day")
    return select(Award.id, Award.title, day, *columns).where(
        Award.archived_at.is_(None), scope.happened(Award.awarded_on), awarded_within(scope)
    )


def without_document(scope: Scope) -> Rows:
    numbers = (Award.document_no, Award.certificate_no)
    empty = (or_(number.is_(None), number == "") for number in numbers)
    return awards_of(scope, Award.granting_body.label("body")).where(*empty)


def twice(scope: Scope) -> Rows:
    """Select the later one of two awards of a recipient: one title, one body, for one year."""
    other = aliased(Award)
    years = [
        func.coalesce(each.for_year, cast(extract("year", each.awarded_on), Integer))
        for each in (Award, other)
    ]
    is_double = exists().where(
        other.archived_at.is_(None),
        other.title == Award.title,
        other.granting_body == Award.granting_body,
        given_to_the_same(other),
        years[0] == years[1],
        or_(
            other.awarded_on < Award.awarded_on,
            and_(other.awarded_on == Award.awarded_on, other.id < Award.id),
        ),
    )
    return awards_of(scope).where(is_double)


def unfit_category(scope: Scope) -> Rows:
    unfit = (
        and_(Award.category == category, Award.recipient_kind != kind)
        for category, kind in CATEGORY_RECIPIENTS.items()
    )
    return awards_of(scope, Award.category, Award.recipient_kind.label("kind")).where(or_(*unfit))


def of_prefectures(scope: Scope) -> Rows:
    body = Award.granting_body.label("body")
    return awards_of(scope, body).where(Award.level == AwardLevel.PREFECTURE)


def judge_level(row: Any) -> bool | Values:
    """Return the county-level city that the granting body or the title names."""
    city = find_county_body(row.body, row.title)
    return {"city": city} if city else False


def for_later_year(scope: Scope) -> Rows:
    held = cast(extract("year", Award.awarded_on), Integer)
    return awards_of(scope, Award.for_year.label("year")).where(Award.for_year > held)


def recipient_not_there(scope: Scope) -> Rows:
    """Select the awards whose recipient didn't exist, or was in no organization here, on the day.

    A person need not be in the Party: an activist may be the best worker of the year.
    """
    day, absent = Award.awarded_on, []
    for kind, model in RECIPIENT_MODELS.items():
        column = getattr(Award, f"{kind.value}_id")
        if kind is RecipientKind.MEMBER:
            was_here = exists().where(
                Assignment.member_id == column,
                Assignment.archived_at.is_(None),
                on_day(day, Assignment.started_on, Assignment.ended_on),
            )
            absent.append(and_(column.is_not(None), ~was_here))
            continue
        existence = model.existence
        assert existence is not None
        outside = [getattr(model, existence.first) > day]
        if existence.is_strict:
            outside.append(getattr(model, existence.end) <= day)
        absent.append(exists().where(model.id == column, or_(*outside)))
    return awards_of(scope).where(or_(*absent))


_rule = rules_of("awards", Subject.AWARDS, "awards")
problems = (
    _rule(
        "no_document",
        Severity.WARN,
        lazy_gettext("Honors without document and certificate"),
        lazy_gettext(
            "“%(title)s” of %(day)s (%(body)s) has neither the number of a document nor that of a"
            " certificate."
        ),
        select=without_document,
        basis=Basis.COMPLETE,
    ),
    _rule(
        "twice",
        Severity.BLOCK,
        lazy_gettext("Honors that are on record twice"),
        lazy_gettext(
            "“%(title)s” of %(day)s is on record for the same recipient and year a second time."
        ),
        select=twice,
    ),
    _rule(
        "category_against_recipient",
        Severity.WARN,
        lazy_gettext("Honors of a category for other recipients"),
        lazy_gettext("“%(title)s” of %(day)s: “%(category)s” isn't given to a “%(kind)s”."),
        select=unfit_category,
    ),
    _rule(
        "level_of_county_city",
        Severity.WARN,
        lazy_gettext("Honors of a county-level city, entered as those of a prefecture"),
        lazy_gettext("“%(title)s” of %(day)s: %(city)s is a city of county level."),
        select=of_prefectures,
        judge=judge_level,
    ),
    _rule(
        "later_year",
        Severity.WARN,
        lazy_gettext("Honors for a year that had not begun"),
        lazy_gettext("“%(title)s”, awarded on %(day)s, is entered as one for %(year)s."),
        select=for_later_year,
    ),
    _rule(
        "recipient_not_there",
        Severity.BLOCK,
        lazy_gettext("Honors of recipients that weren't there on the day"),
        lazy_gettext("“%(title)s” was awarded on %(day)s; its recipient wasn't there that day."),
        select=recipient_not_there,
    ),
)
