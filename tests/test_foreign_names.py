"""No file names the registry or a folder of the machine on which it was written."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOT_OURS = {"instance", "build", "dist", "__pycache__"}
HOSTS = re.compile(r"https?://([\w-]+(?:\.[\w-]+)+|\w+(?=[:/]))")
KNOWN_HOSTS = {
    "127.0.0.1",
    "localhost",
    "evil.com",  # of a test that is sent there and does not go
    "icons.getbootstrap.com",
    "keepachangelog.com",
    "partyhub.example.cn",
    "purl.oclc.org",  # names of formats in OOXML, as the next three
    "purl.org",
    "schemas.microsoft.com",
    "schemas.openxmlformats.org",
    "semver.org",
    "www.w3.org",
}
# Folders of people and of machines; `/usr/bin/env` is everywhere.
FOLDERS = re.compile(
    r"(?<![\w.~}/-])/(?:home|root|Users|work|workspace|mnt|opt|srv|build|var|tmp)/\w"
    r"|\b[A-Z]:\\\\?(?:Users|Documents)"
)
SOURCES = re.compile(r"--?(?:extra-)?index(?:-url)?[ =]|--find-links|--trusted-host|--hash=")


def files() -> list[Path]:
    """What is ours: no tool's folder, no installation's data; `.ci` is the one hidden folder."""
    return [
        path
        for path in sorted(ROOT.rglob("*"))
        if path.is_file()
        and not any(is_foreign(part) for part in path.relative_to(ROOT).parts[:-1])
    ]


def is_foreign(folder: str) -> bool:
    return folder in NOT_OURS or (folder.startswith(".") and folder != ".ci")


def test_there_is_something_to_guard() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in files()}
    assert {"pyproject.toml", ".ci/run", "Makefile", "templates/base.html"} <= names


@pytest.mark.parametrize("pattern", [FOLDERS, SOURCES], ids=["folders", "sources"])
def test_no_file_names_a_place_of_one_machine(pattern: re.Pattern[str]) -> None:
    assert {
        f"{name}: {found[0]}" for name, text in texts() for found in pattern.finditer(text)
    } == set()


def test_no_file_names_this_folder() -> None:
    assert [name for name, text in texts() if f"{ROOT}/" in text] == []


def test_every_host_is_known() -> None:
    found = {f"{name}: {host}" for name, text in texts() for host in HOSTS.findall(text)}
    assert {row for row in found if row.partition(": ")[2] not in KNOWN_HOSTS} == set()


def test_the_constraints_are_names_and_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("#")]
    assert len(kept) > 40
    assert [line for line in kept if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []


def texts() -> list[tuple[str, str]]:
    """Every file but this one with what can be read of it."""
    return [
        (path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8", errors="ignore"))
        for path in files()
        if path != Path(__file__)
    ]
