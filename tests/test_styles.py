"""The style sheet: written by component in `styles/`, joined, and all of it in use."""

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "styles").glob("*.css"))
SHEET = ROOT / "partyhub" / "static" / "theme.css"


@cache
def sheet() -> str:
    """The style sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", SHEET.read_text(encoding="utf-8"), flags=re.DOTALL)


@cache
def words() -> set[str]:
    """Every word of the templates, the script and the code, which are all that name classes."""
    folders = [(ROOT / "templates", "*.html"), (ROOT / "partyhub", "*.py"), (SHEET.parent, "*.js")]
    files = [path for folder, pattern in folders for path in folder.rglob(pattern)]
    return {
        word for path in files for word in re.findall(r"[\w-]+", path.read_text(encoding="utf-8"))
    }


def test_the_sheet_that_pages_load_is_its_components_joined() -> None:
    joined = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    assert SHEET.read_text(encoding="utf-8") == joined, "Run `make styles`."


def test_components_stay_small() -> None:
    assert len(SOURCES) > 10
    for path in SOURCES:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, path.name


def test_every_class_is_used() -> None:
    selectors = " ".join(re.findall(r"([^{};]*)\{", sheet()))
    styled = set(re.findall(r"\.([a-z_][\w-]*)", selectors))
    counted = {name for name in styled if re.fullmatch(r"series-\w+|pt\d+", name)}  # by a number
    assert len(styled) > 100
    assert styled - counted - words() == set()


def test_every_token_is_set_and_used() -> None:
    tokens = set(re.findall(r"(--ph-[\w-]+):", sheet()))
    assert tokens == set(re.findall(r"var\((--ph-[\w-]+)", sheet()))
