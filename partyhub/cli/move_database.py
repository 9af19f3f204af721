"""The move of an installation from SQLite to PostgreSQL: all of it, proved equal, or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flask import Flask
from sqlalchemy import URL, Connection, inspect

from partyhub import config
from partyhub.app import create_app
from partyhub.cli import database_copy
from partyhub.cli.command_context import instance_folder, opened, owner
from partyhub.cli.language import gettext, pgettext
from partyhub.cli.output import as_table, note, say
from partyhub.cli.parsing import RefusalError
from partyhub.database import db
from partyhub.dialects import engine_options, is_sqlite
from partyhub.reports.calculation import Computed


class DifferenceError(Exception):
    """Error for a copy that differs from its source; the message says where."""


class Compared(NamedTuple):
    """The equal parts of both databases: the rows of each table, and the figures of each period."""

    rows: Mapping[str, int]
    figures: Mapping[str, int]


def move_to(instance: str | None, url: str) -> int:
    """Copy everything to the empty PostgreSQL database at `url` and compare it.

    Returns the exit code: 1 when the copy differs, and then nothing is written.
    """
    address = config.read_database_url(url)
    with opened(instance) as source:
        _refuse_source(source)
        target = _application_of(instance, address)
        try:
            compared = _move(source, target)
        except DifferenceError as difference:
            say(gettext("Problem") + f": {difference}")
            say(gettext("Nothing was written to PostgreSQL."))
            return 1
    _report(compared, address)
    return 0


def _refuse_source(app: Flask) -> None:
    """Raise RefusalError for an installation that isn't on SQLite or has an outdated database."""
    from partyhub import migrations  # loads Alembic, which few commands need

    if not is_sqlite(db.engine):
        raise RefusalError(gettext("This instance has its records in PostgreSQL already."))
    if migrations.pending(app):
        raise RefusalError(
            gettext(
                "The database is of an earlier version. Bring it up to date: partyhub db upgrade"
            )
        )


def _application_of(instance: str | None, address: URL) -> Flask:
    """Return the application of the same instance with its records in the other database."""
    there = {
        "SQLALCHEMY_DATABASE_URI": address,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(address),
    }
    return create_app(instance_folder(instance), there)


def _move(source: Flask, target: Flask) -> Compared:
    """Copy and compare in one transaction on either side; raises DifferenceError."""
    from partyhub import migrations

    with database_copy.one_transaction(source) as old, database_copy.one_transaction(target) as new:
        _refuse_tables(new)
        migrations.make_tables(target, new)
        rows = dict(_copy(old, new))
        before, after = (database_copy.figures_of(app, owner()) for app in (source, target))
        return Compared(rows, _compare_figures(before, after))


def _refuse_tables(connection: Connection) -> None:
    found = inspect(connection).get_table_names()
    if found:
        raise RefusalError(
            gettext(
                "The PostgreSQL database isn't empty (%(tables)s). Create a new one for this.",
                tables=", ".join(sorted(found)[:5]),
            )
        )


def _copy(old: Connection, new: Connection) -> Iterator[tuple[str, int]]:
    """Copy every table, then compare both sides; yield (table, number of equal rows) pairs.

    Raises DifferenceError for a table that differs.
    """
    tables = db.metadata.sorted_tables
    for table in reversed(tables):
        new.execute(table.delete())  # the first rules, which every new database contains
    for table in tables:
        database_copy.copy_table(old, new, table)
        note(gettext("Copied: %(table)s", table=table.name))
    database_copy.finish(new, tables)
    for table in tables:
        before, after = (database_copy.contents_of(side, table) for side in (old, new))
        if before != after:
            raise DifferenceError(
                gettext(
                    "The table %(table)s differs: %(before)s rows before, %(after)s after.",
                    table=table.name,
                    before=before.rows,
                    after=after.rows,
                )
            )
        yield table.name, after.rows


def _compare_figures(
    before: Sequence[Mapping[str, Computed]], after: Sequence[Mapping[str, Computed]]
) -> Mapping[str, int]:
    """Return how many figures of each period are equal; raises DifferenceError."""
    for period, old, new in zip(database_copy.periods(), before, after, strict=True):
        differing = [str(old[code].figure.label) for code in old if new[code] != old[code]]
        if differing:
            raise DifferenceError(
                gettext(
                    "Figures of %(period)s differ: %(names)s.",
                    period=period.label(),
                    names="、".join(differing),
                )
            )
    return {
        period.label(): len(figures)
        for period, figures in zip(database_copy.periods(), after, strict=True)
    }


def _report(compared: Compared, address: URL) -> None:
    equal = gettext("equal")
    rows = [(name, str(count), equal) for name, count in compared.rows.items()]
    headings = [gettext("Table"), pgettext("database", "Rows"), gettext("Content")]
    say(as_table(headings, rows, numbers=(1,)))
    for period, count in compared.figures.items():
        say(gettext("Figures of %(period)s: %(count)s, all equal.", period=period, count=count))
    say(
        gettext(
            "Everything is in PostgreSQL. Start the program from now on with"
            " PARTYHUB_DATABASE=%(address)s, or write it into settings.json as “database”. What is"
            " entered without that still goes to SQLite, whose file stays as it was.",
            address=address.render_as_string(),
        )
    )
