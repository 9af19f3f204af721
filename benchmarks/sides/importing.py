"""An import through the pages: WORKBOOK, into the instance of PARTYHUB_INSTANCE.

The preview is the upload, the whole preview process from its start to its end, and the page that
shows it; the import is the button under it. Both are requested in this process, so its CPU time and
that of its child processes is the total.
"""

import json
import os
import sys
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF

from benchmarks.costs import cpu_of, settle
from benchmarks.sides.visitor import FIELD, Visitor
from partyhub.accounts import operations
from partyhub.app import create_app
from partyhub.database import db, writing
from partyhub.organizations.queries import find_root
from partyhub.roles import Role

USER, PASSWORD = "importer", "a-word-of-the-benchmark"  # of a temporary instance
PAUSE = 1.0  # seconds after which the page requests the progress again
LONGEST = 1_200  # seconds that the preview may take


def main(workbook: Path) -> str:
    """Return the CPU seconds of both steps as JSON."""
    app = create_app(Path(os.environ["PARTYHUB_INSTANCE"]))
    with app.app_context(), writing():
        root = find_root()
        assert root is not None
        role = Role.COMMITTEE_SECRETARY
        operations.create_user(USER, USER, role, root.id, password=PASSWORD, must_change=False)
        db.session.commit()
    visitor = Visitor(app, USER, PASSWORD)
    token = token_of(visitor.open("/members/import"))
    settle()
    start = spent()
    address = preview(visitor, workbook, token)
    judged = spent()
    stored = visitor.client.post(f"{address}/apply", data={"csrf_token": token})
    assert stored.status_code == 303, stored.status_code
    assert "/uploads/" not in stored.location, "It was judged once more."
    visitor.open(stored.location)
    return json.dumps({"preview": judged - start, "apply": spent() - judged})


def preview(visitor: Visitor, workbook: Path, token: str) -> str:
    """Upload the workbook and open its preview; return the preview's address."""
    with workbook.open("rb") as stream:
        form = {"file": (stream, workbook.name), "csrf_token": token}
        answer = visitor.client.post("/members/import", data=form)
    assert answer.status_code == 303, answer.status_code
    end = time.monotonic() + LONGEST
    while not json.loads(visitor.open(f"{answer.location}/progress"))["done"] or has_children():
        assert time.monotonic() < end, "Judging takes too long."
        time.sleep(PAUSE)
    visitor.open(answer.location)
    return str(answer.location)


def has_children() -> bool:
    """Return whether a child process is running: its CPU time counts only when it has ended."""
    tasks = Path("/proc/self/task").glob("*/children")
    return any(task.read_text() for task in tasks)


def token_of(page: str) -> str:
    found = FIELD.search(page)
    assert found, "The page has no token."
    return found[1]


def spent() -> float:
    return cpu_of(RUSAGE_SELF) + cpu_of(RUSAGE_CHILDREN)


if __name__ == "__main__":
    sys.stdout.write(main(Path(sys.argv[1])) + "\n")
