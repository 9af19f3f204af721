"""The import by django-import-export, in a process of its own: FOLDER WORKBOOK plain|tuned."""

import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from benchmarks import people
from benchmarks.measures import Measures

# The settings of PartyHub (partyhub/database.py).
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "cell_size_check=ON",
    "trusted_schema=OFF",
)
DATES = ["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"]


def set_up(folder: Path) -> None:
    options = {
        "init_command": "".join(f"PRAGMA {pragma};" for pragma in PRAGMAS),
        "transaction_mode": "IMMEDIATE",
    }
    settings.configure(
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "simple_history",
            "import_export",
            "benchmarks.peers.roll",
        ],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": folder / "roll.sqlite",
                "OPTIONS": options,
            }
        },
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATE_INPUT_FORMATS=DATES,
        USE_I18N=False,
        USE_TZ=True,
    )
    django.setup()


def main(folder: Path, workbook: Path, which: str) -> str:
    folder.mkdir(mode=0o700)
    set_up(folder)
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    found_committee()
    return measure(folder, workbook, which)


def measure(folder: Path, workbook: Path, which: str) -> str:
    from benchmarks.peers.roll.models import Assignment, Member
    from benchmarks.peers.roll.resources import MemberResource, TunedResource

    resource = {"plain": MemberResource, "tuned": TunedResource}[which]
    measures, exported = Measures(), folder / "export.xlsx"
    with measures.step("preview"):
        expect(resource().import_data(read(workbook), dry_run=True), "new")
    assert not Member.objects.exists()
    with measures.step("apply"):
        expect(resource().import_data(read(workbook), dry_run=False, raise_errors=True), "new")
    exported.write_bytes(resource().export(Member.objects.order_by("number")).xlsx)
    with measures.step("again"):
        expect(resource().import_data(read(exported), dry_run=True), "skip")
    logged = Member.history.count() + Assignment.history.count()
    return measures.report(rows=Member.objects.count(), logged=logged)


def read(path: Path) -> Any:
    """Return the workbook as the pages of django-import-export read an upload."""
    from import_export.formats.base_formats import XLSX

    return XLSX().create_dataset(path.read_bytes())


def expect(result: Any, kind: str) -> None:
    assert not result.has_errors(), result.row_errors()[:3]
    assert not result.has_validation_errors(), [row.error for row in result.invalid_rows[:3]]
    assert result.totals[kind] == result.total_rows, result.totals
    assert not any(row.instance and row.instance.warnings for row in result.rows)


def found_committee() -> None:
    from benchmarks.peers.roll.models import Organization, Workshop

    code, name = people.COMMITTEE
    Organization.objects.create(code=code, name=name, kind="party_committee")
    for code, name in people.branches():
        Organization.objects.create(code=code, name=name, kind="branch")
    for code, name in people.groups():
        Organization.objects.create(code=code, name=name, kind="party_group")
    for code, name in people.workshops():
        Workshop.objects.create(code=code, name=name)


if __name__ == "__main__":
    sys.stdout.write(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]) + "\n")
