"""The creation of an instance filled with invented records."""

import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import text

from benchmarks.data import committee, gatherings, names, works
from benchmarks.data.committee import Made
from benchmarks.data.rebuilding import rebuild
from benchmarks.data.sizes import Sizes
from benchmarks.data.stores import Store, opened
from partyhub.app import create_app
from partyhub.database import db, writing

SEED = 7
# The accounts that read the pages, with role and organization.
USERS = {"clerk": ("committee_clerk", "DW"), "branch": ("branch_secretary", "B013")}
STEPS = (
    committee.add_organizations,
    committee.add_workshops,
    committee.add_members,
    works.add_teams,
    works.add_posts,
    works.add_projects,
    works.add_commissars,
    works.add_mentorships,
    works.add_prosperity,
    works.add_awards,
    gatherings.add_activities,
)


def fill(folder: Path, sizes: Sizes) -> list[str]:
    """Fill the empty instance in `folder` and return the modules that rebuilt derived data.

    The database is PARTYHUB_DATABASE's where that is set. The passwords of `USERS` are written to
    NAME.txt in the folder.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    command(folder, "db", "upgrade")
    app = create_app(folder)
    with app.app_context():
        refuse_filled()
        db.session.remove()
        chance = Random(SEED)  # noqa: S311  # people who don't exist, the same each time
        made = Made(chance, sizes, names.invent(chance))
        with opened(db.engine) as store:
            add_all(store, made)
    run = rebuild(app)
    add_users(app, folder)
    command(folder, "check-config")  # it fails if derived data are wrong
    with app.app_context():
        db.engine.dispose()
    return run


def add_all(store: Store, made: Made) -> None:
    for step in STEPS:
        step(store, made)


def refuse_filled() -> None:
    count = db.session.scalar(text("SELECT count(*) FROM organization"))
    assert not count, "The instance holds records of its own."


def add_users(app: Flask, folder: Path) -> None:
    """Create the accounts that read the pages; they need not choose a password first."""
    for name, (role, organization) in USERS.items():
        password = command(folder, "user", "create", name, "--role", role, "--org", organization)
        (folder / f"{name}.txt").write_text(password)
    with app.app_context(), writing():
        db.session.execute(
            text('UPDATE "user" SET must_change_password = :no').bindparams(no=False)
        )
        db.session.commit()


def command(folder: Path, *words: str, **options: Any) -> str:
    """Run `partyhub` on the instance and return its output; its error messages are shown."""
    whole = [sys.executable, "-m", "partyhub.cli", "--instance", str(folder), *words]
    environment = os.environ | {"PARTYHUB_LANG": "en"}
    done = subprocess.run(
        whole, stdout=subprocess.PIPE, text=True, check=True, env=environment, **options
    )
    return done.stdout
