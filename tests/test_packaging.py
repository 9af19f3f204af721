"""The wheel holds what the program needs and nothing else, and it serves outside the checkout."""

import os
import re
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
REVISIONS = ROOT / "partyhub" / "migrations" / "versions"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')

pytestmark = pytest.mark.slow


def run(*command: str | Path, **settings: str | Path) -> str:
    """Run a command in a folder outside the checkout and return its answer."""
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=180,
        cwd=settings.pop("cwd", None),
        env=os.environ | {name: str(value) for name, value in settings.items()},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    [path] = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def contents(wheel: Path) -> set[str]:
    with ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def files_under(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_the_package_and_the_templates_and_nothing_else(contents: set[str]) -> None:
    package = {f"partyhub/{name}" for name in files_under(ROOT / "partyhub")}
    templates = {f"partyhub/templates/{name}" for name in files_under(ROOT / "templates")}
    assert contents == package | templates


@pytest.mark.parametrize(
    "name",
    [
        "partyhub/templates/base.html",
        "partyhub/templates/register/list.html",
        "partyhub/static/theme.css",
        "partyhub/migrations/env.py",
        "partyhub/migrations/script.py.mako",
        *(f"partyhub/migrations/versions/{path.name}" for path in REVISIONS.glob("*.py")),
        "partyhub/translations/zh_Hans_CN/LC_MESSAGES/messages.mo",
        "partyhub/translations/en/LC_MESSAGES/messages.mo",
        "partyhub/accounts/common_passwords.txt",
        "partyhub/registers/importing/reading/aliases.csv",
        "partyhub/example/records/members.csv",
    ],
)
def test_the_wheel_holds(contents: set[str], name: str) -> None:
    assert name in contents


def test_the_wheel_holds_no_data_and_no_tests(contents: set[str]) -> None:
    assert not {
        name for name in contents if re.search(r"(^|/)(instance|tests)/|\.sqlite|secret", name)
    }


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of a fresh environment that holds the wheel.

    What PartyHub depends on is read where the tests run; a path file there is not followed, so the
    checkout stays out of sight.
    """
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False, symlinks=True)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = folder / "lib" / version / "site-packages"
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    python = folder / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=folder)
    place = run(python, "-c", "import partyhub; print(partyhub.__file__)", cwd=folder)
    assert Path(place.strip()).is_relative_to(packages)
    return folder / "bin"


@pytest.fixture
def password(installed: Path, tmp_path: Path) -> str:
    """The password of an account in a new instance."""
    settings = {"cwd": tmp_path, "PARTYHUB_INSTANCE": tmp_path / "data"}
    run(installed / "partyhub", "db", "upgrade", **settings)
    create = ("user", "create", "keeper", "--role", "administrator", "--name", "Keeper")
    return run(installed / "partyhub", *create, **settings).strip()


@pytest.fixture
def address(installed: Path, tmp_path: Path, password: str) -> Iterator[str]:
    """Where the installed program serves that instance."""
    process = subprocess.Popen(
        [str(installed / "partyhub"), "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=tmp_path,
        env=os.environ | {"PARTYHUB_INSTANCE": str(tmp_path / "data")},
    )
    with process:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
        assert found
        yield found[0]
        process.terminate()
        assert process.wait(timeout=20) == 0


def test_the_installed_program_lets_its_user_in(address: str, password: str) -> None:
    visitor = build_opener(HTTPCookieProcessor(CookieJar()))
    url, page = visit(visitor, address)
    assert url.startswith(f"{address}sign-in")
    form = {"username": "keeper", "password": password, "csrf_token": token_of(page)}
    url, page = visit(visitor, f"{address}sign-in", form)
    assert url == f"{address}account/password"  # the one that was printed is good for once
    assert "Keeper" in page
    assert "/static/theme.css" in page


def visit(visitor: OpenerDirector, url: str, form: dict[str, str] | None = None) -> tuple[str, str]:
    """Open a page, or send a form to it, and return where that led and what stands there."""
    data = urlencode(form).encode() if form else None
    with visitor.open(url, data, timeout=20) as answer:
        assert answer.status == 200
        return answer.url, answer.read().decode()


def token_of(page: str) -> str:
    found = TOKEN.search(page)
    assert found
    return found[1]
