"""The assembly of the edition from its sheets."""

from flask_babel import pgettext

from partyhub.definitions.queries import find_fonts
from partyhub.handin import Target
from partyhub.handin.branches import build_branches
from partyhub.handin.charts import build_charts
from partyhub.handin.commissars import build_commissars
from partyhub.handin.content import Content
from partyhub.handin.contents import Entry, build_contents
from partyhub.handin.contents_words import words_of_contents
from partyhub.handin.cover import build_cover
from partyhub.handin.definitions import build_definitions
from partyhub.handin.facts import Facts, find_facts
from partyhub.handin.indicators import find_indicators
from partyhub.handin.matters import find_matters
from partyhub.handin.meetings import build_meetings
from partyhub.handin.posts import build_posts
from partyhub.handin.projects import build_closed, build_running
from partyhub.handin.prosperity import build_prosperity
from partyhub.handin.structure import build_structure
from partyhub.handin.summary import build_summary
from partyhub.handin.teams import build_teams
from partyhub.organizations.models import Organization
from partyhub.periods import Period
from partyhub.registers.exporting import ORIGIN
from partyhub.spreadsheets import PrintedSheet, write_printed
from partyhub.viewers import Viewer


def write_edition(
    viewer: Viewer,
    period: Period,
    organization: Organization | None,
    target: Target,
    content: Content,
    reader: Viewer | None = None,
) -> None:
    """Write the edition; `write_handin` says how."""
    facts = find_facts(viewer, period, organization, reader)
    title = content.title or pgettext("handin", "Yearly Summary of Party Work")
    sheets = build_sheets(facts, content)
    properties, fonts = {ORIGIN: "yearly"}, find_fonts()
    write_printed(target, sheets, title=title, properties=properties, fonts=fonts)


def build_sheets(facts: Facts, content: Content) -> list[PrintedSheet]:
    """Return all sheets in order."""
    indicators = find_indicators(facts)
    definitions, rows = build_definitions(facts, indicators)
    tables = [
        build_summary(facts, indicators, rows),
        build_branches(facts),
        build_structure(facts),
        build_meetings(facts),
        build_posts(facts),
        build_teams(facts),
        build_commissars(facts),
        build_running(facts),
        build_closed(facts),
        build_prosperity(facts),
    ]
    for sheet in tables[1:]:  # the summary is cut into its pages by itself
        sheet.tighten()
    marks = {name: cells for sheet in tables for name, cells in sheet.marks.items()}
    inner = [*tables, build_charts(facts, marks), definitions]
    keys = {title: key for key, title in facts.titles.items()}
    words = words_of_contents(facts, len(indicators))
    entries = [Entry(key := keys[s.title], words[key], s.pages()) for s in inner]
    matters = find_matters(facts) if content.matters is None else content.matters
    contents = build_contents(facts, entries, content.explained, matters)
    return [build_cover(facts, content), contents, *inner]
