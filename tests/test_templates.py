"""Guards over the templates: crumbs, tables and what posts are macros, written once.

What may do it nevertheless is named here; a name that has become untrue fails as well.
"""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "templates"
SOURCES = {
    path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(FOLDER.rglob("*.html"))
}
# Forms with fields of their own, or with several buttons.
FORMS = {
    "_macros/attachments.html",
    "_macros/forms.html",
    "_macros/posts.html",
    "_macros/shell.html",
    "accounts/set_up.html",
    "accounts/sign_in.html",
    "activities/_form.html",
    "activities/_sign_in.html",
    "activities/_votes.html",
    "activities/attendance_sheet_review.html",
    "activities/sign_in_review.html",
    "drafts/ask.html",
    "home/_log.html",
    "home/start.html",
    "import/_errors.html",
    "import/columns.html",
    "import/preview.html",
    "import/upload.html",
    "inspection_packs/show.html",
    "past_figures/question.html",
    "narratives/list.html",
    "superior_forms/_cell.html",
    "superior_forms/branches.html",
    "superior_forms/compare.html",
    "superior_forms/new.html",
    "superior_forms/replace.html",
    "users/committee.html",
}


def where(pattern: str) -> list[str]:
    """The template of each place that the pattern fits."""
    return [name for name, source in SOURCES.items() for _ in re.findall(pattern, source)]


@pytest.mark.parametrize("tag", ["table", "caption", "thead", "tfoot"])
def test_tables_are_written_by_one_macro(tag: str) -> None:
    assert where(rf"<{tag}\b") == ["_macros/tables.html"]


def test_crumbs_are_written_by_one_macro() -> None:
    assert where(r'class="[^"]*\bcrumbs\b') == ["_macros/pages.html"]


def test_the_token_of_forms_is_written_by_one_macro() -> None:
    assert where(r"csrf_token\(") == ["_macros/posts.html"]


def test_a_button_that_posts_is_written_by_one_macro() -> None:
    assert set(where(r'method="post"')) == FORMS


def test_every_macro_is_used() -> None:
    by_code = {"topbar", "sidenav", "tabbar", "actions", "filters", "headings", "state_icon"}
    macros = set(re.findall(r"\{% macro (\w+)\(", "".join(SOURCES.values())))
    used = {
        name for source in SOURCES.values() for name in re.findall(r"(?<!macro )\b(\w+)\(", source)
    }
    assert macros - used - by_code == set()
