"""Commands that create a database, fill it with the example, and check the installation."""

import shutil
from pathlib import Path

from flask import Flask
from sqlalchemy.exc import DBAPIError

from partyhub import config, search
from partyhub.activities.counts import find_miscounted, holds_counts
from partyhub.activities.counts import recount as recount_activities
from partyhub.attachments import storage
from partyhub.cli import attached_files
from partyhub.cli.command_context import has_database, instance_folder, opened
from partyhub.cli.language import gettext, ngettext
from partyhub.cli.output import as_table, note, say
from partyhub.cli.parsing import RefusalError
from partyhub.database import db as database
from partyhub.database import writing
from partyhub.definitions.operations import fill_official_days
from partyhub.dialects import is_sqlite, log_is_sound, optimize, product_of
from partyhub.spreadsheets import assert_safe


def upgrade(instance: str | None) -> None:
    """Create the database or bring it up to date."""
    with opened(instance, is_ready=False) as app:
        upgrade_database(app)
        say(gettext("The database is up to date."))


def reindex(instance: str | None) -> None:
    """Rebuild the search index."""
    with opened(instance), writing():
        count = search.rebuild(database.session.connection())
        database.session.commit()
        say(ngettext("%(num)d record is indexed.", "%(num)d records are indexed.", count))


def recount(instance: str | None) -> None:
    """Correct the attendance numbers of every activity."""
    with opened(instance), writing():
        miscounted = find_miscounted()
        recount_activities(database.session(), miscounted)
        database.session.commit()
        say(
            ngettext(
                "The numbers of %(num)d activity were corrected.",
                "The numbers of %(num)d activities were corrected.",
                len(miscounted),
            )
        )


def demo(instance: str | None) -> None:
    """Fill an empty instance with the example committee and print its accounts.

    An earlier example is replaced. Raises RefusalError when the instance has records of its own.
    """
    from partyhub.example import build, holds_records  # no other command needs the example

    folder = instance_folder(instance)
    with opened(instance, is_ready=False, has_pages=False) as app:
        was_example = bool(app.config["IS_EXAMPLE"])
        if not was_example and has_database() and holds_records():
            raise RefusalError(
                gettext(
                    "%(folder)s holds records of its own; the example needs an empty folder.",
                    folder=folder,
                )
            )
        database.engine.dispose()
    if was_example:
        _clear(folder)
    with opened(instance, is_ready=False, has_pages=False) as app:
        upgrade_database(app)
        note(gettext("Making the example …"))
        with writing():
            accounts = build(app)
        optimize(database.engine)
        headings = [gettext("Username"), gettext("Name"), gettext("Role"), gettext("Password")]
        say(as_table(headings, [tuple(account) for account in accounts]))


def check_config(instance: str | None) -> int:
    """Print the facts and problems of the installation; return 1 if there are problems, else 0."""
    try:
        with opened(instance, is_ready=False, has_pages=False) as app:
            facts, problems = _look_over(app)
    except (config.ConfigError, DBAPIError, OSError) as error:
        from partyhub.cli.sentences import sentence_of

        facts, problems = [], [sentence_of(error)]
    if facts:
        say(as_table([gettext("What"), gettext("State")], facts))
    for problem in problems:
        say(gettext("Problem") + f": {problem}")
    if not problems:
        say(gettext("No problem found."))
    return 1 if problems else 0


def upgrade_database(app: Flask) -> None:
    """Bring the database of `app` up to date.

    A new one starts with the rules of the regulations.
    """
    from partyhub import migrations  # loads Alembic, which no other command needs

    if is_sqlite(database.engine):
        # Created before SQLite creates it, which would let others on this machine read it.
        Path(str(database.engine.url.database)).touch(mode=0o600)
    migrations.upgrade(app)
    with app.app_context(), writing():
        fill_official_days(database.session.connection())  # a newer package knows a year more
        database.session.commit()
    optimize(database.engine)


def _clear(folder: Path) -> None:
    """Delete the earlier example's data; its settings and key remain."""
    from partyhub import migrations

    shutil.rmtree(folder / storage.FOLDER, ignore_errors=True)
    with opened(str(folder), is_ready=False) as app:
        if not is_sqlite(database.engine):
            migrations.remove_tables(app)
            return
    for path in folder.glob("partyhub.sqlite*"):
        path.unlink()


def _look_over(app: Flask) -> tuple[list[tuple[str, str]], list[str]]:
    problems: list[str] = []
    if not log_is_sound(database.engine):
        note(gettext("This SQLite keeps no write-ahead log safely; a slower journal is used."))
    problems += _problems_of_database()
    try:
        assert_safe()
    except RuntimeError as error:
        problems.append(str(error))
    today = app.config["TODAY"]
    attached, damaged = attached_files.look_over()
    problems += damaged
    facts = [
        (gettext("Instance"), app.instance_path),
        (gettext("Address"), app.config["BASE_URL"]),
        (gettext("Encrypted (https)"), gettext("yes") if app.config["HTTPS"] else gettext("no")),
        product_of(database.engine),
        *attached,
        (gettext("Example"), gettext("yes, on %(day)s", day=today) if today else gettext("no")),
    ]
    return facts, problems


def _problems_of_database() -> list[str]:
    """Return the problems of the database.

    Either it is missing, or what it derives from the records doesn't match them.
    """
    if not has_database():
        return [gettext("This instance has no database yet. Make one with: partyhub db upgrade")]
    found = []
    if holds_counts() and (miscounted := find_miscounted()):
        found.append(
            ngettext(
                "The numbers of %(num)d activity are not those of its attendance."
                " Correct them with: partyhub db recount",
                "The numbers of %(num)d activities are not those of their attendance."
                " Correct them with: partyhub db recount",
                len(miscounted),
            )
        )
    if missing := search.count_missing(database.session.connection()):
        found.append(
            ngettext(
                "The index of the search boxes lacks %(num)d record."
                " Make it anew with: partyhub db reindex",
                "The index of the search boxes lacks %(num)d records."
                " Make it anew with: partyhub db reindex",
                missing,
            )
        )
    return found
