"""The example committee: a cable maker's Party committee and two Party years of its work.

Its records are the tables in `records/`, one a register, which the import reads as it reads the
sheets of a workbook; a few entries by hand follow. All people are invented.
"""

from datetime import date, datetime, timedelta
from pathlib import Path

from flask import Flask
from flask_babel import gettext
from sqlalchemy import delete, inspect, literal, select

from partyhub import clock, config, search
from partyhub.accounts.models import User
from partyhub.database import Base, db, writing
from partyhub.definitions.operations import add_defaults as add_definitions
from partyhub.example.accounts import Account, add_accounts
from partyhub.example.edits import EDITS, make_edit
from partyhub.example.tables import ExampleError, import_tables
from partyhub.registers import current_catalog
from partyhub.registers.reference_columns import Naming
from partyhub.rules.operations import add_defaults
from partyhub.viewers import Viewer

__all__ = ["Account", "ExampleError", "build", "holds_records"]

LAST = date(2023, 6, 30)
OPENS = datetime(2023, 6, 30, 8, 5, tzinfo=clock.ZONE)


def build(app: Flask) -> list[Account]:
    """Fill the database of `app`, which is empty or holds an example, and commit.

    Raises ExampleError when it holds records of its own.
    """
    with app.app_context(), writing():
        _clear(is_example=bool(app.config["IS_EXAMPLE"]))
        _become_example(app)
        accounts = _fill()
        db.session.commit()
    return accounts


def _clear(*, is_example: bool) -> None:
    if holds_records() and not is_example:
        raise ExampleError(
            gettext("This instance holds records of its own. Make the example in an empty one.")
        )
    for table in reversed(db.metadata.sorted_tables):
        db.session.execute(delete(table))
    search.rebuild(db.session.connection())  # its table is none of the models'
    add_defaults()
    add_definitions()


def holds_records() -> bool:
    """Return whether somebody keeps records here or has an account; archived records count too.

    An export that was taken leaves a line in the history, and is no record.
    """
    models: list[type[Base]] = [*(register.model for register in current_catalog().registers), User]
    there = set(inspect(db.engine).get_table_names())  # an older database lacks some
    return any(
        db.session.scalar(select(literal(1)).select_from(model).limit(1)) is not None
        for model in models
        if model.__tablename__ in there
    )


def _become_example(app: Flask) -> None:
    """Fix the day before anything is entered: an example that broke off can be made again."""
    instance = Path(app.instance_path)
    config.write_settings(instance, {**config.read_settings(instance), "today": LAST.isoformat()})
    app.config["TODAY"], app.config["IS_EXAMPLE"] = LAST, True


def _fill() -> list[Account]:
    owner = Viewer(gettext("Command line"))
    with clock.at(OPENS):
        import_tables(owner, Naming(owner).in_order(current_catalog().registers))
        accounts, viewers = add_accounts()
    for number, edit in enumerate(EDITS, start=1):
        with clock.at(OPENS + number * timedelta(minutes=25)):
            make_edit(viewers[edit.username], edit)
    return accounts
