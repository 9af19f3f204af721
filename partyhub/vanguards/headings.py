"""Headings of 三亮三比.

They differ between places, so the committee or an administrator may rename them.
"""

from collections.abc import Mapping
from typing import Any

from flask import g
from flask_babel import lazy_pgettext
from flask_babel.speaklater import LazyString
from sqlalchemy import select

from partyhub.database import db
from partyhub.vanguards.models import HeadingName

# The default names.
HEADINGS: Mapping[str, Any] = {
    "show_identity": lazy_pgettext("vanguard_posts", "Identity shown"),
    "show_duty": lazy_pgettext("vanguard_posts", "Duty shown"),
    "show_commitment": lazy_pgettext("vanguard_posts", "Commitment shown"),
    "performance": lazy_pgettext("post_reviews", "Performance compared"),
    "style": lazy_pgettext("post_reviews", "Style compared"),
    "service": lazy_pgettext("post_reviews", "Service compared"),
}


class Renamed(LazyString):
    """A text that isn't the same on every page in one language, as translations are."""


def heading(key: str) -> LazyString:
    """Return the heading with this committee's name, looked up when it is shown.

    Every list, form, record's page, export and workbook takes it from here. An import has to accept
    a column by this name or by the heading's default name in either language (`HEADINGS`): the
    headers of registers.md stay importable in an instance that has renamed them.
    """
    made: Any = Renamed  # flask_babel says no types
    found: LazyString = made(lambda: find_names().get(key) or str(HEADINGS[key]))
    return found


def find_names() -> Mapping[str, str]:
    """Return the renamed headings by key, read once per request."""
    if "heading_names" not in g:
        rows = db.session.execute(select(HeadingName.key, HeadingName.name))
        g.heading_names = {row[0]: row[1] for row in rows}
    names: Mapping[str, str] = g.heading_names
    return names


def rename_heading(key: str, name: str) -> None:
    """Name a heading `name`; an empty name restores the default. Never commits."""
    known = db.session.get(HeadingName, key)
    if known is not None and not name:
        db.session.delete(known)
    elif known is not None:
        known.name = name
    elif name:
        db.session.add(HeadingName(key=key, name=name))
    g.pop("heading_names", None)
