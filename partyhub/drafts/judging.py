"""The verdict on each claim: what is on record, and whether it may be written so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from partyhub.drafts.bases import Basis
from partyhub.drafts.claim import Claim
from partyhub.drafts.quantities import Qualifier, fits
from partyhub.figures import Number


class Verdict(StrEnum):
    """The outcomes of the check."""

    MATCHES = "matches"
    DIFFERS = "differs"
    QUALIFIED = "qualified"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Values:
    """The values of every figure by code, in the period and in the one before."""

    now: Mapping[str, Number]
    before: Mapping[str, Number]
    wholes: Mapping[str, str] = field(default_factory=dict)

    def of(self, figure: str, basis: Basis) -> Decimal | None:
        """Return what a number on this basis is compared with; None where nothing is on record."""
        now, before = _decimal(self.now.get(figure)), _decimal(self.before.get(figure))
        if basis is Basis.BEFORE:
            return before
        if basis is Basis.CHANGE:
            return None if now is None or before is None else now - before
        if basis is Basis.SHARE:
            whole = _decimal(self.now.get(self.wholes.get(figure, "")))
            return now / whole if now is not None and whole else None
        return now


@dataclass(frozen=True)
class Judgment:
    """The verdict on a claim, with the figure and the value that it was compared with."""

    verdict: Verdict
    figure: str | None = None
    ours: Decimal | None = None
    basis: Basis = Basis.NOW


def _decimal(value: Number) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def judge(claim: Claim, values: Values) -> Judgment:
    """Return the verdict: the first figure that fits, else the likeliest that doesn't."""
    tried = [_compare(claim, figure, basis, values) for figure, basis in _readings(claim)]
    known = [(judgment, is_true) for judgment, is_true in tried if judgment.ours is not None]
    true = [judgment for judgment, is_true in known if is_true]
    if claim.is_each and known and len(true) < len(known):
        return next(judgment for judgment, is_true in known if not is_true)
    if true:
        return true[0]
    if not known or claim.is_doubtful or (claim.basis is Basis.EITHER and not claim.is_firm):
        first = tried[0][0] if tried else Judgment(Verdict.UNKNOWN)
        return Judgment(Verdict.UNKNOWN, first.figure, first.ours, first.basis)
    return known[0][0]


def _readings(claim: Claim) -> Iterable[tuple[str, Basis]]:
    bases = (Basis.CHANGE, Basis.NOW) if claim.basis is Basis.EITHER else (claim.basis,)
    for figure in claim.figures:
        for basis in bases:
            yield figure, basis


def _compare(claim: Claim, figure: str, basis: Basis, values: Values) -> tuple[Judgment, bool]:
    """Return the judgment if this figure is meant, and whether the number is true of it."""
    quantity = claim.quantity
    ours = values.of(figure, basis)
    if ours is not None and basis is Basis.CHANGE:
        ours = -ours if claim.is_falling else ours
        before = values.of(figure, Basis.BEFORE)
        if quantity.is_percentage and not _is_share(figure, values):
            ours = ours / before if before and not quantity.is_points else None
    is_true = ours is not None and fits(ours, quantity)
    verdict = Verdict.DIFFERS
    if is_true:
        is_exact = quantity.qualifier is Qualifier.EXACT
        verdict = Verdict.MATCHES if is_exact else Verdict.QUALIFIED
    return Judgment(verdict, figure, ours, basis), is_true


def _is_share(figure: str, values: Values) -> bool:
    return isinstance(values.now.get(figure), float) and figure.rpartition("_")[2] in SHARES


SHARES = ("rate", "share", "coverage")
