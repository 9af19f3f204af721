from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, select

from partyhub.database import db
from partyhub.periods import holds_on, on_day
from partyhub.rules.models import Rule

# Where a session keeps the rules that its transaction has read.
KNOWN = "partyhub.rules"


def select_rules() -> Select[Rule]:
    """Every rule with its past versions, by key, the newest first."""
    return select(Rule).order_by(Rule.key, Rule.effective_from.desc())


def select_rules_on(day: date) -> Select[Rule]:
    """The version of every rule that was in force on `day`, by key."""
    return (
        select(Rule)
        .where(on_day(day, Rule.effective_from, Rule.effective_to))
        .order_by(Rule.key, Rule.effective_from.desc())
    )


def find_rule(key: str, day: date) -> Rule | None:
    """The version of rule `key` that was in force on `day`."""
    versions = _known().get(key, [])
    return next((v for v in versions if holds_on(day, v.effective_from, v.effective_to)), None)


def _known() -> Mapping[str, Sequence[Rule]]:
    """Every rule by key, the newest first: read once in a transaction, since many rows ask."""
    known: dict[str, list[Rule]]
    session = db.session()
    transaction, known = session.info.get(KNOWN, (None, {}))
    if transaction is None or transaction is not session.get_transaction():
        known = {}
        with session.no_autoflush:
            for rule in session.scalars(select_rules()):
                known.setdefault(rule.key, []).append(rule)
        session.info[KNOWN] = (session.get_transaction(), known)
    return known


def forget_rules() -> None:
    """Read the rules anew: one of them has changed in this transaction."""
    db.session.info.pop(KNOWN, None)


def rule_value(key: str, day: date) -> Decimal | None:
    """The number that rule `key` set on `day`; None where no version was in force."""
    rule = find_rule(key, day)
    return rule.value if rule else None


def rule_number(key: str, day: date) -> int | None:
    """The same as a whole number: years, months, people."""
    value = rule_value(key, day)
    return None if value is None else int(value)


def find_versions(key: str) -> Sequence[Rule]:
    """Every version of the rule, the newest first."""
    return _known().get(key, [])


def number_on(versions: Sequence[Rule], day: date) -> int | None:
    """What `rule_number` says, from the versions of one rule: for many days at once."""
    in_force = (v for v in versions if holds_on(day, v.effective_from, v.effective_to))
    rule = next(in_force, None)
    return None if rule is None else int(rule.value)
