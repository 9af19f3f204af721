"""The sentences that explain each verdict."""

from decimal import Decimal

from flask_babel import gettext, lazy_gettext

from partyhub.drafts.bases import Basis
from partyhub.drafts.claim import Claim
from partyhub.drafts.honors import Honor
from partyhub.drafts.judging import Judgment, Verdict
from partyhub.drafts.quantities import Qualifier, Quantity
from partyhub.figures import AnyFigure
from partyhub.registers.values import format_day, format_rate
from partyhub.reports.wording import RATES, format_figure

VERDICTS = {
    Verdict.DIFFERS: lazy_gettext("Differs"),
    Verdict.UNKNOWN: lazy_gettext("Not recognized"),
    Verdict.QUALIFIED: lazy_gettext("Holds as hedged"),
    Verdict.MATCHES: lazy_gettext("Matches"),
}
HEDGES = {
    Qualifier.AT_LEAST: lazy_gettext("“more than”"),
    Qualifier.NEARLY: lazy_gettext("“nearly”"),
    Qualifier.ABOUT: lazy_gettext("“about”"),
}
# What may have been meant where the number differs.
HINTS = {
    "prosperity.workshops": lazy_gettext(
        "The number may be part of a workshop's name, such as Workshop No. 6."
    ),
}


def unit_of(quantity: Quantity | None, figure: AnyFigure | None) -> str:
    """Return the measure word of a number: as it was written, else that of the figure."""
    if quantity is None:
        return gettext("honors")
    if quantity.unit and not quantity.is_percentage:
        return quantity.unit
    if quantity.is_percentage and (figure is None or figure.code not in RATES):
        return "%"
    return str(figure.unit) if figure is not None else ""


def cut_words() -> str:
    """Return that not all numbers were compared."""
    return gettext("Only the first 5,000 numbers were checked. Check the rest by itself.")


def explain(claim: Claim, judgment: Judgment, figure: AnyFigure | None) -> str:
    """Return why the verdict on a claim is what it is."""
    if claim.quantity.is_vague:
        return gettext("A range, a fraction or a vague number isn't compared.")
    if figure is None:
        return gettext("No figure goes by these words.")
    if judgment.ours is None:
        return gettext("%(figure)s: nothing is on record.", figure=figure.label)
    sentence = gettext("; ").join(_parts(claim, judgment, figure, judgment.ours)) + gettext(".")
    if judgment.verdict is Verdict.DIFFERS and judgment.figure in HINTS:
        return f"{sentence} {HINTS[judgment.figure]}"
    return sentence


def _parts(claim: Claim, judgment: Judgment, figure: AnyFigure, ours: Decimal) -> list[str]:
    is_share = claim.quantity.is_percentage and figure.code not in RATES
    found = [
        _share(judgment.basis, figure, ours)
        if is_share
        else _on_record(judgment.basis, figure, ours)
    ]
    qualifier = claim.quantity.qualifier
    if judgment.verdict is Verdict.QUALIFIED:
        found.append(gettext("%(hedge)s holds", hedge=HEDGES[qualifier]))
    elif judgment.verdict is Verdict.UNKNOWN:
        found.append(gettext("whether this is meant isn't certain, compare it yourself"))
    elif judgment.verdict is Verdict.DIFFERS:
        found.append(_difference(claim.quantity, figure, ours))
    return found


def _on_record(basis: Basis, figure: AnyFigure, ours: Decimal) -> str:
    words = {
        "figure": figure.label,
        "value": format_figure(figure, ours),
        "unit": "" if figure.code in RATES else figure.unit,
    }
    if basis is Basis.BEFORE:
        return gettext("%(figure)s in the period before: %(value)s %(unit)s", **words).strip()
    if basis is Basis.CHANGE:
        return gettext("%(figure)s, change since the period before: %(value)s %(unit)s", **words)
    return gettext("%(figure)s on record: %(value)s %(unit)s", **words).strip()


def _share(basis: Basis, figure: AnyFigure, ours: Decimal) -> str:
    words = {"figure": figure.label, "value": format_rate(ours)}
    if basis is Basis.CHANGE:
        return gettext("%(figure)s, change since the period before: %(value)s", **words)
    return gettext("%(figure)s, share of the whole: %(value)s", **words)


def _difference(quantity: Quantity, figure: AnyFigure, ours: Decimal) -> str:
    if quantity.qualifier is not Qualifier.EXACT:
        return gettext("%(hedge)s does not hold", hedge=HEDGES[quantity.qualifier])
    difference = quantity.value - ours
    unit = "" if figure.code in RATES else figure.unit
    shown = f"{format_figure(figure, abs(difference))} {unit}".strip()
    if quantity.is_percentage:
        shown = format_rate(abs(difference))
    if difference > 0:
        return gettext("the text has %(difference)s too many", difference=shown)
    return gettext("the text has %(difference)s too few", difference=shown)


def explain_honor(honor: Honor | None, *, is_of_other_level: bool = False) -> str:
    """Return what is on record of an honor that the text names."""
    if honor is None:
        return gettext("No honor of this title and level is on record.")
    words = {
        "title": honor.title,
        "recipient": honor.recipient,
        "day": format_day(honor.awarded_on),
    }
    if is_of_other_level:
        return gettext(
            "The text names another level. On record: %(title)s, awarded to %(recipient)s on"
            " %(day)s.",
            **words,
        )
    if honor.is_earlier:
        return gettext(
            "%(title)s was awarded to %(recipient)s on %(day)s, before the period.", **words
        )
    return gettext("%(title)s, awarded to %(recipient)s on %(day)s.", **words)
