"""Accounts of a person who leaves: disabled by the step that ends everything else.

Whoever may write what the whole committee shares does so; others are told to ask for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from sqlalchemy import select

from partyhub.accounts import current_source, operations
from partyhub.accounts.models import User
from partyhub.database import db
from partyhub.members.forms.steps import EndForm, StepForm
from partyhub.roles import Right
from partyhub.viewers import Viewer

# The name of the boxes, one for each account, and of the field that says they were shown.
BOXES, SHOWN = "account", "account-shown"


@dataclass(frozen=True)
class LeaverAccounts:
    """The accounts of a person by which a step lets nobody sign in any more."""

    users: Sequence[User]
    may_disable: bool

    @property
    def ticked(self) -> set[str]:
        """Return the ids whose box is ticked: all of them on a page that was just opened."""
        if SHOWN in request.form:
            return set(request.form.getlist(BOXES))
        return {str(user.id) for user in self.users}


def find_accounts(form: StepForm) -> LeaverAccounts:
    """Return the accounts of the person who leaves that are enabled; none for other steps.

    One's own account can only be disabled by somebody else.
    """
    if not isinstance(form, EndForm):
        return LeaverAccounts((), may_disable=False)
    query = select(User).where(User.member_id == form.member.id, User.disabled_at.is_(None))
    users = db.session.scalars(query.order_by(User.id)).all()
    return LeaverAccounts(users, _may_disable(users, form.viewer))


def _may_disable(users: Sequence[User], viewer: Viewer) -> bool:
    is_own = any(user.id == viewer.user_id for user in users)
    return viewer.may(Right.WRITE_STRUCTURE) and not is_own


def disable_accounts(form: StepForm) -> None:
    """Disable the accounts whose box is ticked, and sign them out."""
    found = find_accounts(form)
    if not found.may_disable or SHOWN not in request.form:
        return
    for user in found.users:
        if str(user.id) in found.ticked:
            operations.disable(user, current_source())
