"""Effects of rules: what was judged by the rule of a day is judged again when that rule changes.

A feature names its effects among the extensions of its `feature.py`.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from partyhub.registers.catalog import current_catalog
from partyhub.viewers import Viewer


@dataclass(frozen=True, eq=False)
class RuleEffect:
    """The consequence of another version of one of the rules `keys`, or of a corrected one.

    `follow` takes who changed the rule, and its key; it logs what it changes.
    """

    keys: Collection[str]
    follow: Callable[[Viewer, str], None]


def follow_rule(viewer: Viewer, key: str) -> None:
    """Have everything judged again that the features judge by the rule."""
    for effect in current_catalog().extensions(RuleEffect):
        if key in effect.keys:
            effect.follow(viewer, key)
