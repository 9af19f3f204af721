"""Accounts, made and closed by the owner."""

from flask_babel import gettext, lazy_gettext
from sqlalchemy import select

import click

from partyhub.accounts import operations
from partyhub.cli.answers import as_json, as_table, say
from partyhub.cli.frame import Group, RefusalError, command, opened, option, owner
from partyhub.cli.values import FORMATS, OneOf
from partyhub.database import db, writing
from partyhub.members.queries import choose_member
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import choose_workshop, find_organization
from partyhub.references import find_by_text
from partyhub.registers.values import moment_words
from partyhub.viewers import Role


@command("create", lazy_gettext("Make an account and print its password."))
@click.argument("username")
@option("--role", required=True, type=OneOf(lambda: list(Role)), metavar="ROLE", explained=lazy_gettext("What the account is for."))
@option("--name", metavar="NAME", default="", explained=lazy_gettext("The person's name."))
@option("--org", metavar="CODE", explained=lazy_gettext("The organization whose records it sees."))
@option("--member", metavar="MEMBER", explained=lazy_gettext("The member it belongs to, by name or number."))
@option("--workshop", multiple=True, metavar="WORKSHOP", explained=lazy_gettext("A commissar's workshop; may be repeated."))
def create(
    instance: str | None,
    username: str,
    role: str,
    name: str,
    org: str | None,
    member: str | None,
    workshop: tuple[str, ...],
) -> None:
    with opened(instance), writing():
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


@command("list", lazy_gettext("Show every account."))
@option("--format", "form", type=OneOf(lambda: FORMATS), default="table", metavar="table|json", explained=lazy_gettext("How to write it."))
def list_users(instance: str | None, form: str) -> None:
    with opened(instance):
        names = dict(db.session.execute(select(Organization.id, Organization.code)).tuples().all())
        rows = [
            {
                "username": user.username,
                "name": user.name,
                "role": user.role.value,
                "organization": names.get(user.organization_id or 0),
                "disabled": user.disabled_at is not None,
                "last_signed_in_at": user.last_signed_in_at,
            }
            for user in operations.list_users()
        ]
        say(_as_json(rows) if form == "json" else _as_table(rows))


@command("disable", lazy_gettext("Close an account and sign it out everywhere."))
@click.argument("username")
def disable(instance: str | None, username: str) -> None:
    with opened(instance), writing():
        user = operations.disable_user(username)
        db.session.commit()
        say(gettext("Disabled: %(username)s", username=user.username))


user = Group("user", lazy_gettext("Accounts."), [create, list_users, disable])


def organization_named(code: str) -> Organization:
    found = find_organization(code)
    if found is None:
        raise RefusalError(gettext("No organization has the code “%(code)s”.", code=code))
    return found


def _as_json(rows: list[dict[str, object]]) -> str:
    return as_json([row | {"last_signed_in_at": _iso(row["last_signed_in_at"])} for row in rows])


def _iso(moment: object) -> str | None:
    return moment.isoformat() if hasattr(moment, "isoformat") else None


def _as_table(rows: list[dict[str, object]]) -> str:
    headings = [
        gettext("Username"), gettext("Name"), gettext("Role"), gettext("Organization"),
        gettext("State"), gettext("Last sign-in"),
    ]
    return as_table(
        headings,
        [
            (
                str(row["username"]),
                str(row["name"]),
                Role(str(row["role"])).label,
                str(row["organization"] or ""),
                gettext("disabled") if row["disabled"] else gettext("active"),
                moment_words(row["last_signed_in_at"]) if row["last_signed_in_at"] else "",  # type: ignore[arg-type]  # an instant
            )
            for row in rows
        ],
    )
