"""CPU time of all figures of periods: USER TIMES PERIOD …."""

import json
import os
import sys
from functools import partial
from pathlib import Path

from benchmarks.costs import settle
from benchmarks.sides.spending import cost_of
from partyhub.accounts.models import User
from partyhub.accounts.queries import as_viewer
from partyhub.app import create_app
from partyhub.database import db, reading
from partyhub.periods import Period
from partyhub.reports.calculation import compute, scope_of
from partyhub.viewers import Viewer


def main(user: str, times: int, *periods: str) -> str:
    """Return the seconds that all figures of each period take, as JSON."""
    app = create_app(Path(os.environ["PARTYHUB_INSTANCE"]))
    with app.app_context():
        viewer = as_viewer(db.session.query(User).filter_by(username=user).one())
        db.session.rollback()
        settle()
        asking = {name: partial(ask, viewer, Period.parse(name)) for name in periods}
        return json.dumps({name: cost_of(app, call, times) for name, call in asking.items()})


def ask(viewer: Viewer, period: Period) -> None:
    with reading():  # as a page does
        compute(scope_of(viewer, period))
        db.session.rollback()


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:]))
