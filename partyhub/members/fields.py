"""Fields of forms that name people of the roster."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext, lazy_pgettext

from partyhub.forms import RefField, RefsField
from partyhub.members.queries import choose_member


def member_field(label: Any, validators: Sequence[Any] = ()) -> RefField:
    return RefField(label, choose_member, validators, choices_from="members")


def members_field(label: Any) -> RefsField:
    return RefsField(
        label,
        choose_member,
        choices_from="members",
        description=lazy_gettext("Names, one after the other, with 、 between them."),
        example=lazy_pgettext("example", "Zhang San、Li Si"),
    )
