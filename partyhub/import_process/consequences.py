"""The consequences of an import: new records with their values, and the figures that change."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from flask_babel import gettext

from partyhub import clock
from partyhub.database import db
from partyhub.past_figures.imports import ImportWatch
from partyhub.periods import Period, presets
from partyhub.registers import Register, current_catalog
from partyhub.registers.importing.matching.key_index import chunks
from partyhub.registers.importing.results import Result, RowResult, State
from partyhub.registers.importing.web.previews import MOST_ROWS
from partyhub.registers.plain_records import make_plain, plan_of, select_plain
from partyhub.registers.values import Wording
from partyhub.reports.calculation import Computed, compute, scope_of
from partyhub.reports.wording import format_value
from partyhub.viewers import Viewer


class Observer:
    """The observer of a file that is judged: of what it adds, and of the figures it changes."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.past = ImportWatch(viewer)

    def __call__(self, result: Result) -> "Seen":
        """Return what the database holds now, and note the figures of past periods."""
        self.past.note(result)
        return observe(self.viewer, result)


class Seen(NamedTuple):
    """The figures of the running period, and the new records.

    `values` are the values of the first ones by register and id; `tallies` count all of them by the
    labels of the column that their register names. A file that can't be imported has no figures.
    """

    figures: Mapping[str, Computed]
    values: Mapping[tuple[str, int], Sequence[str]]
    tallies: Mapping[str, Mapping[str, int]]


NOTHING = Seen({}, {}, {})


def observe(viewer: Viewer, result: Result) -> Seen:
    """Return what the database holds now of that which the import concerns."""
    new = [row.record for row in result.rows if row.state is State.NEW and row.record]
    writes = result.is_applicable and not result.does_nothing
    figures = compute(scope_of(viewer, _period())) if writes else {}
    return Seen(figures, _values_of(islice(new, MOST_ROWS)), _tallies_of(new))


def _period() -> Period:
    return presets(clock.today())[0]


def summarize(result: Result, tallies: Mapping[str, Mapping[str, int]]) -> list[dict[str, Any]]:
    """Return how many rows of each register do what, and the new ones by their tallies."""
    rows: dict[str, list[RowResult]] = {name: [] for name in result.registers.values()}
    for row in result.rows:
        rows[result.registers[row.place.sheet]].append(row)
    by_name = current_catalog().by_name
    return [_summary(by_name[name], found, tallies.get(name, {})) for name, found in rows.items()]


def _summary(
    register: Register, rows: Sequence[RowResult], tally: Mapping[str, int]
) -> dict[str, Any]:
    states = Counter(row.state for row in rows)
    return {
        "title": str(register.title),
        "unit": str(register.listing.unit or gettext("records")),
        "tally": list(tally.items()),
        "cells": sum(len(row.changes) for row in rows if row.state is State.CHANGED),
        **{state.value: states[state] for state in State},
    }


def describe(before: Seen, after: Seen) -> dict[str, Any]:
    """Return what the preview page shows: changed figures, and new records with their values."""
    by_name = current_catalog().by_name
    names = dict.fromkeys(name for name, _ in after.values)
    return {
        "period": _period().label(),
        "figures": [
            {
                "label": str(now.figure.label),
                "unit": "" if format_value(now).endswith("%") else str(now.figure.unit),
                "old": format_value(before.figures[code]),
                "new": format_value(now),
            }
            for code, now in after.figures.items()
            if now.value != before.figures[code].value
        ],
        "headings": {name: _headings(by_name[name]) for name in names},
        "tallied": {name: _tallied_header(by_name[name]) for name in names},
        "values": {f"{name}:{number}": cells for (name, number), cells in after.values.items()},
    }


def _headings(register: Register) -> list[str]:
    """Return the headers of the columns that describe a new record: those of the list."""
    found = (register.column(key) for key in register.listing.columns)
    return [register.header(column) for column in found if column]


def _tallied_header(register: Register) -> str:
    """Return the header of the column by which new records are counted, or ""."""
    column = register.column(register.listing.tallied)
    return register.header(column) if column else ""


def _tallies_of(records: Iterable[tuple[str, int]]) -> dict[str, dict[str, int]]:
    """Count records by the column that their register names, in the order of its enum."""
    found: dict[str, dict[str, int]] = {}
    for name, numbers in _by_register(records).items():
        register = current_catalog().by_name[name]
        column = register.column(register.listing.tallied)
        if column is None:
            continue
        counts: Counter[Any] = Counter()
        for chunk in chunks(numbers):
            plan = plan_of(register, [column])
            query = register.load().where(register.model.id.in_(chunk))
            made = make_plain(plan, select_plain(plan, query), {}, 0)
            counts.update(column.values([record for (record,) in made], clock.today()))
        members = reversed(register.members(column))
        found[name] = {each.label: counts[each] for each in members if counts[each]}
        if counts[None]:
            label = gettext("without “%(column)s”", column=register.header(column))
            found[name][label] = counts[None]
    return found


def _by_register(records: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    ids: dict[str, list[int]] = {}
    for name, number in records:
        ids.setdefault(name, []).append(number)
    return ids


def _values_of(
    records: Iterable[tuple[str, int]],
) -> dict[tuple[str, int], Sequence[str]]:
    """Return the values of records in words, for the columns of `_headings`."""
    found: dict[tuple[str, int], Sequence[str]] = {}
    wording, today = Wording(), clock.today()
    for name, numbers in _by_register(records).items():
        register = current_catalog().by_name[name]
        columns = [c for key in register.listing.columns if (c := register.column(key))]
        query = register.load().where(register.model.id.in_(numbers))
        query = query.execution_options(populate_existing=True)
        for record in db.session.scalars(query).unique():
            found[name, record.id] = [
                wording.words(column.value(record, today), register.kind(column))
                for column in columns
            ]
    return found
