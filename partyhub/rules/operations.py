"""Operations that add and correct versions of rules; each is logged, and none commits."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from partyhub.database import db
from partyhub.history.models import Action
from partyhub.history.operations import Change, log
from partyhub.rules.defaults import DEFAULTS, EXCLUSIVE
from partyhub.rules.effects import follow_rule
from partyhub.rules.models import Rule
from partyhub.rules.queries import IN_HISTORY, find_versions, forget_rules
from partyhub.viewers import Viewer

# What the history tells of a version.
FIELDS = ("value", "is_exclusive", "source", "clause", "effective_from")


def add_defaults() -> None:
    """Add the first rules to an empty instance."""
    forget_rules()
    versions: dict[str, Rule] = {}
    for key, value, source, since, clause in DEFAULTS:
        rule = Rule(
            key=key, value=Decimal(value), source=source, clause=clause, effective_from=since
        )
        rule.is_exclusive = key in EXCLUSIVE
        if key in versions:
            versions[key].effective_to = since
        versions[key] = rule
        db.session.add(rule)


def add_version(viewer: Viewer, key: str, values: Mapping[str, Any]) -> Rule:
    """Add a version of the rule from `effective_from` on, and return it.

    It ends the version before it on that day, which stays valid for earlier days. Raises ValueError
    if a version begins on that very day: that one is corrected, never overwritten.
    """
    if any(each.effective_from == values["effective_from"] for each in find_versions(key)):
        raise ValueError(key)
    rule = Rule(key=key, **values)
    db.session.add(rule)
    _join_versions(key)
    changes = [Change(name, None, value) for name, value in snapshot(rule).items() if value]
    log(viewer, IN_HISTORY, rule, Action.CREATED, changes)
    follow_rule(viewer, key)
    return rule


def correct_version(viewer: Viewer, rule: Rule, values: Mapping[str, Any], reason: str) -> bool:
    """Correct what a version says, and return whether anything changed.

    The version stays the same one, and the history keeps its old values and the reason.
    """
    before = snapshot(rule)
    for name, value in values.items():
        setattr(rule, name, value)
    changes = [
        Change(name, before[name], value)
        for name, value in snapshot(rule).items()
        if value != before[name]
    ]
    if changes:
        _join_versions(rule.key)
        log(viewer, IN_HISTORY, rule, Action.CHANGED, changes, reason)
        follow_rule(viewer, rule.key)
    return bool(changes)


def snapshot(rule: Rule) -> dict[str, Any]:
    """Return what the history tells of a version, as plain JSON values."""
    found = {name: getattr(rule, name) for name in FIELDS}
    number = f"{Decimal(rule.value).normalize():f}"
    return found | {"value": number, "effective_from": rule.effective_from.isoformat()}


def _join_versions(key: str) -> None:
    """Let each version of the rule end on the day on which the next one begins."""
    db.session.flush()
    forget_rules()
    following: date | None = None
    for version in find_versions(key):
        version.effective_to = following
        following = version.effective_from
    forget_rules()  # which knows the ends as they were
    db.session.flush()
