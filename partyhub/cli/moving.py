"""Moving an installation from SQLite to PostgreSQL: all of it, proved equal, or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flask import Flask
from sqlalchemy import URL, Connection, inspect

from partyhub import config
from partyhub.app import create_app
from partyhub.cli import copying
from partyhub.cli.answers import as_table, note, say
from partyhub.cli.frame import instance_folder, opened, owner
from partyhub.cli.language import gettext, pgettext
from partyhub.cli.parsing import RefusalError
from partyhub.database import db
from partyhub.dialects import engine_options, is_sqlite
from partyhub.reports.calculation import Computed


class DifferenceError(Exception):
    """What was copied is not what was there; the message says where."""


class Compared(NamedTuple):
    """What was found equal: the rows of each table, the figures of each period."""

    rows: Mapping[str, int]
    figures: Mapping[str, int]


def move_to(instance: str | None, url: str) -> int:
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
    """Raise RefusalError for an installation that isn't SQLite's, or of an earlier version."""
    from partyhub import migrations  # brings Alembic, which few commands need

    if not is_sqlite(db.engine):
        raise RefusalError(gettext("This instance has its records in PostgreSQL already."))
    if migrations.pending(app):
        raise RefusalError(
            gettext(
                "The database is of an earlier version. Bring it up to date: partyhub db upgrade"
            )
        )


def _application_of(instance: str | None, address: URL) -> Flask:
    """The same instance with its records in the other database."""
    there = {
        "SQLALCHEMY_DATABASE_URI": address,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(address),
    }
    return create_app(instance_folder(instance), there)


def _move(source: Flask, target: Flask) -> Compared:
    """Copy and compare in one transaction on either side; raises DifferenceError."""
    from partyhub import migrations

    with copying.one_transaction(source) as old, copying.one_transaction(target) as new:
        _refuse_tables(new)
        migrations.make_tables(target, new)
        rows = dict(_copy(old, new))
        before, after = (copying.figures_of(app, owner()) for app in (source, target))
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
    """Copy every table, then read both sides; gives each table and how many rows are equal."""
    tables = db.metadata.sorted_tables
    for table in reversed(tables):
        new.execute(table.delete())  # the first rules, which a new database begins with
    for table in tables:
        copying.copy_table(old, new, table)
        note(gettext("Copied: %(table)s", table=table.name))
    copying.finish(new, tables)
    for table in tables:
        before, after = (copying.contents_of(side, table) for side in (old, new))
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
    for period, old, new in zip(copying.periods(), before, after, strict=True):
        differing = [code for code, computed in old.items() if new[code] != computed]
        if differing:
            raise DifferenceError(
                gettext(
                    "Figures of %(period)s differ: %(codes)s.",
                    period=period.label(),
                    codes=", ".join(differing),
                )
            )
    return {
        period.label(): len(figures)
        for period, figures in zip(copying.periods(), after, strict=True)
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
