"""The headings of 三亮三比, which differ between places: an administrator may rename them."""

from collections.abc import Mapping
from typing import Any

from flask import g
from flask_babel import lazy_pgettext
from flask_babel.speaklater import LazyString
from sqlalchemy import select

from partyhub.database import db
from partyhub.vanguards.models import HeadingName

# What they are called where nobody has renamed them.
HEADINGS: Mapping[str, Any] = {
    "show_identity": lazy_pgettext("vanguard_posts", "Identity shown"),
    "show_duty": lazy_pgettext("vanguard_posts", "Duty shown"),
    "show_commitment": lazy_pgettext("vanguard_posts", "Commitment shown"),
    "performance": lazy_pgettext("post_reviews", "Performance compared"),
    "style": lazy_pgettext("post_reviews", "Style compared"),
    "service": lazy_pgettext("post_reviews", "Service compared"),
}


def heading(key: str) -> LazyString:
    """The heading as this committee calls it, looked up when it is shown.

    Every list, form, record's page, export and workbook takes it from here. An import has to take
    a column by this name or by the heading's first name in either language (`HEADINGS`): the
    headers of registers.md stay importable in an instance that renamed them.
    """
    return LazyString(lambda: find_names().get(key) or str(HEADINGS[key]))


def find_names() -> Mapping[str, str]:
    """The headings that were renamed, read once in a request."""
    if "heading_names" not in g:
        rows = db.session.execute(select(HeadingName.key, HeadingName.name))
        g.heading_names = {row[0]: row[1] for row in rows}
    names: Mapping[str, str] = g.heading_names
    return names


def rename_heading(key: str, name: str) -> None:
    """Call a heading `name`; an empty one gives it its first name back. Never commits."""
    known = db.session.get(HeadingName, key)
    if known is not None and not name:
        db.session.delete(known)
    elif known is not None:
        known.name = name
    elif name:
        db.session.add(HeadingName(key=key, name=name))
    g.pop("heading_names", None)
