"""What stands around every page: the groups of links, the tabs of a phone, the example's band."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import get_locale, gettext, lazy_gettext

from partyhub import catalog, clock
from partyhub.accounts import current_user_preferences
from partyhub.accounts.identity import find_signed_in
from partyhub.home.templates import writable
from partyhub.registers.ledger import draw_rows
from partyhub.registers.rights import can_read, can_write
from partyhub.registers.values import day_words, month_words, weekday_words, words
from partyhub.vanguards.renaming import RENAMERS
from partyhub.viewers import READERS, Role, Viewer


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    endpoint: str
    icon: str = ""
    count: int | None = None
    current: bool = False

    def here(self) -> "Link":
        """The link as the page that is asked for shows it."""
        return replace(self, current=True) if is_current(self.endpoint) else self


@dataclass(frozen=True)
class Group:
    label: str
    items: list[Link]


@dataclass(frozen=True)
class Language:
    code: str
    label: str


OTHER = {"zh": Language("en", "English"), "en": Language("zh", "中文")}


def init_app(app: Flask) -> None:
    app.context_processor(describe_frame)
    app.add_template_global(icons_url)
    app.add_template_global(draw_rows)
    app.add_template_filter(day_words, "day")
    app.add_template_filter(month_words, "month")
    app.add_template_filter(lambda value: words(value, "money"), "money")
    app.add_template_filter(weekday_words, "weekday")


def icons_url() -> str:
    """The address of the icons, of which a page shows many; it is made once a request."""
    if "icons_url" not in g:
        g.icons_url = url_for("static", filename="icons.svg")
    return str(g.icons_url)


def describe_frame() -> dict[str, Any]:
    """Give every template what its frame shows."""
    user = find_signed_in()
    viewer = user.viewer if user else None
    return {
        "navigation": groups_for(viewer) if viewer else [],
        "tabs": tabs_for(viewer) if viewer else [],
        "product_name": lazy_gettext("Party Affairs Ledger"),
        "band": band(),
        "other_language": OTHER[current_user_preferences().language.value],
        "periods_menu": None,
        "search_url": None,
    }


def band() -> str | None:
    if not current_app.config["IS_EXAMPLE"]:
        return None
    return gettext("Example data. Here today is %(day)s.", day=day_words(clock.today()))


def groups_for(viewer: Viewer) -> list[Group]:
    """The links that lead a viewer somewhere: the views ask for the right again."""
    groups = _known_groups(viewer.role, str(get_locale()), request.script_root)
    return [Group(label, [link.here() for link in links]) for label, links in groups]


@lru_cache(maxsize=64)
def _known_groups(
    role: Role | None, _language: str, _root: str
) -> Sequence[tuple[str, Sequence[Link]]]:
    """The same links for all of one role, in one language: every page shows them."""
    viewer = Viewer("", role)
    found = [
        ("", [link(gettext("Home"), "home.show_home")]),
        (
            gettext("Registers"),
            [
                link(str(register.title), f"{register.name}.list")
                for register in catalog.REGISTERS
                if can_read(register, viewer)
            ],
        ),
        (gettext("Daily work"), daily_links(viewer)),
        (gettext("Reports"), report_links(viewer)),
        (gettext("Settings"), setting_links(viewer)),
    ]
    return [(label, links) for label, links in found if links]


def daily_links(viewer: Viewer) -> list[Link]:
    links = []
    if can_write(catalog.registers_by_name()["activities"], viewer):
        links.append(link(gettext("Log an activity"), "activities.create"))
    if can_write(catalog.registers_by_name()["duties"], viewer):
        links.append(link(gettext("Log a duty"), "duties.create"))
    if viewer.is_one_of(READERS):
        links.append(link(gettext("Attendance by person"), "activities.attendance"))
        links.append(link(gettext("Commissars day by day"), "coverage.show"))
    if writable(viewer):
        links.append(link(gettext("Import templates"), "home.show_templates"))
    return links


def report_links(viewer: Viewer) -> list[Link]:
    if not viewer.is_one_of(READERS):
        return []
    return [link(gettext("Figures of the year"), "reports.figures")]


def setting_links(viewer: Viewer) -> list[Link]:
    links = []
    if viewer.role is Role.ADMINISTRATOR:
        links.append(link(gettext("Users and rights"), "users.list_users"))
    if viewer.is_one_of(READERS):
        links.append(link(gettext("Rules and their sources"), "rules.show_rules"))
    if viewer.is_one_of(RENAMERS):
        links.append(link(gettext("Headings of vanguard posts"), "headings.edit"))
    if viewer.role is Role.AUDITOR:
        links.append(link(gettext("History of all records"), "home.show_history"))
    return links


def tabs_for(viewer: Viewer) -> list[Link]:
    """The bar at the thumb."""
    tabs = _known_tabs(viewer.role, str(get_locale()), request.script_root)
    return [tab.here() for tab in tabs]


@lru_cache(maxsize=64)
def _known_tabs(role: Role | None, _language: str, _root: str) -> Sequence[Link]:
    viewer = Viewer("", role)
    tabs = [link(gettext("Home"), "home.show_home", "house-door")]
    if viewer.is_one_of(READERS):
        tabs.append(link(gettext("Members"), "members.list", "people"))
        tabs.append(link(gettext("Activities"), "activities.list", "journal-text"))
        tabs.append(link(gettext("Figures"), "reports.figures", "file-earmark-text"))
    if viewer.role is Role.COMMISSAR:
        tabs.append(link(gettext("Log a duty"), "duties.create", "plus-circle"))
        tabs.append(link(gettext("Duties"), "duties.list", "journal-text"))
        tabs.append(link(gettext("Projects"), "projects.list", "file-earmark-check"))
    if can_write(catalog.registers_by_name()["activities"], viewer):
        tabs.insert(2, link(gettext("Log"), "activities.create", "plus-circle"))
    return tabs


def link(label: str, endpoint: str, icon: str = "") -> Link:
    return Link(label, url_for(endpoint), endpoint, icon)


def is_current(endpoint: str) -> bool:
    """Whether the page is this one; a record's page belongs to its list."""
    if request.endpoint is None or request.endpoint == endpoint:
        return request.endpoint is not None
    blueprint, _, name = endpoint.partition(".")
    other_links = {"activities.create", "activities.attendance", "duties.create"}
    is_own = request.endpoint.partition(".")[0] == blueprint and request.endpoint not in other_links
    return name in ("list", "figures", "list_users", "show_rules") and is_own
