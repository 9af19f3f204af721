"""Queries for the days of the terms of an organization."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select

from partyhub.database import db
from partyhub.organizations.models import Organization, Term
from partyhub.periods import on_day


def dissolved_on_of(model: Any) -> ColumnElement[date]:
    """Return the day of dissolution of the organization that a row of `model` belongs to."""
    organization = Organization.__table__.alias()
    query = select(organization.c.dissolved_on).where(organization.c.id == model.organization_id)
    return query.correlate_except(organization).scalar_subquery()


def has_term_on(organization: Organization, day: date) -> bool | None:
    """Return whether a term of the organization was running on `day`.

    None means that no term is on record.
    """
    own = select(Term).where(Term.organization_id == organization.id, Term.archived_at.is_(None))
    if db.session.scalars(own.limit(1)).first() is None:
        return None
    running = own.where(on_day(day, Term.started_on, Term.reelected_on))
    return db.session.scalars(running.limit(1)).first() is not None


class TermSpan(NamedTuple):
    """The days of a term; one without a re-election lasts until that is due.

    `id` is None for a new term, and `end` where no day is known.
    """

    id: int | None
    number: int
    started_on: date
    end: date | None


def find_overlapping_terms(organization: Organization, own: TermSpan) -> Sequence[TermSpan]:
    """Return the organization's other terms that share a day with `own`, the earliest first."""
    query = select(Term).where(
        Term.organization_id == organization.id,
        Term.archived_at.is_(None),
        Term.id != (own.id or 0),
    )
    found = [span_of(term) for term in db.session.scalars(query.order_by(Term.started_on))]
    return [
        other
        for other in found
        if (other.end is None or own.started_on < other.end)
        and (own.end is None or other.started_on < own.end)
    ]


def span_of(term: Term) -> TermSpan:
    """Return the days of a term on record."""
    end = term.reelected_on or term.last_day_due
    return TermSpan(term.id, term.number, term.started_on, end)
