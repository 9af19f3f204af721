"""What start-up leaves alone: modules that only some commands or pages need, and every mapper."""

import inspect
import json
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import click
import pytest

from partyhub.cli.commands import PARTYHUB
from partyhub.cli.parsing import Command, Group
from partyhub.cli.values import REGISTERS, ROLES
from partyhub.roles import Role
from tests.catalog import CATALOG
from tests.instances import on_postgresql

FRAMEWORKS = {"flask", "werkzeug", "jinja2", "sqlalchemy", "wtforms", "babel", "flask_babel"}
HEAVY = {"alembic", "mako", "openpyxl", "lxml", "pypinyin", "waitress", "partyhub.example"}
OTHER_DATABASES = {"sqlalchemy.dialects.postgresql", "psycopg"}
FOR_SOME_PAGES = {
    "partyhub.handin.edition",
    "partyhub.reports.workbook",
    "partyhub.registers.template_workbooks.workbooks",
    "partyhub.registers.importing.web.views",
    "partyhub.spreadsheets",
}
HELP = [("--help",), ("list", "--help"), ("user", "--help"), ("--version",)]
USAGE = [
    (),
    ("nonsense",),
    ("--nonsense",),
    ("figures",),
    ("figures", "--period", "soon"),
    ("list", "nonsense"),
    ("list", "members", "--format", "xlsx"),
    ("list", "members", "--as-on", "2023-02-30"),
    ("import", "nonsense", "file.xlsx"),
    ("template",),
    ("user", "create", "boss", "--role", "king"),
    ("serve", "--port", "http"),
]
MODULES = "import json, sys; print(json.dumps(sorted(sys.modules)), file=sys.stderr)"


def modules_after(code: str, *arguments: str) -> set[str]:
    """The modules that a new process has loaded when it has run `code`; stderr's last line."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{MODULES}", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        cwd=Path(__file__).parents[1],
    )
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize("arguments", HELP + USAGE, ids=" ".join)
def test_help_and_refusals_load_no_framework(arguments: tuple[str, ...]) -> None:
    loaded = modules_after("from partyhub.cli import main; main()", *arguments)
    assert "partyhub.cli.commands" in loaded
    assert loaded & (FRAMEWORKS | HEAVY) == set()


def test_importing_the_application_loads_no_feature() -> None:
    loaded = modules_after("import partyhub.app")
    assert "flask" in loaded
    assert loaded & (HEAVY | FOR_SOME_PAGES) == set()
    assert loaded & {"wtforms", "partyhub.features", "partyhub.pages"} == set()


def test_making_the_application_loads_what_every_page_needs(tmp_path: Path) -> None:
    code = "import sys, pathlib; from partyhub.app import create_app; "
    made = modules_after(f"{code}create_app(pathlib.Path(sys.argv[1]))", str(tmp_path))
    assert "partyhub.pages" in made
    assert made & (HEAVY | FOR_SOME_PAGES) == set()
    if not on_postgresql():
        assert made & OTHER_DATABASES == set()
    bare = f"{code}create_app(pathlib.Path(sys.argv[1]), has_catalog=False, has_pages=False)"
    assert modules_after(bare, str(tmp_path)) & {"wtforms", "partyhub.features"} == set()
    no_pages = f"{code}create_app(pathlib.Path(sys.argv[1]), has_pages=False)"
    without = modules_after(no_pages, str(tmp_path))
    assert "partyhub.members.registers" in without
    assert "partyhub.members.views" not in without


@pytest.mark.parametrize("module", ["reports", "list_records", "checks", "users"])
def test_commands_that_print_tables_load_nothing_of_sheets(module: str) -> None:
    loaded = modules_after(f"import partyhub.cli.{module}, partyhub.cli.output")
    assert "partyhub.text_width" in loaded
    assert loaded & FOR_SOME_PAGES == set()


def test_importing_the_features_configures_no_mapper() -> None:
    code = "from partyhub import pages, database\n"
    code += "from partyhub.features import FEATURES; from partyhub.registers import Catalog\n"
    code += "Catalog(FEATURES).load_blueprints()\n"
    code += "assert not [m for m in database.db.Model.registry.mappers if m.configured]"
    assert "partyhub.pages" in modules_after(code)


def test_looking_over_the_settings_configures_no_mapper_and_loads_no_openpyxl(
    tmp_path: Path,
) -> None:
    start = "import sys; from partyhub.cli import main\n"
    modules_after(f"{start}main(['--instance', sys.argv[1], 'db', 'upgrade'])", str(tmp_path))
    code = f"{start}assert main(['--instance', sys.argv[1], 'check-config']) == 0\n"
    code += "from partyhub.database import db\n"
    code += "assert not [m for m in db.Model.registry.mappers if m.configured]"
    loaded = modules_after(code, str(tmp_path))
    assert "partyhub.activities.counts" in loaded
    assert loaded & HEAVY == set()


def commands(group: Group = PARTYHUB) -> Iterator[Command]:
    for member in group.commands.values():
        if isinstance(member, Group):
            yield from commands(member)
        elif isinstance(member, Command):
            yield member


def test_every_command_has_a_function_that_takes_its_options() -> None:
    found = list(commands())
    assert len(found) > 10
    for command in found:
        module, function = command.work.split(".")
        work = getattr(import_module(f"partyhub.cli.{module}"), function)
        given = {param.name for param in command.params if isinstance(param, click.Parameter)}
        assert given == set(inspect.signature(work).parameters), command.name


def test_the_words_that_are_written_out_are_those_of_the_program() -> None:
    assert tuple(CATALOG.by_name) == REGISTERS
    assert tuple(role.value for role in Role) == ROLES


def test_the_version_is_that_of_the_package() -> None:
    code = "from partyhub.cli import main; import sys; sys.exit(main(['--version']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"PartyHub {version('partyhub')}\n"
