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


def test_markup_is_made_by_form_fields_ledgers_frames_and_words_only() -> None:
    makes = modules_where(lambda n: called(n).split(".")[-1] == "Markup")
    fields = ("forms/choices.py", "forms/pickers.py")
    assert_only(makes, *fields, "registers/table_markup.py", "rendering.py", "languages.py")


def test_no_template_switches_escaping_off() -> None:
    for name, source in templates().items():
        assert not re.search(r"\|\s*safe\b|autoescape\s+false|Markup\(", source), name


def test_commits_stand_in_views_and_commands() -> None:
    """A view redirects or sends a file; noting that a session is used is its own transaction.

    The process that imports is a command without words. What views do to records is committed by
    one function, and what is counted later when the answer has been sent.
    """
    commits = modules_where(lambda n: called(n).endswith("session.commit"))
    views = modules_where(lambda n: called(n) in ("redirect", "send_file"))
    commands = ("cli/", "example/", "import_process/")
    elsewhere = {name for name in commits - views if not name.startswith(commands)}
    later = {"registers/committing.py", "past_figures/looking.py"}
    assert elsewhere == {"accounts/identity.py"} | later


def test_no_commit_in_a_loop() -> None:
    def loops(node: ast.AST) -> bool:
        return isinstance(node, ast.For | ast.While) and any(
            called(inner).endswith("session.commit") for inner in ast.walk(node)
        )

    assert modules_where(loops) == set()


def test_openpyxl_is_known_to_spreadsheets_only() -> None:
    knows = modules_where(
        lambda n: any(m.split(".")[0] in ("openpyxl", "python_calamine") for m in imported(n))
    )
    assert_only(knows, "spreadsheets/")


def test_python_docx_is_known_to_documents_only() -> None:
    knows = modules_where(lambda n: any(m.split(".")[0] in ("docx", "lxml") for m in imported(n)))
    assert_only(knows, "documents/")


FEATURES = tuple(path.parent.name for path in sorted(PACKAGE.glob("*/feature.py")))


def test_every_feature_is_in_the_list() -> None:
    modules = [m for node in ast.walk(sources()["features.py"]) for m in imported(node)]
    listed = {m.split(".")[1] for m in modules if m.endswith(".feature")}
    assert set(FEATURES) == listed


def test_the_kernel_names_no_feature() -> None:
    assert len(FEATURES) > 10
    for name, tree in sources().items():
        if not name.startswith("registers/"):
            continue
        for node in ast.walk(tree):
            for module in imported(node):
                assert not module.startswith(tuple(f"partyhub.{f}" for f in FEATURES)), name
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value not in FEATURES, f"{name}: “{node.value}”"


# Flask's blueprints and SQLAlchemy's events are filled so; a command's last line runs it.
AT_IMPORT = re.compile(r"^(\w*blueprint\.\w+|event\.listen|sys\.exit|run)$")
# What a process remembers.
REMEMBERED = {
    "statement_cache.py: _known",
    "users/handover.py: _waiting",
    "past_figures/comparing.py: _SENT",  # what it has built statements for
}


def test_nothing_registers_itself_at_import() -> None:
    """The catalog is made of the list of features: whoever reads it knows what there is."""
    for name, tree in sources().items():
        if name.startswith("migrations/versions/"):
            continue
        for node in statements_at_import(tree.body):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                assert AT_IMPORT.match(called(node.value)), f"{name}:{node.lineno}"
            for target in node.targets if isinstance(node, ast.Assign) else []:
                filled = dotted(target.value) if isinstance(target, ast.Subscript) else ""
                assert filled in ("", "os.environ"), f"{name}:{node.lineno}"


def test_nothing_at_a_modules_top_waits_to_be_filled() -> None:
    found = {
        f"{name}: {dotted(target)}"
        for name, tree in sources().items()
        for node in statements_at_import(tree.body)
        if isinstance(node, ast.Assign | ast.AnnAssign) and is_empty(node.value)
        if isinstance(node, ast.Assign) or is_filled(node.annotation)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    }
    assert found == REMEMBERED


def statements_at_import(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        yield node
        if isinstance(node, ast.If) and "__name__" in ast.unparse(node.test):
            continue  # what the module does as a program
        if isinstance(node, ast.For | ast.If | ast.With | ast.Try):
            yield from statements_at_import(node.body)


def is_empty(value: ast.expr | None) -> bool:
    """Whether it is an empty list, set or dictionary."""
    if isinstance(value, ast.Dict):
        return not value.keys
    if isinstance(value, ast.List):
        return not value.elts
    makers = ("dict", "list", "set", "defaultdict", "OrderedDict")
    return called(value) in makers and not value.args if isinstance(value, ast.Call) else False


def is_filled(annotation: ast.expr) -> bool:
    """Whether the type of a name lets others fill what it names."""
    kind = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    return dotted(kind) in ("Any", "dict", "list", "set")


def test_roles_are_named_in_their_table_alone() -> None:
    """What a role may do or sees is asked of its rights and its scope; the example has accounts."""

    def names_role(node: ast.AST) -> bool:
        return isinstance(node, ast.Attribute) and dotted(node.value).split(".")[-1] == "Role"

    assert_only(modules_where(names_role), "roles.py", "example/")
    for name, source in templates().items():
        assert not re.search(r"\.role\s*(==|!=|in)\s", source), name


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
    "import_process/worker.py",
    "registers/importing/service.py",
    "spreadsheets/_replacing.py",
    "spreadsheets/_streamed.py",
    "spreadsheets/subprocesses.py",
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
    "activities/leave.py",  # 无, as a sheet writes it
    "superior_forms/labels.py",  # marks of labels, as forms have them
    "activities/sign_in/",  # headers and marks of offices
    "definitions/defaults.py",  # words of degrees and ethnicities
    "design_page.py",  # names of people and branches
    "drafts/numerals/chinese.py",  # numerals
    "example/",
    "rules/defaults.py",
    "migrations/",
    "text_width.py",  # characters that are two wide
    "texts.py",
    "known_dates.py",  # 约 and the like, as people write them
    "forms/known_dates.py",  # 年月日 in dates
    "pinyin.py",
    "forms/readings/",  # words and units, as a sheet writes them
    "organizations/models.py",  # words of the full names of organizations
    "home/navigation.py",  # the other language's own name
    "registers/values.py",  # 年月日 in dates
    "registers/importing/reading/row_kinds.py",  # 合计 and the like, as tables have them
    "registers/importing/reading/spans.py",  # 至 between two dates
    "registers/importing/reading/table.py",  # 例, in front of an example
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
        assert length <= 300 or name.startswith("migrations/"), f"{name}: {length}"


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


def test_nothing_is_computed_once_under_a_lock() -> None:
    """Until Python 3.12 `functools.cached_property` lets one thread at a time compute a property.

    Where that asks the database, who waits for the write lock would keep its holder waiting.
    """
    assert [
        path.name
        for path in PACKAGE.rglob("*.py")
        if re.search(r"from functools import .*\bcached_property", path.read_text("utf-8"))
    ] == []


NO_BEGINNINGS = frozenset(
    [
        "What",
        "Who",
        "Whose",
        "Which",
        "By",
        "Of",
        "How",
        "Where",
        "When",
        "Why",
        "Whether",
        "From",
        "In",
        "Those",
    ]
)


def test_docstrings_begin_with_a_verb_or_a_noun() -> None:
    """That functions begin with a verb is ruff's D401."""
    for name, tree in sources().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                words = (ast.get_docstring(node) or "-").split()
                assert words[0] not in NO_BEGINNINGS, f"{name}: {' '.join(words[:8])}"


def test_no_eight_lines_stand_twice() -> None:
    """Blank lines, imports and comments don't count; migrations stay as they were released."""
    seen: dict[tuple[str, ...], str] = {}
    for name in sources():
        if name.startswith("migrations/versions/"):
            continue
        lines = code_lines((PACKAGE / name).read_text(encoding="utf-8"))
        for run in zip(*(lines[start:] for start in range(8)), strict=False):
            assert run not in seen, f"{seen[run]} and {name}: {run[0]}"
            seen[run] = name


def code_lines(text: str) -> list[str]:
    """The lines that say something, without their indentation."""
    imports = re.compile(r"^(from|import) [^(\n]*(\([^)]*\))?\n", re.MULTILINE)
    lines = (line.strip() for line in imports.sub("", text).splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def test_registers_are_described_in_registers_alone() -> None:
    made = modules_where(lambda node: called(node) == "Register")
    assert {name.rpartition("/")[2] for name in made} == {"registers.py"}
