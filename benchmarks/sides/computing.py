"""The CPU of all figures of periods, PostgreSQL's own included: USER TIMES PERIOD …."""

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from statistics import mean

from sqlalchemy import text

from benchmarks.costs import repeated, settle
from partyhub.accounts.models import User
from partyhub.accounts.queries import as_viewer
from partyhub.app import create_app
from partyhub.database import db
from partyhub.periods import Period
from partyhub.reports.calculation import compute, scope_of
from partyhub.viewers import Viewer

TICKS = os.sysconf("SC_CLK_TCK")


def main(user: str, times: int, *periods: str) -> str:
    """Answer with the mean seconds that all figures of each period take."""
    app = create_app(Path(os.environ["PARTYHUB_INSTANCE"]))
    with app.test_request_context():
        found = db.session.query(User).filter_by(username=user).one()
        viewer = as_viewer(found)
        settle()
        return json.dumps({name: cost_of(viewer, name, times) for name in periods})


def cost_of(viewer: Viewer, name: str, times: int) -> float:
    period = Period.parse(name)

    def ask() -> None:
        compute(scope_of(viewer, period))
        db.session.rollback()

    before = servers_cpu()
    costs = repeated(ask, times)
    calls = len(costs) if costs[0] > 3 else len(costs) + 1  # the call that warmed up
    return mean(costs) + (servers_cpu() - before) / calls


def servers_cpu() -> float:
    """The CPU seconds so far of the database's own processes; 0 where there are none."""
    if db.engine.dialect.name == "sqlite":
        return 0.0
    query = text("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
    found = sum(_ticks(db.session.scalars(query)))
    db.session.rollback()
    return found / TICKS


def _ticks(processes: Iterable[int]) -> list[int]:
    """User and system time of each process, in ticks."""
    lines = [Path(f"/proc/{number}/stat").read_text() for number in processes]
    fields = [line.rpartition(") ")[2].split() for line in lines]
    return [int(found[11]) + int(found[12]) for found in fields]


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:]))
