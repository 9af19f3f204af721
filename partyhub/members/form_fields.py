"""Form fields that name people of the member roll."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext

from partyhub.forms import RefField, RefsField
from partyhub.members.gone import find_gone
from partyhub.members.queries import choose_member


def member_field(label: Any, validators: Sequence[Any] = ()) -> RefField:
    return RefField(label, choose_member, validators, choices_from="members", find_absent=find_gone)


def members_field(label: Any) -> RefsField:
    return RefsField(
        label,
        choose_member,
        choices_from="members",
        find_absent=find_gone,
        description=lazy_gettext("Names, one after the other, with 、 between them."),
    )
