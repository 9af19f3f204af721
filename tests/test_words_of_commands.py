"""What the command line says, and the workbook that it writes, in both languages."""

import re
from pathlib import Path
from typing import Any

import pytest

from partyhub.app import create_app
from partyhub.roles import Role
from partyhub.spreadsheets import read_rows, sheet_titles
from tests.catalog import CATALOG
from tests.test_cli import BAD, PERIOD, fill, folder, ready, run
from tests.test_words import CHINESE, LATIN, words_on_record

__all__ = ["folder", "ready", "run"]

pytestmark = pytest.mark.slow
# What is typed or written as it stands in both languages; written out, but for the two lists.
NAMES = {
    "partyhub", "PartyHub", "sqlite", "SQLite", "Excel", "WPS", "json", "JSON", "xlsx", "table",
    "https", "http", "example", "cn", "Ctrl", "Alt", "settings", "key", "secret", "today",
    "command", "usage", "db", "upgrade", "recount", "reindex", "demo", "serve", "user", "create",
    "list", "disable", "sweep", "fill", "form",
    "boss", "check", "config", "figures", "export", "party", "year", "help", "instance",
    "import", "template", "move", "to", "PostgreSQL", "postgresql", "psycopg", "localhost",
    "database", "attachments", "MB", "verify", "draft", "docx", "report", "full",
}  # fmt: skip
CAPITALS = re.compile(r"\b[A-Z][A-Z_.]+\b")  # PARTYHUB_LANG, FILE, FIRST..LAST
OPTION = re.compile(r"--[a-z-]+")
CODE = re.compile(r"\b[a-z]+(\.[a-z_0-9]+)+\b")  # of a figure, a rule or a package
PATH = re.compile(r"\S*/\S*")
each_language = pytest.mark.parametrize("language", ["zh", "en"])
HELP = [
    ("--help",),
    ("db", "--help"),
    ("user", "--help"),
    *(
        (*command.split(), "--help")
        for command in (
            "db upgrade", "db recount", "db reindex", "demo", "serve", "user create", "user list",
            "user disable", "db sweep", "check-config", "move-to", "figures", "export", "check",
            "list", "fill-form", "verify-draft", "import", "template",
        )
    ),
]  # fmt: skip


@pytest.fixture
def speaking(language: str, monkeypatch: pytest.MonkeyPatch, run: Any) -> Any:
    """Run a command in one of the languages; the answer's words must all be of it."""
    monkeypatch.setenv("PARTYHUB_LANG", language)

    def speak(*arguments: str) -> Any:
        said = run(*arguments)
        typed = set(LATIN.findall(" ".join(arguments))) | set(CHINESE.findall(" ".join(arguments)))
        assert foreign(said.out + said.err, language) - typed == set(), arguments
        return said

    return speak


def foreign(words: str, language: str) -> set[str]:
    if language == "en":
        return set(CHINESE.findall(words))
    for pattern in (PATH, OPTION, CODE, CAPITALS):
        words = pattern.sub(" ", words)
    known = NAMES | {word for role in Role for word in role.value.split("_")}
    known |= {word for each in CATALOG.registers for word in each.name.split("_")}
    return set(re.findall(r"[A-Za-z]{2,}", words.replace("_", " "))) - known


@each_language
def test_help(speaking: Any) -> None:
    for arguments in HELP:
        assert speaking(*arguments).code == 0, arguments


@each_language
def test_refusals(speaking: Any) -> None:
    assert speaking("figures", *PERIOD).code == 2  # no database yet
    assert speaking("check-config").code == 1
    speaking("db", "upgrade")
    for arguments in BAD:
        assert speaking(*arguments).code == 2, arguments


@each_language
def test_answers(speaking: Any, run: Any, folder: Path, tmp_path: Path, language: str) -> None:
    speaking("db", "upgrade")
    assert speaking("check-config").code == 0
    run("user", "create", "boss", "--role", "administrator")  # it answers with a password
    speaking("user", "disable", "boss")
    speaking("user", "list")
    speaking("figures", *PERIOD)
    for register in CATALOG.registers:
        speaking("list", register.name)
    listed, yearly = str(tmp_path / "members.xlsx"), tmp_path / "yearly.xlsx"
    assert speaking("list", "members", "--format", "xlsx", "--out", listed).code == 0
    assert speaking("export", *PERIOD, "--out", str(yearly)).code == 0
    handed_in = [(title, read_rows(yearly, title)) for title in sheet_titles(yearly)]
    assert speaking("export", *PERIOD, "--edition", "full", "--out", str(yearly)).code == 0
    with create_app(folder).app_context():
        on_record = words_on_record()  # the sources of the rules
    full = [(title, read_rows(yearly, title)) for title in sheet_titles(yearly)]
    for title, rows in (*handed_in, *full):
        cells = [str(cell) for row in rows for cell in row if cell is not None]
        words = " ".join(cell for cell in cells if not cell.startswith("="))
        assert foreign(f"{title} {words}", language) - on_record == set(), title
    fill(folder)  # in Chinese
    assert speaking("demo").code == 2


@pytest.mark.sqlite(reason="it breaks the file")
@each_language
def test_a_broken_instance(speaking: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir(mode=0o700)
    (folder / "partyhub.sqlite").write_text("no database")
    for arguments in (("figures", *PERIOD), ("db", "upgrade"), ("check-config",)):
        assert speaking(*arguments).code in (1, 2)
    for settings in ('{"today": "soon"}', "{", "[]"):
        (folder / "settings.json").write_text(settings)
        assert speaking("figures", *PERIOD).code == 2
    (folder / "settings.json").unlink()
    (folder / "secret_key").write_bytes(b"short")
    assert speaking("check-config").code == 1
    (folder / "secret_key").write_bytes(b"x" * 64)
    (folder / "secret_key").chmod(0o644)
    assert speaking("check-config").code == 1
    monkeypatch.setenv("PARTYHUB_BASE_URL", "nonsense")
    assert speaking("check-config").code == 1
