from datetime import date
from decimal import Decimal

from partyhub.database import db
from partyhub.rules.defaults import DEFAULTS, EXCLUSIVE
from partyhub.rules.models import Rule
from partyhub.rules.queries import find_versions, forget_rules


def add_defaults() -> None:
    """Give an empty instance its first rules; never commits."""
    forget_rules()
    for key, value, source, since in DEFAULTS:
        rule = Rule(key=key, value=Decimal(value), source=source, effective_from=since)
        rule.is_exclusive = key in EXCLUSIVE
        db.session.add(rule)


def change_rule(key: str, value: Decimal, source: str, since: date) -> Rule:
    """Let `value` hold from `since` on; the version before ends that day and keeps its past."""
    forget_rules()
    for version in find_versions(key):
        if version.effective_from == since:
            version.value, version.source = value, source
            return version
        if version.effective_from < since and (
            version.effective_to is None or version.effective_to > since
        ):
            version.effective_to = since
    rule = Rule(key=key, value=value, source=source, effective_from=since)
    rule.is_exclusive = key in EXCLUSIVE
    db.session.add(rule)
    return rule
