"""The example committee: a cable maker's Party committee and two Party years of its work.

Everything is entered by the forms and operations of a person's entries, on the day it would have
been, so it has history and breaks no hard rule. All people are invented.
"""

from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask
from flask_babel import gettext
from sqlalchemy import delete, inspect, literal, select

from partyhub import clock, config, search
from partyhub.accounts.models import User
from partyhub.catalog import REGISTERS
from partyhub.database import Base, db, writing
from partyhub.example.accounts import FIRST, OTHERS, Account, add_account
from partyhub.example.appraisals import plan_appraisals
from partyhub.example.awards import plan_awards
from partyhub.example.commissars import plan_commissars
from partyhub.example.days import LAST, LIVE_ON, OPENS, Agenda
from partyhub.example.duties import plan_duties
from partyhub.example.entering import ExampleError, Office
from partyhub.example.founding import enter_unit, plan_tree
from partyhub.example.gatherings import plan_gatherings
from partyhub.example.meetings import Life
from partyhub.example.mentoring import plan_mentoring
from partyhub.example.movements import make_people, plan_people
from partyhub.example.people import Register
from partyhub.example.posts import plan_posts
from partyhub.example.projects import plan_projects
from partyhub.example.prosperity import plan_prosperity
from partyhub.example.regular import plan_regular
from partyhub.example.teams import plan_teams
from partyhub.example.tree import ROOT, UNITS
from partyhub.example.vanguards import plan_vanguards
from partyhub.rules.operations import add_defaults
from partyhub.viewers import Role, Viewer

__all__ = ["Account", "ExampleError", "build", "holds_records"]

SEED = 20230630
OWNER = "owner"


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


def holds_records() -> bool:
    """Whether somebody keeps records here or has an account; archived records count too.

    An export that was taken leaves a line in the history, and is no record.
    """
    models: list[type[Base]] = [*(register.model for register in REGISTERS), User]
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
    random = Random(SEED)  # an example, the same each time
    office = Office({OWNER: Viewer(gettext("Command line"))})
    with clock.at(datetime.combine(LIVE_ON, OPENS, clock.ZONE) - timedelta(minutes=4)):
        enter_unit(office, UNITS[ROOT], OWNER)
        accounts = [add_account(office, *facts) for facts in FIRST]
    agenda = plan(random)
    for facts in OTHERS:
        day = date(2022, 3, 2) if facts[2] is Role.COMMISSAR else LIVE_ON + timedelta(days=10)
        agenda.add(day, partial(_add_later, facts, accounts), 6)
    for moment, task in agenda.moments():
        with clock.at(moment):
            task.run(office)
    return accounts


def _add_later(facts: tuple[Any, ...], accounts: list[Account], office: Office) -> None:
    accounts.append(add_account(office, *facts))


def plan(random: Random) -> Agenda:
    """Everything that is entered in the two years."""
    agenda, register = Agenda(random), Register(random)
    make_people(register)
    plan_tree(agenda)
    plan_people(agenda, register)
    plan_posts(agenda, register.people)
    life = Life(random, agenda, register.people)
    plan_regular(life)
    plan_gatherings(life)
    plan_appraisals(life)
    plan_vanguards(agenda, register.people)
    plan_teams(agenda, register.people)
    plan_commissars(agenda, register.people)
    plan_duties(agenda, register.people)
    plan_projects(agenda, register.people)
    plan_mentoring(agenda, register.people)
    plan_prosperity(agenda)
    plan_awards(agenda, register.people)
    return agenda
