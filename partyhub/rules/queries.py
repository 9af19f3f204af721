"""Queries for rules, cached for one transaction."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from sqlalchemy import Select, select

from partyhub.database import db
from partyhub.history.models import HistoryEntry
from partyhub.history.queries import select_all_history
from partyhub.periods import is_valid_on, on_day
from partyhub.rules.models import Rule

# The key of the session's cache of the rules that its transaction has read.
KNOWN = "partyhub.rules"
# A version of a rule, after its first day and the day after its last one, if it has ended.
Version: TypeAlias = tuple[date, date | None, Rule]
# The name of the rules in the history.
IN_HISTORY = "rules"


def select_rules() -> Select[Rule]:
    """Return the query for every rule with its past versions, by key, newest first."""
    return select(Rule).order_by(Rule.key, Rule.effective_from.desc())


def select_rules_on(day: date) -> Select[Rule]:
    """Return the query for the versions that were in force on `day`, by key."""
    return (
        select(Rule)
        .where(on_day(day, Rule.effective_from, Rule.effective_to))
        .order_by(Rule.key, Rule.effective_from.desc())
    )


def select_history_of_rule(versions: Sequence[Rule]) -> Select[HistoryEntry]:
    """Return the query for everything done to the versions of one rule, newest first."""
    return select_all_history().where(
        HistoryEntry.register == IN_HISTORY,
        HistoryEntry.record_id.in_([version.id for version in versions]),
    )


def find_rule(key: str, day: date) -> Rule | None:
    """Return the version of rule `key` that was in force on `day`, or None."""
    for first, end, version in _known().get(key, ()):
        if is_valid_on(day, first, end):
            return version
    return None


def _known() -> Mapping[str, Sequence[Version]]:
    """Return the versions of every rule by key, newest first.

    They are read once per transaction, since many rows need them.
    """
    known: dict[str, list[Version]]
    session = db.session()
    transaction, known = session.info.get(KNOWN, (None, {}))
    if transaction is None or transaction is not session.get_transaction():
        known = {}
        with session.no_autoflush:
            for rule in session.scalars(select_rules()):
                version = rule.effective_from, rule.effective_to, rule
                known.setdefault(rule.key, []).append(version)
        session.info[KNOWN] = (session.get_transaction(), known)
    return known


def forget_rules() -> None:
    """Drop the cached rules, because one of them has changed in this transaction."""
    db.session.info.pop(KNOWN, None)


def rule_value(key: str, day: date) -> Decimal | None:
    """Return the number of rule `key` on `day`; None if no version was in force."""
    rule = find_rule(key, day)
    return rule.value if rule else None


def rule_share(key: str, day: date) -> Fraction | None:
    """Return the share that rule `key` sets on `day`, exactly: a third is no decimal."""
    rule = find_rule(key, day)
    return rule.fraction if rule else None


def rule_number(key: str, day: date) -> int | None:
    """Return `rule_value` as a whole number of years, months or people."""
    value = rule_value(key, day)
    return None if value is None else int(value)


def find_versions(key: str) -> Sequence[Rule]:
    """Return every version of the rule, newest first."""
    return [version for _, _, version in _known().get(key, ())]


def number_on(versions: Sequence[Rule], day: date) -> int | None:
    """Return what `rule_number` does, from the versions of one rule.

    This is for many days at once.
    """
    in_force = (v for v in versions if is_valid_on(day, v.effective_from, v.effective_to))
    rule = next(in_force, None)
    return None if rule is None else int(rule.value)
