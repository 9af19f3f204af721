"""Commands for accounts, which the owner creates and disables."""

from typing import Any

from sqlalchemy import select

from partyhub.accounts import operations
from partyhub.accounts.models import User
from partyhub.cli.command_context import opened, owner
from partyhub.cli.language import gettext
from partyhub.cli.output import as_json, as_table, say
from partyhub.cli.parsing import RefusalError
from partyhub.database import db, writing
from partyhub.members.queries import choose_member
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import choose_workshop, find_organization
from partyhub.references import find_by_text
from partyhub.registers.values import format_moment
from partyhub.roles import Role


def create(
    instance: str | None,
    username: str,
    role: str,
    name: str,
    org: str | None,
    member: str | None,
    workshop: tuple[str, ...],
) -> None:
    with opened(instance, has_catalog=False, has_pages=False), writing():
        _, password = operations.create_user(
            username,
            name,
            Role(role),
            organization_id=organization_named(org).id if org else None,
            member_id=find_by_text(choose_member(owner()), member).id if member else None,
            workshop_ids=[find_by_text(choose_workshop(owner()), text).id for text in workshop],
        )
        db.session.commit()
        say(password)


def list_users(instance: str | None, form: str) -> None:
    with opened(instance, has_catalog=False, has_pages=False):
        found = db.session.execute(select(Organization.id, Organization.code))
        codes = {row.id: row.code for row in found}
        users = operations.list_users()
        if form == "json":
            say(as_json([_plain(user, codes) for user in users]))
        else:
            say(_as_table(users, codes))


def disable(instance: str | None, username: str) -> None:
    with opened(instance, has_catalog=False, has_pages=False), writing():
        closed = operations.disable_user(username)
        db.session.commit()
        say(gettext("Disabled: %(username)s", username=closed.username))


def organization_named(code: str) -> Organization:
    """Return the organization with this code; raises RefusalError."""
    found = find_organization(code)
    if found is None:
        raise RefusalError(gettext("No organization has the code “%(code)s”.", code=code))
    return found


def _plain(account: User, codes: dict[int, str]) -> dict[str, Any]:
    seen = account.last_signed_in_at
    return {
        "username": account.username,
        "name": account.name,
        "role": account.role.value,
        "organization": codes.get(account.organization_id or 0),
        "disabled": account.disabled_at is not None,
        "last_signed_in_at": seen.isoformat() if seen else None,
    }


def _as_table(users: list[User], codes: dict[int, str]) -> str:
    headings = [
        gettext("Username"),
        gettext("Name"),
        gettext("Role"),
        gettext("Organization"),
        gettext("State"),
        gettext("Last sign-in"),
    ]
    rows = [
        (
            account.username,
            account.name,
            account.role.label,
            codes.get(account.organization_id or 0, ""),
            gettext("disabled") if account.disabled_at else gettext("active"),
            format_moment(account.last_signed_in_at) if account.last_signed_in_at else "",
        )
        for account in users
    ]
    return as_table(headings, rows)
