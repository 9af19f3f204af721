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
from partyhub.organizations.queries import find_root
from partyhub.registers.rights import can_write_shared
from partyhub.roles import Right, RoleScope
from partyhub.viewers import Viewer

# The name of the boxes, one for each account, and of the field that says they were shown.
BOXES, SHOWN = "account", "account-shown"


@dataclass(frozen=True)
class LeaverAccounts:
    """The accounts by which a person who leaves can sign in.

    The step disables those of `users`; the others are the administrator's to disable.
    """

    users: Sequence[User]
    others: Sequence[User]

    @property
    def ticked(self) -> set[str]:
        """Return the ids whose box is ticked: all of them on a page that was just opened."""
        if SHOWN in request.form:
            return set(request.form.getlist(BOXES))
        return {str(user.id) for user in self.users}


def find_accounts(form: StepForm) -> LeaverAccounts:
    """Return the accounts of the person who leaves that are enabled; none for other steps."""
    if not isinstance(form, EndForm):
        return LeaverAccounts((), ())
    query = select(User).where(User.member_id == form.member.id, User.disabled_at.is_(None))
    found = db.session.scalars(query.order_by(User.id)).all()
    own = [user for user in found if _may_disable(user, form.viewer)]
    return LeaverAccounts(own, [user for user in found if user not in own])


def _may_disable(user: User, viewer: Viewer) -> bool:
    """Return whether the viewer's step disables the account.

    One's own is disabled by somebody else, and whoever manages accounts only by another one who
    does: there would be nobody left to enable any.
    """
    if user.id == viewer.user_id or user.role.may(Right.MANAGE_ACCOUNTS):
        return False
    return can_write_shared(viewer) if _is_of_root(user) else viewer.may(Right.WRITE_STRUCTURE)


def _is_of_root(user: User) -> bool:
    """Return whether the account is the committee's own, or of no organization."""
    if user.role.scope is not RoleScope.SUBTREE:
        return user.role.scope is RoleScope.NOTHING
    root = find_root()
    return root is None or user.organization_id == root.id


def disable_accounts(form: StepForm) -> None:
    """Disable the accounts whose box is ticked, and sign them out."""
    if SHOWN not in request.form:
        return
    found = find_accounts(form)
    for user in found.users:
        if str(user.id) in found.ticked:
            operations.disable(user, current_source())
