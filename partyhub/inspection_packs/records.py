"""A record as a paper: what its page shows of it, without what is personal."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask_babel import gettext, ngettext

from partyhub import clock
from partyhub.activities.models import Activity
from partyhub.documents import TABLE, Cell
from partyhub.inspection_packs.relations import MOST_RELATED, RELATIONS
from partyhub.papers.content import Grid, Note, Paper, Part, Row
from partyhub.papers.meetings import paper_of_meeting
from partyhub.papers.queries import find_votes_of
from partyhub.registers import Column, Register, current_catalog
from partyhub.registers.panels import Panel, panels_of_many
from partyhub.registers.plain_records import stream_plain
from partyhub.registers.values import Wording
from partyhub.viewers import Viewer

WIDTHS = (40.0, 128.0)
PORTION = 50  # records that are read at once


def columns_of(register: Register) -> list[Column]:
    """Return the columns of a record's paper: all but personal ones.

    A meeting's paper is its minutes, which read more.
    """
    return [each for each in register.columns if not each.is_personal or each.needs]


def read_portion(register: Register, ids: Sequence[int]) -> list[Any]:
    """Return plain records with these ids, in their order; none of them stays in memory."""
    query = register.load().where(register.model.id.in_(ids))
    found = {each.id: each for each in stream_plain(register, query, columns_of(register))}
    return [found[each] for each in ids if each in found]


def papers_of(register: Register, records: Sequence[Any], viewer: Viewer) -> Iterator[Paper]:
    """Yield the paper of each of these records, in their order; all read together."""
    if register.model is Activity:
        votes = find_votes_of([each.id for each in records])
        for each in records:
            yield paper_of_meeting(each, votes.get(each.id, ()), with_reasons=False)
        return
    wording, panels = Wording(), _panels(register, records, viewer)
    for each, own in zip(records, panels, strict=True):
        yield paper_of_record(register, each, own, wording)


def _panels(
    register: Register, records: Sequence[Any], viewer: Viewer
) -> Iterable[Sequence[Panel]]:
    """Return the panels of each record; what happens on a day has none."""
    if register.lifetime.kind != "stock":
        return [()] * len(records)
    return panels_of_many(records, viewer, RELATIONS.get(register.name, ()), MOST_RELATED)


def paper_of_record(
    register: Register, record: Any, panels: Sequence[Panel], wording: Wording
) -> Paper:
    """Return a record's facts, and the tables of what lasts and has others below it."""
    day = clock.today()
    rows: list[Row] = []
    for column in register.columns:
        if column.is_personal:
            continue
        text = wording.words(column.value(record, day), register.kind(column))
        if text:
            rows.append([Cell(register.header(column), is_head=True), text])
    parts: list[Part] = [Grid(WIDTHS, rows, row_height=8)]
    for panel in panels:
        parts += _panel_parts(panel)
    return Paper(record.caption, parts, subtitle=str(register.label), page=TABLE)


def _panel_parts(panel: Panel) -> list[Part]:
    """Return the heading and the table of a panel with rows, unless it is confidential."""
    ledger, register = panel.rows, current_catalog().by_name[panel.name]
    if ledger is None or register.is_confidential:
        return []
    count = ngettext("%(num)d record", "%(num)d records", panel.count)
    if panel.count > len(set(ledger.ids)):
        count = gettext("%(all)s, the first %(most)s of them here", all=count, most=MOST_RELATED)
    shown = [
        (heading, values)
        for heading, values in zip(ledger.headings, ledger.values, strict=True)
        if not is_personal(register, heading.key)
    ]
    heads = [heading.header for heading, _ in shown]
    columns = [
        [ledger.description.text(value, heading.kind) for value in values]
        for heading, values in shown
    ]
    width = TABLE.text_width / len(heads)
    rows: list[Row] = [heads, *map(list, zip(*columns, strict=True))]
    return [Note(f"{panel.title}（{count}）"), Grid([width] * len(heads), rows, heads=1)]


def is_personal(register: Register, key: str) -> bool:
    """Return whether a column of this key is personal; what is no column isn't."""
    column = register.column(key)
    return column is not None and column.is_personal
