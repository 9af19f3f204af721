"""The frame around a page: bar, navigation and tabs, rendered once for all pages that share it.

What differs from page to page (the reader's name, the token of forms, the address to return to, the
menu of periods) is a gap in the rendered frame, filled in for each page.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from flask import Flask, current_app, request
from flask_babel import get_locale, gettext, lazy_gettext
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from partyhub import clock
from partyhub.accounts import Preferences, current_user_preferences
from partyhub.accounts.identity import find_signed_in
from partyhub.database import READING_METHODS, db, reading
from partyhub.home.navigation import OTHER, groups_for, shown_roll, tabs_for
from partyhub.registers.values import format_day
from partyhub.rendering import Part, gap
from partyhub.roles import Role
from partyhub.vanguards.renaming import can_rename
from partyhub.viewers import Viewer

MOST_REMEMBERED = 256  # of some 20 kB each; every page needs its own, as its own link is marked


class Surroundings(NamedTuple):
    """Everything that the frame depends on, except its gaps."""

    role: Role | None
    may_rename: bool
    locale: str
    preferences: Preferences
    root: str
    endpoint: str | None
    roll: str
    has_periods: bool


class Frame(NamedTuple):
    """The rendered parts of a page's frame."""

    assets: Any
    topbar: Any
    sidenav: Any
    tabbar: Any


def init_app(app: Flask) -> None:
    app.context_processor(describe_frame)


def describe_frame() -> dict[str, Any]:
    """Return the variables of the frame for every template."""
    return {
        "frame": frame,
        "here": here(),
        "product_name": lazy_gettext("Party Affairs Ledger"),
        "band": band(),
        "other_language": OTHER[current_user_preferences().language.value],
        "periods_menu": None,
    }


def here() -> str:
    """Return the address of this page, to return to."""
    return request.full_path.rstrip("?")


def band() -> str | None:
    """Return the text of the band above an example instance; None for a real one."""
    if not current_app.config["IS_EXAMPLE"]:
        return None
    return gettext("Example data. Here today is %(day)s.", day=format_day(clock.today()))


def frame(periods: Markup | str, asks_database: bool = True) -> Frame:
    """Return the frame of this page; `periods` is the menu in its bar, if it has one.

    Error pages do without the database, which may be what fails: what depends on the viewer's scope
    is not offered there.
    """
    user = find_signed_in()
    viewer = user.viewer if user else Viewer("")
    around = Surroundings(
        viewer.role,
        asks_database and _may_rename(viewer),
        str(get_locale()),
        current_user_preferences(),
        request.script_root,
        request.endpoint,
        shown_roll(),
        bool(periods),
    )
    return fill_parts(_known_parts(around), viewer.name, periods)


def _may_rename(viewer: Viewer) -> bool:
    """Return whether headings are offered; to draw the menu no request begins to write."""
    if db.session().in_transaction():
        return can_rename(viewer)
    with reading():
        found = can_rename(viewer)
    if request.method not in READING_METHODS:
        db.session.rollback()  # the next transaction is the request's own
    return found


def fill_parts(parts: Frame, name: str, periods: Markup | str = "") -> Frame:
    """Return the parts that `write_parts` rendered with the gaps filled in for this request."""
    values = {
        "name": escape(name),
        "token": escape(generate_csrf()),
        "here": escape(here()),
        "periods": escape(periods),
    }
    return Frame(*(part.fill(values) for part in parts))


@lru_cache(maxsize=MOST_REMEMBERED)
def _known_parts(around: Surroundings) -> Frame:
    viewer = Viewer("", around.role)
    chosen = around.preferences
    return write_parts(
        {
            "viewer": viewer,
            "navigation": groups_for(viewer, may_rename=around.may_rename),
            "tabs": tabs_for(viewer),
            "theme": chosen.theme.value,
            "type_size": chosen.type_size.value,
            "other_language": OTHER[chosen.language.value],
            "product_name": gettext("Party Affairs Ledger"),
            "has_periods": around.has_periods,
        }
    )


def write_parts(context: Mapping[str, Any]) -> Frame:
    """Render the frame with gaps; `context` contains the other variables of its template."""
    gaps = {
        "viewer": replace(context["viewer"], name=gap("name")),
        "csrf_token": lambda: gap("token"),
        "here": gap("here"),
        "periods": gap("periods"),
    }
    template = current_app.jinja_env.get_template("_macros/shell.html")
    shell: Any = template.make_module({"search_url": None, **context, **gaps})
    return Frame(*(Part(getattr(shell, part)()) for part in Frame._fields))
