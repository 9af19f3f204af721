"""The papers that the page of a record offers."""

from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext

from partyhub.accounts import current_viewer
from partyhub.awards.registers import awards
from partyhub.papers.honors import FACTS
from partyhub.registers import Register
from partyhub.registers.rights import can_read
from partyhub.roles import Right


class PaperLink(NamedTuple):
    """A paper by its name, and the page that prints it."""

    label: str
    url: str


def papers_of(register: Register, record: Any) -> list[PaperLink]:
    """Return what can be printed about a record, for the menu of its page; no query is run."""
    viewer = current_viewer()
    if record.archived_at is not None or not viewer.may(Right.READ):
        return []
    found = []
    if register.name == "activities":
        found += [
            PaperLink(gettext("Minutes of the meeting"), _url("meeting", record)),
            PaperLink(gettext("Sign-in sheet for print"), _url("sign_in", record)),
        ]
    if register.name == "organizations":
        url = url_for("papers.minutes", organization=record.id)
        found.append(PaperLink(gettext("Book of minutes"), url))
    if register.name == "vanguard_posts":
        found.append(PaperLink(gettext("Plaque of the post"), _url("plaque", record)))
    if register.name in FACTS and can_read(awards, viewer):
        url = url_for("papers.honors_of", register=register.name, record_id=record.id)
        found.append(PaperLink(gettext("File of honors"), url))
    return found


def _url(endpoint: str, record: Any) -> str:
    return url_for(f"papers.{endpoint}", record_id=record.id)
