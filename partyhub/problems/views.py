"""The page of the problems of a report, and the form of a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub.database import db, reading
from partyhub.organizations.list_filters import organization_choices
from partyhub.problem_rules import ProblemRule, Severity, Subject
from partyhub.problems.finding import Problem, find_problems
from partyhub.problems.forms import ReasonForm
from partyhub.problems.operations import give_reason
from partyhub.problems.pages import entry_of, sections_of
from partyhub.problems.queries import find_last_reason
from partyhub.registers import current_catalog
from partyhub.reports.branches import find_requested
from partyhub.reports.calculation import within
from partyhub.reports.report_request import ReportRequest, read_request
from partyhub.reports.views import request_context
from partyhub.roles import Right

blueprint = Blueprint("problems", __name__, url_prefix="/problems")
blueprints = (blueprint,)
# Of more records than this a reason is given for all.
MOST_CHOSEN = 200


@blueprint.get("/")
def show() -> ResponseReturnValue:
    """Show the problems of the requested period and organization, by severity and subject."""
    requested = read_request()
    severity, subject = _chosen("severity", Severity), _chosen("subject", Subject)
    every = _find_problems(requested)
    shown = [
        each
        for each in every
        if severity in ("", each.severity) and subject in ("", each.rule.subject)
    ]
    page = render_template(
        "problems/list.html",
        sections=sections_of(requested, shown),
        blocking=[each for each in every if each.severity is Severity.BLOCK],
        warnings=[each for each in every if each.severity is Severity.WARN],
        rules=len(current_catalog().problems),
        chosen={"severity": severity, "subject": subject},
        severities=list(Severity),
        subjects=[s for s in Subject if any(each.rule.subject is s for each in every)],
        organizations=organization_choices(requested.viewer),
        **request_context(requested),
    )
    return page, requested.choice.status


def _chosen(name: str, members: type[Severity] | type[Subject]) -> str:
    """Return the chosen value of a filter, empty for all; another one is a 404 error."""
    value = request.args.get(name, "")
    if value and value not in [member.value for member in members]:
        abort(404)
    return value


@dataclass(frozen=True)
class Prepared:
    """A reason that is about to be stored, and the last one that its author has seen."""

    rule: str
    period: str
    organization_id: int
    records: Sequence[str]
    reason: str
    last_seen: int | None


@blueprint.route("/<key>/explain", methods=["GET", "POST"])
def explain(key: str) -> ResponseReturnValue:
    """Show and store why records may break a rule; 409 if others do, or a reason came meanwhile.

    To find the records takes long and locks nothing: the lock is taken afterwards, for a moment.
    """
    db.session.rollback()
    with reading():
        read = _read(key)
        db.session.rollback()
    return _store(read) if isinstance(read, Prepared) else read


def _read(key: str) -> Prepared | ResponseReturnValue:
    """Return the page with what is wrong, or the reason that may be stored."""
    requested = read_request()
    problem = _find_problem(requested, _find_rule(requested, key))
    if problem is None:
        return _nothing_left(requested)
    unit = find_requested(requested.viewer, requested.scope(), requested.organization)
    if unit is None:
        abort(404)
    last_seen = find_last_reason(key, requested.period.key, unit.id)
    form = ReasonForm(requested.viewer, token_of(problem, last_seen))
    if form.is_submitted() and not form.knows_records:
        form.version.data = form.token
        return _render(requested, problem, form, is_stale=True), 409
    if not form.validate_on_submit():
        return _render(requested, problem, form), 400 if form.errors else 200
    chosen = _chosen_records(problem)
    if not chosen:
        form.refuse_without_records()
        return _render(requested, problem, form), 400
    return Prepared(key, requested.period.key, unit.id, chosen, form.why.data or "", last_seen)


def _store(prepared: Prepared) -> ResponseReturnValue:
    """Store the reason, unless its unit is gone or another reason has come meanwhile."""
    requested = read_request()
    _find_rule(requested, prepared.rule)
    unit = find_requested(requested.viewer, requested.scope(), requested.organization)
    if unit is None or unit.id != prepared.organization_id:
        abort(404)
    if find_last_reason(prepared.rule, prepared.period, unit.id) != prepared.last_seen:
        db.session.rollback()
        with reading():
            read = _read(prepared.rule)
        assert not isinstance(read, Prepared), "the page has seen no later reason"
        return read
    place = (prepared.rule, prepared.period, unit.id)
    give_reason(requested.viewer, *place, prepared.records, prepared.reason)
    db.session.commit()
    flash(gettext("The reason is on record, and is printed with the report."), "ok")
    return redirect(requested.url("problems.show"), 303)


def _find_rule(requested: ReportRequest, key: str) -> ProblemRule:
    if not requested.viewer.may(Right.WRITE):
        abort(403)
    rule = current_catalog().problems_by_key.get(key)
    if rule is None or not rule.may_be_explained:
        abort(404)
    return rule


def _find_problem(requested: ReportRequest, rule: ProblemRule) -> Problem | None:
    found = _find_problems(requested, [rule])
    return found[0] if found else None


def _find_problems(
    requested: ReportRequest, rules: Sequence[ProblemRule] | None = None
) -> list[Problem]:
    """Return the problems that a report of the unit has, which the viewer may see."""
    viewer = within(requested.viewer, requested.organization)
    return find_problems(viewer, requested.period, requested.organization, rules)


def _nothing_left(requested: ReportRequest) -> ResponseReturnValue:
    flash(gettext("No record breaks this rule any more; no reason is needed."), "message")
    return redirect(requested.url("problems.show"), 303)


def token_of(problem: Problem, last_seen: int | None) -> str:
    """Return a text that changes whenever other records break the rule, or a reason is given."""
    keys = [str(last_seen), *sorted(record.key for record in problem.records)]
    return sha256("\n".join(keys).encode()).hexdigest()[:20]


def _chosen_records(problem: Problem) -> Sequence[str]:
    """Return the keys of the records that the reason is for: those chosen, or all of many."""
    keys = [record.key for record in problem.records]
    if len(keys) > MOST_CHOSEN:
        return keys
    sent = set(request.form.getlist("record"))
    return [key for key in keys if key in sent]


def _render(
    requested: ReportRequest, problem: Problem, form: ReasonForm, *, is_stale: bool = False
) -> str:
    sent = set(request.form.getlist("record")) if form.is_submitted() and not is_stale else None
    return render_template(
        "problems/explain.html",
        form=form,
        entry=entry_of(requested, problem, MOST_CHOSEN),
        sent=sent,
        is_stale=is_stale,
        may_choose=problem.count <= MOST_CHOSEN,
        **request_context(requested),
    )
