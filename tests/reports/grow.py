"""Run with FOLDER COUNT: make an instance of COUNT activities, write its workbook, print the KB."""

import resource
import sys
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import insert

from partyhub.activities.models import (
    Activity,
    ActivityKind,
    ActivityKindRow,
    ActivityStatus,
    Attendance,
    AttendanceState,
)
from partyhub.app import create_app
from partyhub.database import db, reading, writing
from partyhub.members.models import Assignment, InReason, Member
from partyhub.organizations.models import Organization, OrganizationKind
from partyhub.periods import Period
from partyhub.reports.workbook import write_yearly
from partyhub.viewers import Viewer

LONG_AGO = date(2010, 1, 1)
FIRST = date(2022, 7, 1)
PRESENT = 8


def fill(count: int) -> None:
    """Store rows past the forms, which would take minutes."""
    execute = db.session.execute
    people = max(count // 5, PRESENT)
    stored = {"version": 1, "search_text": ""}
    committee = {
        "id": 1,
        "code": "DW",
        "name": "Committee",
        "pinyin": "",
        "established_on": LONG_AGO,
        "kind": OrganizationKind.PARTY_COMMITTEE,
    }
    execute(insert(Organization), [stored | committee])
    execute(
        insert(Member),
        [
            stored
            | {"id": n, "number": f"A{n}", "name": f"Person {n}", "pinyin": f"{n:06}"}
            | {"admitted_on": LONG_AGO, "full_on": LONG_AGO}
            for n in range(1, people + 1)
        ],
    )
    execute(
        insert(Assignment),
        [
            stored
            | {"member_id": n, "organization_id": 1, "started_on": LONG_AGO}
            | {"in_reason": InReason.ADMITTED}
            for n in range(1, people + 1)
        ],
    )
    execute(
        insert(Activity),
        [
            stored
            | {"id": n, "number": f"{n:06}", "name": f"Activity {n}", "organization_id": 1}
            | {"held_on": FIRST + timedelta(n % 364), "for_year": 2022, "guest_count": 1}
            | {"status": ActivityStatus.HELD, "record": "What was said. " * 20}
            for n in range(1, count + 1)
        ],
    )
    kinds = list(ActivityKind)
    execute(
        insert(ActivityKindRow),
        [{"activity_id": n, "kind": kinds[n % len(kinds)]} for n in range(1, count + 1)],
    )
    for n in range(1, count + 1):
        execute(
            insert(Attendance),
            [
                {"activity_id": n, "member_id": 1 + (n + k) % people, "is_expected": True}
                | {"state": AttendanceState.PRESENT}
                for k in range(PRESENT)
            ],
        )


def main(folder: Path, count: int) -> None:
    app = create_app(folder)
    with app.app_context(), writing():
        db.create_all()
        fill(count)
        db.session.commit()
        db.session.remove()
    with app.app_context(), reading():
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        write_yearly(Viewer("Owner"), Period.parse("party-year-2023"), None, folder / "yearly.xlsx")
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(f"{max(before, after)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
