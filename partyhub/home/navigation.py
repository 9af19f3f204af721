"""Navigation around every page: the groups of links, the tabs of a phone, the template filters."""

from dataclasses import dataclass, replace

from flask import Flask, request, url_for
from flask_babel import gettext

from partyhub.home.template_pages import writable
from partyhub.registers import Register, Roll, current_catalog
from partyhub.registers.rights import can_read, can_write
from partyhub.registers.rolls import find_roll, sheets_of, title_of
from partyhub.registers.table_markup import draw_rows
from partyhub.registers.values import format_day, format_moment, format_month, format_weekday, words
from partyhub.registers.visible_history import can_read_any_history
from partyhub.rendering import address_of
from partyhub.roles import Right
from partyhub.viewers import Viewer


@dataclass(frozen=True)
class Link:
    """One link of the navigation."""

    label: str
    url: str
    endpoint: str
    icon: str = ""
    count: int | None = None
    current: bool = False


@dataclass(frozen=True)
class Group:
    """A heading with its links."""

    label: str
    items: list[Link]


@dataclass(frozen=True)
class Language:
    """A language that a page offers to switch to."""

    code: str
    label: str


# Views whose links are current on the other pages of their blueprint, too.
LISTS = ("list", "list_forms", "list_narratives", "figures", "list_users", "show_rules")
OTHER = {"zh": Language("en", "English"), "en": Language("zh", "中文")}


def init_app(app: Flask) -> None:
    app.add_template_global(icons_url)
    app.add_template_global(draw_rows)
    app.add_template_filter(format_day, "day")
    app.add_template_filter(format_month, "month")
    app.add_template_filter(format_moment, "moment")
    app.add_template_filter(lambda value: words(value, "money"), "money")
    app.add_template_filter(format_weekday, "weekday")


def icons_url() -> str:
    """Return the address of the icon file, which a page uses many times."""
    return address_of("static", filename="icons.svg")


def groups_for(viewer: Viewer, *, may_rename: bool = False) -> list[Group]:
    """Return the groups of links for a viewer; the views check the rights again.

    `may_rename` says whether the viewer's role and scope let the viewer rename headings.
    """
    found = [
        (gettext("Registers"), register_links(viewer)),
        (gettext("Daily work"), daily_links(viewer)),
        (gettext("Reports"), report_links(viewer)),
        (gettext("Settings"), setting_links(viewer, may_rename=may_rename)),
    ]
    home = Group("", [link(gettext("Home"), "home.show_home")])
    return [home, *(Group(label, links) for label, links in found if links)]


def register_links(viewer: Viewer) -> list[Link]:
    return [
        link_to_roll(register, roll)
        for register in current_catalog().registers
        if can_read(register, viewer)
        for roll in sheets_of(register)
    ]


def link_to_roll(register: Register, roll: Roll | None) -> Link:
    """Return the link to the list of a register, or of one of its rolls.

    The first roll is the one of the records' pages.
    """
    endpoint, name = f"{register.name}.list", roll.name if roll else ""
    found = link(title_of(register, roll), endpoint)
    if not register.rolls:
        return found
    url = url_for(endpoint, roll=name) if name else found.url
    return replace(found, url=url, current=found.current and shown_roll() == name)


def shown_roll() -> str:
    """Return the name of the roll that this page lists; empty for the first, and without rolls."""
    name, _, page = (request.endpoint or "").partition(".")
    register = current_catalog().by_name.get(name)
    chosen = request.args.get("roll", "")
    return chosen if register and page == "list" and find_roll(register, chosen) else ""


def daily_links(viewer: Viewer) -> list[Link]:
    links = []
    if can_write(current_catalog().by_name["activities"], viewer):
        links.append(link(gettext("Log an activity"), "activities.create"))
    if can_write(current_catalog().by_name["duties"], viewer):
        links.append(link(gettext("Log a duty"), "duties.create"))
    if viewer.may(Right.READ):
        links.append(link(gettext("Attendance by person"), "activities.attendance"))
        links.append(link(gettext("Commissars day by day"), "coverage.show"))
        links.append(link(gettext("Papers for print"), "papers.show"))
    if writable(viewer):
        links.append(link(gettext("Import templates"), "home.show_templates"))
    return links


def report_links(viewer: Viewer) -> list[Link]:
    if not viewer.may(Right.READ):
        return []
    links = [
        link(gettext("Yearly reports"), "yearly_reports.list"),
        link(gettext("Figures of the year"), "reports.figures"),
        link(gettext("Figures by branch"), "reports.branches"),
        link(gettext("Comparing reports"), "yearly_reports.compare"),
        link(gettext("Problems"), "problems.show"),
        link(gettext("Narrative reports"), "narratives.list_narratives"),
        link(gettext("Check of a draft"), "drafts.ask"),
        link(gettext("Changes of past figures"), "past_figures.show"),
        link(gettext("Evidence for inspection"), "inspection_packs.show"),
    ]
    if viewer.may(Right.WRITE_STRUCTURE):
        links.append(link(gettext("Forms of the superior office"), "superior_forms.list_forms"))
    return links


def setting_links(viewer: Viewer, *, may_rename: bool) -> list[Link]:
    links = []
    if viewer.may(Right.MANAGE_ACCOUNTS):
        links.append(link(gettext("Users and rights"), "users.list_users"))
    if viewer.may(Right.READ):
        links.append(link(gettext("Rules and their sources"), "rules.show_rules"))
        links.append(link(gettext("Workdays and lists of words"), "definitions.show"))
    if may_rename:
        links.append(link(gettext("Headings of vanguard posts"), "headings.edit"))
    if can_read_any_history(viewer):
        links.append(link(gettext("History"), "home.show_history"))
    elif viewer.may(Right.MANAGE_ACCOUNTS):
        links.append(link(gettext("Events of accounts"), "home.show_history"))
    return links


def tabs_for(viewer: Viewer) -> list[Link]:
    """Return the links of the bar at the bottom of a phone."""
    tabs = [link(gettext("Home"), "home.show_home", "house-door")]
    if viewer.may(Right.READ):
        tabs.append(link(gettext("Members"), "members.list", "people"))
        tabs.append(link(gettext("Activities"), "activities.list", "journal-text"))
        tabs.append(link(gettext("Figures"), "reports.figures", "file-earmark-text"))
    if viewer.looks_after_workshops:
        tabs.append(link(gettext("Log a duty"), "duties.create", "plus-circle"))
        tabs.append(link(gettext("Duties"), "duties.list", "journal-text"))
        tabs.append(link(gettext("Projects"), "projects.list", "file-earmark-check"))
    if can_write(current_catalog().by_name["activities"], viewer):
        tabs.insert(2, link(gettext("Log"), "activities.create", "plus-circle"))
    return tabs


def link(label: str, endpoint: str, icon: str = "") -> Link:
    return Link(label, url_for(endpoint), endpoint, icon, current=is_current(endpoint))


def is_current(endpoint: str) -> bool:
    """Return whether the page belongs to this link; a record's page belongs to its list."""
    if request.endpoint is None or request.endpoint == endpoint:
        return request.endpoint is not None
    blueprint, _, name = endpoint.partition(".")
    other_links = {
        *("activities.create", "activities.attendance", "duties.create"),
        "reports.branches",
        "yearly_reports.compare",
    }
    is_own = request.endpoint.partition(".")[0] == blueprint and request.endpoint not in other_links
    own_starts = ("list_forms", "list_narratives", "list_users", "show_rules", "ask")
    return name in ("list", "figures", *own_starts) and is_own
