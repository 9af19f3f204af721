"""Rules about the way into the Party: distances of its days, probation and its extension."""

from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import Boolean, Date, or_, type_coerce

from partyhub.figures import Rows, Scope
from partyhub.known_dates import earliest, latest
from partyhub.members.models import STAGE_DAYS, Member, Stage
from partyhub.members.problems.people import IN_ORDER, date_in, dates_of, named, of_scope
from partyhub.members.queries import belonged_to
from partyhub.members.stages import in_stage
from partyhub.periods import add_months
from partyhub.problem_rules import Basis, Severity, Subject, Values, rules_of
from partyhub.rules.queries import find_rule, rule_number

TARGET = "members.target.months"
PROBATION = "members.probation.months"
LEAST, MOST = "members.extension.months.least", "members.extension.months.most"


def reached_any(scope: Scope) -> Rows:
    """Select the people of the scope who reached a stage in the period, and say which ones."""
    happened = {key: scope.happened(getattr(Member, key)) for key in IN_ORDER}
    columns = [type_coerce(each, Boolean).label(f"is_{key}") for key, each in happened.items()]
    return named(*dates_of(*IN_ORDER), *columns).where(
        Member.archived_at.is_(None),
        or_(*happened.values()),
        belonged_to(scope, Member.id, scope.as_of),
    )


def judge_target(row: Any) -> bool | Values:
    """Return whether a development target of the period surely wasn't an activist long enough."""
    activist, target = date_in(row, "activist_on"), date_in(row, "target_on")
    months = rule_number(TARGET, target) if activist and target and row.is_target_on else None
    if not activist or not target or not months:
        return False
    is_early = latest(target) < add_months(earliest(activist), months)
    return {"activist": activist, "target": target, "months": months} if is_early else False


def judge_stages(row: Any) -> bool | Values:
    """Return the stages without a day before the highest one of the period that rules date."""
    reached = [key for key in IN_ORDER if getattr(row, key) and getattr(row, f"is_{key}")]
    if not reached or not find_rule(TARGET, getattr(row, reached[-1])):
        return False
    labels = {key: stage.label for stage, key in STAGE_DAYS.items()}
    before = IN_ORDER[: IN_ORDER.index(reached[-1])]
    missing = [labels[key] for key in before if not getattr(row, key)]
    words = {"stage": labels[reached[-1]], "day": date_in(row, reached[-1])}
    return {**words, "missing": "、".join(missing)} if missing else False


def judge_short(row: Any) -> bool | Values:
    """Return whether the probation that ended in the period surely was too short."""
    admitted, full = date_in(row, "admitted_on"), date_in(row, "full_on")
    months = rule_number(PROBATION, admitted) if admitted and full and row.is_full_on else None
    if not admitted or not full or months is None:
        return False
    is_short = latest(full) < add_months(earliest(admitted), months)
    return {"admitted": admitted, "full": full, "months": months} if is_short else False


def judge_long(row: Any) -> bool | Values:
    """Return whether the probation that ended in the period surely was longer than any may be."""
    admitted, full = date_in(row, "admitted_on"), date_in(row, "full_on")
    months = rule_number(PROBATION, admitted) if admitted and full and row.is_full_on else None
    longest = rule_number(MOST, full) if full else None
    if not admitted or not full or months is None or longest is None:
        return False
    is_long = earliest(full) > add_months(latest(admitted), months + longest)
    values = {"admitted": admitted, "full": full, "months": months + longest}
    return values if is_long else False


def on_probation(scope: Scope) -> Rows:
    """Select the probationary members on the last day of the scope."""
    until = Member.probation_extended_until.label("until")
    return named(*dates_of("admitted_on"), until, scope_day(scope)).where(
        *of_scope(scope), in_stage(Stage.PROBATIONARY, scope.as_of)
    )


def scope_day(scope: Scope) -> Any:
    """Return the last day that counts as a column, for the judgement of a row."""
    return type_coerce(scope.as_of, Date).label("as_of")


def judge_overdue(row: Any) -> bool | Values:
    """Return whether probation has ended without a decision, and the day of its end."""
    admitted = date_in(row, "admitted_on")
    months = rule_number(PROBATION, admitted) if admitted else None
    if not admitted or months is None:
        return False
    ended = row.until or add_months(latest(admitted), months)
    return {"admitted": admitted, "day": ended} if ended < row.as_of else False


def judge_extension(row: Any) -> bool | Values:
    """Return whether an extension surely is too short or too long, with the numbers."""
    admitted, until = date_in(row, "admitted_on"), row.until
    months = rule_number(PROBATION, admitted) if admitted and until else None
    if not admitted or months is None:
        return False
    least, most = (rule_number(key, add_months(admitted, months)) for key in (LEAST, MOST))
    if least is None or most is None:
        return False
    first = add_months(earliest(admitted), months + least)
    last = add_months(latest(admitted), months + most)
    is_right = first <= until <= last
    return False if is_right else {"until": until, "least": least, "most": most}


_rule = rules_of("development", Subject.MEMBERS, "members")
problems = (
    _rule(
        "target_too_early",
        Severity.BLOCK,
        lazy_gettext("Development targets who weren't activists long enough"),
        lazy_gettext(
            "%(title)s became an activist on %(activist)s and a development target on %(target)s,"
            " before %(months)s months were over."
        ),
        select=reached_any,
        judge=judge_target,
        rules=(TARGET,),
    ),
    _rule(
        "stages_missing",
        Severity.WARN,
        lazy_gettext("People without the days of earlier stages"),
        lazy_gettext(
            "%(title)s became “%(stage)s” on %(day)s, and no day is on record for: %(missing)s."
        ),
        select=reached_any,
        judge=judge_stages,
        basis=Basis.DEVELOPMENT,
    ),
    _rule(
        "probation_too_short",
        Severity.BLOCK,
        lazy_gettext("Full members whose probation was too short"),
        lazy_gettext(
            "%(title)s was admitted on %(admitted)s and became a full member on %(full)s, before"
            " the probation of %(months)s months was over."
        ),
        select=reached_any,
        judge=judge_short,
        rules=(PROBATION,),
    ),
    _rule(
        "probation_too_long",
        Severity.WARN,
        lazy_gettext("Full members whose probation was too long"),
        lazy_gettext(
            "%(title)s was admitted on %(admitted)s and became a full member on %(full)s;"
            " probation lasts %(months)s months at most, with its extension."
        ),
        select=reached_any,
        judge=judge_long,
        rules=(PROBATION, MOST),
    ),
    _rule(
        "probation_over",
        Severity.WARN,
        lazy_gettext("Probationary members whose probation is over"),
        lazy_gettext(
            "The probation of %(title)s, admitted on %(admitted)s, ended on %(day)s, and no"
            " decision is on record."
        ),
        select=on_probation,
        judge=judge_overdue,
        rules=(PROBATION,),
    ),
    _rule(
        "extension_of_wrong_length",
        Severity.BLOCK,
        lazy_gettext("Extensions of probation that are too short or too long"),
        lazy_gettext(
            "The probation of %(title)s is extended until %(until)s; it may be extended by"
            " %(least)s to %(most)s months."
        ),
        select=on_probation,
        judge=judge_extension,
        rules=(LEAST, MOST),
    ),
)
