"""The facts on record that a draft is checked against, computed as for the page of figures."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from partyhub.awards.models import Award
from partyhub.database import Nameable, db
from partyhub.drafts.checking import MOST_HONORS, Material
from partyhub.drafts.honors import Honor
from partyhub.drafts.judging import Values
from partyhub.drafts.titles import places_of
from partyhub.drafts.vocabulary import vocabulary_of
from partyhub.figures import Number, Scope
from partyhub.organizations.models import Organization, OrganizationKind
from partyhub.organizations.queries import find_root
from partyhub.periods import Period
from partyhub.registers import current_catalog
from partyhub.reports.calculation import Computed, compute_each, select_counted

HONORS = ("awards.total", "awards.medals")


def gather(
    now: Scope, before: Scope, organization: Organization | None, own: int | None = None
) -> Material:
    """Return the facts of a scope and of the same organization's period before.

    Without an organization it is that of the viewer, whose id is `own`, if there is one.
    """
    computed = compute_each([now, before])
    values = Values(_values(computed[0]), _values(computed[1]), vocabulary_of("zh").wholes)
    honors = [*_honors(now, is_earlier=False), *_honors(_earlier(now), is_earlier=True)]
    whole = organization.id if organization else own
    as_of = {code: item.as_of for code, item in computed[0].items() if item.as_of < now.end}
    figures = {figure.code: figure for figure in current_catalog().figures}
    below = _names_below(now, whole)
    return Material(figures, values, honors, below, now.start, now.end, _own_names(), as_of)


def _values(computed: Mapping[str, Computed]) -> dict[str, Number]:
    return {code: item.value for code, item in computed.items()}


def _earlier(scope: Scope) -> Scope:
    """Return the scope of all that was before the period."""
    return replace(scope, period=Period(date.min, scope.before), as_of=scope.before)


def _honors(scope: Scope, *, is_earlier: bool) -> list[Honor]:
    """Return the honors of a scope, at most MOST_HONORS of each kind, the latest first."""
    by_code = current_catalog().figures_by_code
    return [
        Honor(
            award.title,
            award.level.value,
            _name(award),
            award.awarded_on,
            is_earlier,
            places_of(award.title, award.granting_body),
        )
        for code in HONORS
        for award in db.session.scalars(
            select_counted(by_code[code], scope)
            .order_by(Award.awarded_on.desc(), Award.id.desc())
            .limit(MOST_HONORS)
        )
    ]


def _name(award: Award) -> str:
    recipient = award.recipient
    return recipient.caption if isinstance(recipient, Nameable) else recipient or ""


def _names_below(scope: Scope, whole: int | None) -> Sequence[str]:
    """Return the names of the organizations that are a part of the one asked."""
    query = select(Organization.name, Organization.short_name).where(
        Organization.archived_at.is_(None), Organization.kind != OrganizationKind.PARTY_COMMITTEE
    )
    if scope.organizations is not None:
        query = query.where(Organization.id.in_(scope.organizations))
    if whole is not None:
        query = query.where(Organization.id != whole)
    return sorted({name for row in db.session.execute(query) for name in row if name})


def _own_names() -> str:
    """Return the names of the whole committee, which say whose the company is."""
    root = find_root()
    return f"{root.name} {root.short_name}" if root else ""
