"""Guards over the source: what the house style forbids, looked for in the syntax tree.

What may do it nevertheless is named here; a name that has become untrue fails as well.
"""

import ast
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "partyhub"
CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


@cache
def sources() -> dict[str, ast.Module]:
    """Every module of the package by its path in it."""
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def test_there_is_something_to_guard() -> None:
    assert len(sources()) > 60


def modules_where(found_in: Callable[[ast.AST], bool]) -> set[str]:
    return {
        name for name, tree in sources().items() if any(found_in(node) for node in ast.walk(tree))
    }


def assert_only(found: set[str], *allowed: str) -> None:
    """What does it is allowed to; what is allowed to does it. A folder ends with a slash."""
    for name in found:
        assert any(name == a or (a.endswith("/") and name.startswith(a)) for a in allowed), name
    for a in allowed:
        assert any(name == a or name.startswith(a) for name in found), f"{a} no longer needs it"


def called(node: ast.AST) -> str:
    """The dotted name of what is called, or an empty text."""
    return dotted(node.func) if isinstance(node, ast.Call) else ""


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_no_populate_obj() -> None:
    assert_only(modules_where(lambda n: called(n).endswith("populate_obj")))


def test_markup_is_made_by_form_fields_and_ledgers_only() -> None:
    makes = modules_where(lambda n: called(n).split(".")[-1] == "Markup")
    assert_only(makes, "forms/choices.py", "forms/pickers.py", "registers/ledger.py")


def test_no_template_switches_escaping_off() -> None:
    for name, source in templates().items():
        assert not re.search(r"\|\s*safe\b|autoescape\s+false|Markup\(", source), name


def test_commits_stand_in_views_and_commands() -> None:
    """A view redirects or sends a file; noting that a session is used is its own transaction.

    The process that imports is a command without words.
    """
    commits = modules_where(lambda n: called(n).endswith("session.commit"))
    views = modules_where(lambda n: called(n) in ("redirect", "send_file"))
    commands = ("cli/", "example/", "import_process/")
    elsewhere = {name for name in commits - views if not name.startswith(commands)}
    assert elsewhere == {"accounts/identity.py"}


def test_no_commit_in_a_loop() -> None:
    def loops(node: ast.AST) -> bool:
        return isinstance(node, ast.For | ast.While) and any(
            called(inner).endswith("session.commit") for inner in ast.walk(node)
        )

    for name in modules_where(loops):
        assert name.startswith("example/"), name


def test_openpyxl_is_known_to_spreadsheets_only() -> None:
    knows = modules_where(
        lambda n: any(m.split(".")[0] in ("openpyxl", "python_calamine") for m in imported(n))
    )
    assert_only(knows, "spreadsheets/")


FEATURES = (
    "organizations",
    "members",
    "activities",
    "awards",
    "campaigns",
    "reports",
    "home",
    "users",
)


def test_the_kernel_names_no_feature() -> None:
    for name, tree in sources().items():
        if not name.startswith("registers/"):
            continue
        for node in ast.walk(tree):
            for module in imported(node):
                assert not module.startswith(tuple(f"partyhub.{f}" for f in FEATURES)), name
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value not in FEATURES, f"{name}: “{node.value}”"


def test_the_clock_alone_asks_the_time() -> None:
    asks = re.compile(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.time|monotonic)$")
    assert_only(modules_where(lambda n: bool(asks.search(called(n)))), "clock.py")


def test_no_test_asks_a_clock() -> None:
    """What a test allows must hold on a machine that is slow, and busy too: steps, not seconds."""
    asks = re.compile(
        r"(^|\.)(time\.time(_ns)?|perf_counter(_ns)?|process_time(_ns)?|thread_time(_ns)?"
        r"|monotonic(_ns)?|ru_[us]time)$"
    )
    for path in Path(__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [dotted(node), *imported(node)]
            assert not any(map(asks.search, names)), f"{path.name}: {names}"


def test_the_environment_is_read_in_one_place() -> None:
    reads = modules_where(lambda n: dotted(n) in ("os.environ", "os.getenv", "os.environb"))
    allowed = ("config.py", "accounts/passwords.py", "cli/language.py", "spreadsheets/library.py")
    assert_only(reads, *allowed)


def test_nothing_is_swallowed() -> None:
    """A bare except, or one of everything: only where whatever went wrong is passed on."""

    def swallows(node: ast.AST) -> bool:
        if not isinstance(node, ast.ExceptHandler):
            return False
        kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        return any(kind is None or dotted(kind) in ("Exception", "BaseException") for kind in kinds)

    assert_only(modules_where(swallows), *SWALLOWERS)


# The command line's last resort: one sentence instead of a traceback; half a workbook is deleted
# and whatever went wrong raised again; what a stranger's file does to openpyxl is passed on to the
# process that asked; an import that breaks off is rolled back, and what broke it raised again; the
# process that imports logs what broke it, and tells the page; a row that can't be written leaves
# nothing behind for the next one, and what was wrong with it is raised again.
SWALLOWERS = (
    "cli/main.py",
    "import_process/work.py",
    "registers/importing/acting.py",
    "spreadsheets/_streamed.py",
    "spreadsheets/children.py",
    "spreadsheets/workbooks.py",
)


def docstrings(tree: ast.Module) -> set[int]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(id(first.value))
    return found


def chinese_texts(name: str) -> Iterator[str]:
    tree = sources()[name]
    skipped = docstrings(tree)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in skipped
            and CHINESE.search(node.value)
        ):
            yield node.value


# Data, not words of pages: what people type or paste, readings, separators, what the law is called.
CHINESE_DATA = (
    "example/",
    "rules/defaults.py",
    "migrations/",
    "texts.py",
    "pinyin.py",
    "forms/choices.py",  # 是 and 否, as a sheet writes them
    "home/navigation.py",  # the other language's own name
    "registers/values.py",  # 年月日 in dates
    "spreadsheets/",  # fonts, formats of dates, and what stands when nobody says otherwise
)


def test_words_of_pages_are_english_in_the_code() -> None:
    found = {name for name in sources() if any(chinese_texts(name))}
    allowed = {n for n in found if any(n == a or n.startswith(a) for a in CHINESE_DATA)}
    extra = {name: list(chinese_texts(name))[:3] for name in found - allowed}
    assert not extra, extra


def test_no_word_hides_in_an_f_string() -> None:
    """The extraction of words doesn't look into them, so that such a word has no translation."""

    def hides(node: ast.AST) -> bool:
        parts = ast.walk(node) if isinstance(node, ast.JoinedStr) else ()
        return any(called(part).endswith("gettext") for part in parts)

    assert modules_where(hides) == set()


def test_chinese_in_code_outside_data_is_a_mark_or_two() -> None:
    """In the modules named for one purpose nothing longer has crept in."""
    for name in ("forms/choices.py", "home/navigation.py", "registers/values.py"):
        for value in chinese_texts(name):
            assert len(CHINESE.findall(value)) <= 4, f"{name}: {value}"


@cache
def templates() -> dict[str, str]:
    folder = ROOT / "templates"
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.html"))
    }


def test_templates_hold_no_chinese() -> None:
    for name, source in templates().items():
        assert not CHINESE.search(source), name


def test_every_template_compiles(app: Flask) -> None:
    names = app.jinja_env.list_templates(extensions=["html"])
    assert len(names) >= len(templates())
    for name in names:
        app.jinja_env.get_template(name)


def test_sessions_end_when_they_have_to(app: Flask) -> None:
    assert app.config["PERMANENT_SESSION_LIFETIME"] == timedelta(hours=12)
    assert app.config["IDLE_TIMEOUT"] == timedelta(minutes=30)
    assert app.config["ADMINISTRATOR_IDLE_TIMEOUT"] == timedelta(minutes=15)


def test_templates_hold_no_inline_style_or_script() -> None:
    for name, source in templates().items():
        assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|javascript:", source), name
        for tag in re.findall(r"<script[^>]*>", source):
            assert " src=" in tag, f"{name}: {tag}"


def test_the_style_sheet_and_script_ask_for_nothing_elsewhere() -> None:
    for path in (PACKAGE / "static").rglob("*.*"):
        if path.suffix in (".css", ".js", ".svg"):
            source = path.read_text(encoding="utf-8").replace("http://www.w3.org/", "")
            source = re.sub(r"<!--.*?-->|/\*.*?\*/", "", source, flags=re.DOTALL)
            assert not re.search(r"https?://|@import|url\(['\"]?//", source), path.name


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "base", "manager", "misc", "core"])
def test_no_drawers(name: str) -> None:
    drawers = [path for path in sources() if path == f"{name}.py" or f"/{name}.py" in path]
    assert not drawers


def test_files_stay_small() -> None:
    for name in sources():
        length = len((PACKAGE / name).read_text(encoding="utf-8").splitlines())
        assert length <= 300 or name.startswith(("migrations/", "example/")), f"{name}: {length}"


def test_functions_stay_small() -> None:
    long = {
        f"{name}: {node.name}"
        for name, tree in sources().items()
        if not name.startswith("migrations/versions/")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > 30
    }
    assert not long
