"""A form from its upload to the file that is handed in, and a newer form of the next year."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from sqlalchemy import select

from partyhub.attachments import storage
from partyhub.attachments.models import Attachment
from partyhub.database import db
from partyhub.history.models import Action, HistoryEntry
from partyhub.superior_forms.grid_page import page_of
from partyhub.superior_forms.models import SuperiorForm
from partyhub.superior_forms.queries import find_forms
from tests import factories
from tests.browser import Browser, cells, main_text
from tests.superior_forms.making import grid, make_form, workbook

pytestmark = pytest.mark.long


def office_form() -> bytes:
    """A form with what must stay: a look, a width, a print area and a formula."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "基本情况"
    rows: list[list[Any]] = [
        ["2022年度党建工作统计表", None, None, None],
        ["填报单位：某某党委", None, "单位：人、个", None],
        ["项目", "本年", "上年", "增减"],
        ["党员总数", 99, 98, "=B4-C4"],
        ["党员先锋岗", None, None, "=B5-C5"],
        ["困难党员", 7, None, None],
        ["共富工坊产值（万元）", None, None, None],
    ]
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet["A1"].font = Font(name="方正小标宋简体", size=22)
    sheet["B4"].fill = PatternFill("solid", fgColor="FFFFF2CC")
    sheet["B4"].number_format = "0"
    sheet.column_dimensions["A"].width = 31
    sheet.print_area = "A1:D7"
    branches = made.create_sheet("分支部")
    for row in [["党支部", "党员", "党课"], ["一支部", None, None], ["二支部", 5, None], ["合计"]]:
        branches.append(row)
    branches["B4"] = "=SUM(B2:B3)"
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def sent(content: bytes, file_name: str = "报表.xlsx", **typed: str) -> dict[str, Any]:
    return {"file": (BytesIO(content), file_name), **typed}


def add(browser: Browser, content: bytes, name: str = "党建统计表") -> SuperiorForm:
    browser.post("superior_forms.create", sent(content, name=name))
    return find_forms()[-1]


def fresh(form: SuperiorForm) -> SuperiorForm:
    db.session.expire_all()
    return db.session.get_one(SuperiorForm, form.id)


def act(browser: Browser, endpoint: str, form: SuperiorForm, **typed: str) -> BeautifulSoup:
    version = {"version": str(fresh(form).version)}
    return browser.follow(f"superior_forms.{endpoint}", {**version, **typed}, form_id=form.id)


def people(browser: Browser) -> None:
    one, two = (factories.make_branch(name=name) for name in ("一支部", "二支部"))
    for branch, joined in ((one, "2020-01-01"), (one, "2023-02-01"), (two, "2020-01-01")):
        factories.make_member(organization=branch, joined_on=joined)
    factories.make_vanguard_post(organization=one)


def test_a_form_is_mapped_by_one_press_and_filled_with_its_layout(browser: Browser) -> None:
    people(browser)
    form = add(browser, office_form())
    page = browser.get("superior_forms.show", form_id=form.id)
    assert len(page.select(".form-grid .proposed")) == 9
    page = act(browser, "take_proposals", form)
    assert "15 cells mapped." in main_text(page)
    assert len(page.select(".form-grid .mapped")) == 9

    page = browser.get("superior_forms.fill", form_id=form.id, period="2023")
    shown = {row[0]: row[3] for row in cells(page)}
    assert (shown["基本情况!B4"], shown["基本情况!C4"], shown["分支部!B3"]) == ("3", "2", "1")
    assert "基本情况!B6" in main_text(page), "A number that nothing fills is named."
    (link,) = [a for a in page.select("main .ledger a") if a["href"].count("members.total") == 1][
        :1
    ]
    browser.page(str(link["href"]))

    content = browser.download("superior_forms.send_filled", form_id=form.id, period="2023")
    filled = load_workbook(BytesIO(content))
    sheet, branches = filled["基本情况"], filled["分支部"]
    assert sheet["A1"].value == "2023年度党建工作统计表"
    assert sheet["A2"].value == f"填报单位：{factories.committee().name}"
    assert [[cell.value for cell in row] for row in sheet["A4:D7"]] == [
        ["党员总数", 3, 2, "=B4-C4"],
        ["党员先锋岗", 1, 1, "=B5-C5"],
        ["困难党员", 7, None, None],
        ["共富工坊产值（万元）", None, None, None],
    ]
    assert [[cell.value for cell in row] for row in branches["A2:C4"]] == [
        ["一支部", 2, 0],
        ["二支部", 1, 0],
        ["合计", "=SUM(B2:B3)", 0],
    ]
    assert (sheet["A1"].font.name, sheet["A1"].font.size) == ("方正小标宋简体", 22)
    assert sheet["B4"].fill.fgColor.rgb == "FFFFF2CC"
    assert str(sheet.merged_cells) == "A1:D1"
    assert (sheet.column_dimensions["A"].width, sheet.print_area) == (31, "'基本情况'!$A$1:$D$7")
    acts = [entry.action for entry in entries(form)]
    assert acts == [Action.CREATED, Action.ATTACHED, Action.CHANGED, Action.EXPORTED]
    page = browser.get("superior_forms.show_history", form_id=form.id)
    assert "基本情况!B4" in main_text(page)


def entries(form: SuperiorForm) -> list[HistoryEntry]:
    query = select(HistoryEntry).where(HistoryEntry.register == "superior_forms")
    found = db.session.scalars(query.order_by(HistoryEntry.id))
    return [entry for entry in found if entry.record_id == form.id]


def test_a_unit_fills_the_form_with_its_own_figures(browser: Browser) -> None:
    people(browser)
    form = add(browser, workbook([["项目", "本年"], ["党员总数", None]]))
    act(browser, "take_proposals", form)
    two = factories.any_branch().id
    for organization, wanted in (("", 3), (str(two), None)):
        values = {"period": "2023", "organization": organization}
        content = browser.download("superior_forms.send_filled", form_id=form.id, **values)
        number = load_workbook(BytesIO(content))["Sheet1"]["B2"].value
        assert number == wanted if wanted is not None else number in (1, 2)


def test_a_cell_is_mapped_by_click_or_by_address(browser: Browser) -> None:
    form = make_form()
    page = browser.get("superior_forms.show", form_id=form.id, cell="b4")
    assert "Cell B4" in main_text(page)
    page = act(browser, "map_cell", form, cell="B4", source="awards.total", value="before")
    assert "Honors (Period before)" in main_text(page)
    page = act(browser, "map_cell", form, cell="B4", clear="1")
    assert fresh(form).mapping["cells"] == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"cell": "Z99", "source": "awards.total"}, "The sheet has no such cell."),
        ({"cell": "nothing"}, "The sheet has no such cell."),
        ({"cell": "B3", "source": "nothing.here"}, "This choice is not available"),
        ({"cell": "B3", "source": "awards.total", "unit": "999999"}, "This choice is not"),
        ({"cell": "B3", "source": "awards.total", "value": "x"}, "This choice is not available"),
        ({"cell": "A3", "source": "awards.total"}, "The cell holds a text."),
    ],
)
def test_a_wrong_choice_is_refused_in_words(
    browser: Browser, typed: dict[str, str], sentence: str
) -> None:
    form = make_form()
    page = browser.post(
        "superior_forms.map_cell",
        {"version": str(form.version), **typed},
        status=400,
        form_id=form.id,
    )
    assert sentence in main_text(page)
    assert fresh(form).mapping == {}


def test_a_formula_is_replaced_only_where_it_is_said_so(browser: Browser) -> None:
    form = add(browser, workbook([["项目", "本年"], ["党员总数", "=1+1"]]))
    typed = {"cell": "B2", "source": "members.total"}
    version = {"version": str(form.version)}
    page = browser.post("superior_forms.map_cell", typed | version, status=400, form_id=form.id)
    assert "The cell holds a formula, which stays." in main_text(page)
    act(browser, "map_cell", form, **typed, replaces="1")
    content = browser.download("superior_forms.send_filled", form_id=form.id, period="2023")
    assert load_workbook(BytesIO(content))["Sheet1"]["B2"].value == 0


def test_who_saves_what_has_changed_meanwhile_is_told(browser: Browser) -> None:
    form = make_form()
    for endpoint, typed in (
        ("map_cell", {"cell": "B3", "source": "awards.total"}),
        ("take_proposals", {}),
    ):
        page = browser.post(
            f"superior_forms.{endpoint}", {"version": "0", **typed}, status=409, form_id=form.id
        )
        assert "Someone else saved this form" in main_text(page)
    place = {"form_id": form.id, "sheet_number": 0, "names_in": 1}
    browser.post("superior_forms.map_branches", {"version": "0"}, status=409, **place)
    assert fresh(form).mapping == {}


def test_next_years_form_is_looked_at_before_it_is_taken(browser: Browser) -> None:
    people(browser)
    old = [["2022年统计表"], ["项目", "本年", "说明"], ["党员总数"], ["党员先锋岗"], ["荣誉"]]
    new = [
        ["2023年统计表"],
        ["填报要求：据实填写"],
        ["序号", "项目", "本年"],
        [1, "先锋岗（党员）"],
        [2, "党员总数"],
        [3, "培训人数"],
    ]
    form = add(browser, workbook(old))
    act(browser, "take_proposals", form)
    place = {"form_id": form.id}
    browser.post("superior_forms.replace_file", sent(workbook(new), "2023.xlsx"), **place)
    browser.open("POST", browser.url("superior_forms.send_filled", period="2023", **place))
    page = browser.get("superior_forms.compare", **place)
    assert "Sheet1!C5" in {str(tag["value"]) for tag in page.select("input[name^=place]")}
    assert "培训人数" in main_text(page)
    assert "not found" in main_text(page), "荣誉 is in the newer form no more."
    wrong = {"version": str(fresh(form).version), "place-1": "Sheet1!ZZZ1"}
    browser.post("superior_forms.compare", wrong, status=400, **place)
    chosen = {
        str(tag["name"]): str(tag.get("value", "")) for tag in page.select("input[name^=place]")
    }
    act(browser, "compare", form, **chosen)
    content = browser.download("superior_forms.send_filled", period="2023", **place)
    sheet = load_workbook(BytesIO(content))["Sheet1"]
    assert (sheet["A1"].value, sheet["C4"].value, sheet["C5"].value) == ("2023年统计表", 1, 3)
    assert sheet["C6"].value is None
    query = select(Attachment).where(Attachment.register == "superior_forms")
    query = query.order_by(Attachment.id)
    assert [each.removed_at is None for each in db.session.scalars(query)] == [False, True]


def test_a_newer_file_can_be_given_up(browser: Browser) -> None:
    form = add(browser, workbook([["党员总数"], [None]]))
    place = {"form_id": form.id}
    newer = sent(workbook([["预备党员"], [None]]), "newer.xlsx")
    browser.post("superior_forms.replace_file", newer, **place)
    act(browser, "compare", form, drop="1")
    assert fresh(form).pending_id is None
    browser.get("superior_forms.compare", status=404, **place)


def test_branches_are_mapped_by_hand_where_names_are_unknown(browser: Browser) -> None:
    people(browser)
    rows = [["单位", "党员总数"], ["第一支部（老厂）", None], ["二支部", None]]
    form = add(browser, workbook(rows))
    one = factories.any_branch().id
    place = {"form_id": form.id, "sheet_number": 0, "names_in": 1}
    page = browser.get("superior_forms.map_branches", **place)
    assert page.select_one("select[name=unit-2]") is not None
    typed = {"unit-2": str(one), "unit-3": "asked", "source-c2": "members.total", "value-c2": "now"}
    version = {"version": str(fresh(form).version)}
    browser.post("superior_forms.map_branches", typed | version, **place)
    (table,) = fresh(form).mapping["tables"]
    assert table["rows"] == [[2, one], [3, "asked"]]
    content = browser.download("superior_forms.send_filled", form_id=form.id, period="2023")
    assert load_workbook(BytesIO(content))["Sheet1"]["B3"].value == 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choose a file first"),
        (b"%PDF-1.4\n%%EOF", "This is no workbook"),
        (b"just a text", "Its content is none of these"),
    ],
)
def test_what_is_no_form_is_refused_in_words(
    browser: Browser, content: bytes, sentence: str
) -> None:
    name = "x.xlsx" if content else ""
    page = browser.post("superior_forms.create", sent(content, name, name="F"), status=400)
    assert sentence in main_text(page)
    assert find_forms() == []


def test_a_list_of_thousands_of_cells_is_no_form(browser: Browser) -> None:
    content = workbook([["x"] * 60] * 400)
    form = add(browser, content)
    assert form.sheets[0]["cut"], "Only its first rows are read."
    sheet = load_workbook(BytesIO(content))
    for number in range(2):
        sheet.copy_worksheet(sheet["Sheet1"]).title = f"Copy {number}"
    stream = BytesIO()
    sheet.save(stream)
    typed = sent(stream.getvalue(), name="Large")
    page = browser.post("superior_forms.create", typed, status=400)
    assert "more than 20,000 cells" in main_text(page)


def test_a_voided_form_is_filled_no_more_until_it_is_restored(browser: Browser) -> None:
    form = make_form()
    place = {"form_id": form.id}
    browser.post("superior_forms.void", {"reason": "No longer asked for"}, **place)
    browser.get("superior_forms.fill", status=404, **place)
    assert "Voided" in main_text(browser.get("superior_forms.list_forms"))
    browser.post("superior_forms.restore", **place)
    browser.get("superior_forms.fill", **place)
    browser.post("superior_forms.restore", **place)
    restored = [entry for entry in entries(form) if entry.action is Action.RESTORED]
    assert len(restored) == 1


def test_two_forms_have_two_names(browser: Browser) -> None:
    make_form("One")
    typed = sent(workbook([["党员总数"]]), name="One")
    page = browser.post("superior_forms.create", typed, status=400)
    assert "Another form has this name" in main_text(page)


def test_what_is_lost_is_named_before(browser: Browser) -> None:
    form = make_form()
    form.losses = ["pivot_tables", "header_pictures"]
    db.session.commit()
    for endpoint in ("show", "fill"):
        page = browser.get(f"superior_forms.{endpoint}", form_id=form.id)
        assert "pivot tables、pictures in headers and footers" in main_text(page), endpoint


def test_the_file_comes_back_as_it_was(browser: Browser, tmp_path: Path) -> None:
    content = office_form()
    form = add(browser, content)
    response = browser.open("GET", browser.url("superior_forms.download", form_id=form.id))
    assert response.data == content


def test_a_renamed_column_is_found_by_what_it_means(browser: Browser) -> None:
    people(browser)
    rows = [["党支部", "党员", "党员大会"], ["一支部"], ["二支部"]]
    form = add(browser, workbook(rows))
    act(browser, "take_proposals", form)
    newer = [
        ["序号", "党支部", "支部党员大会", "党员"],
        [1, "二支部"],
        [2, "一支部"],
        [3, "三支部"],
    ]
    place = {"form_id": form.id}
    browser.post("superior_forms.replace_file", sent(workbook(newer), "2023.xlsx"), **place)
    act(browser, "compare", form)
    (table,) = fresh(form).mapping["tables"]
    assert [at for at, _ in table["columns"]] == [3, 4]
    assert [row for row, _ in table["rows"]] == [2, 3]


def newer(browser: Browser, form: SuperiorForm, rows: list[list[Any]]) -> BeautifulSoup:
    place = {"form_id": form.id}
    browser.post("superior_forms.replace_file", sent(workbook(rows), "newer.xlsx"), **place)
    return browser.get("superior_forms.compare", **place)


def test_rows_that_were_taken_out_stay_out_and_new_ones_wait_for_a_tick(browser: Browser) -> None:
    people(browser)
    factories.make_branch(name="三支部")
    head, one, two, three = ["党支部", "党员"], ["一支部"], ["二支部"], ["三支部"]
    form = add(browser, workbook([head, one, two, ["合计"]]))
    act(browser, "take_proposals", form)
    (table,) = fresh(form).mapping["tables"]
    kept = {f"unit-{row}": str(unit) for row, unit in table["rows"] if row != 3}
    typed = {**kept, "source-c2": "members.total", "version": str(fresh(form).version)}
    place = {"form_id": form.id, "sheet_number": 0, "names_in": 1}
    browser.post("superior_forms.map_branches", typed, **place)
    cases: list[tuple[dict[str, str], list[int]]] = [({}, [5, 6]), ({"rows-0": "1"}, [4, 5, 6])]
    for year, (ticks, wanted) in enumerate(cases, 2023):
        page = newer(browser, form, [[f"{year}年"], head, two, three, one, ["合计"]])
        [box] = page.select("input[type=checkbox]")
        assert box.parent is not None
        assert "Also take the rows that are new: 三支部" in box.parent.text
        assert not box.has_attr("checked")
        before = fresh(form).mapping
        act(browser, "compare", form, **ticks)
        (table,) = fresh(form).mapping["tables"]
        assert [row for row, _ in table["rows"]] == wanted
        form = fresh(form)
        form.mapping = before
        form.sheets = [grid([head, one, two, ["合计"]])]
        db.session.commit()


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("Sheet1!B3", "“Sheet1!B3” takes something already."),
        ("Sheet1!A4", "Sheet1!A4: The cell holds a text."),
        ("Sheet1!ZZ9", "“Sheet1!ZZ9” is no cell of the newer file."),
    ],
)
def test_a_place_is_chosen_once_and_takes_what_it_can(
    browser: Browser, place: str, sentence: str
) -> None:
    form = add(browser, workbook([["项目", "本年"], ["党员总数"], ["党员先锋岗"], ["荣誉"]]))
    act(browser, "take_proposals", form)
    before = fresh(form).mapping
    newer(browser, form, [["说明"], ["项目", "本年"], ["党员总数"], ["岗"], ["奖"]])
    sent_places = {"place-0": "Sheet1!B3", "place-1": place, "place-2": "Sheet1!B5"}
    version = {"version": str(fresh(form).version)}
    page = browser.post(
        "superior_forms.compare", version | sent_places, status=400, form_id=form.id
    )
    assert sentence in main_text(page)
    assert [tag["value"] for tag in page.select("input[name^=place]")] == [*sent_places.values()]
    assert fresh(form).mapping == before
    assert fresh(form).pending_id is not None


def test_saving_a_cell_makes_no_proposals(app: Flask, browser: Browser) -> None:
    """They take long for a large sheet, and nobody else could save meanwhile."""
    form = make_form()
    with app.test_request_context(query_string={"sheet": "0"}):
        page = page_of(form, factories.OWNER)
        assert "proposed" not in vars(page)
        assert page.proposed.cells


def test_a_row_of_another_unit_is_emptied_and_named(browser: Browser) -> None:
    people(browser)
    form = add(browser, workbook([["党支部", "党员"], ["一支部", 97], ["二支部", 98]]))
    act(browser, "take_proposals", form)
    one = factories.any_branch()
    asked = {"form_id": form.id, "period": "2023", "organization": str(one.id)}
    page = browser.get("superior_forms.fill", **asked)
    assert "1 cell gets no value" in main_text(page)
    assert "The organization is not part of the unit that is asked for." in main_text(page)
    sheet = load_workbook(BytesIO(browser.download("superior_forms.send_filled", **asked)))
    values = [sheet["Sheet1"][cell].value for cell in ("B2", "B3")]
    assert None in values
    assert not {97, 98} & set(values)


def test_a_label_keeps_the_other_labels_in_its_cell(browser: Browser) -> None:
    people(browser)
    rows = [["2020—2021年度统计表"], ["填报单位：某某党委    单位：人"], ["党员总数", None]]
    form = add(browser, workbook(rows))
    act(browser, "take_proposals", form)
    asked = {"form_id": form.id, "period": "2023"}
    page = browser.get("superior_forms.fill", **asked)
    assert "What follows in the cell stays: 单位：人" in main_text(page)
    sheet = load_workbook(BytesIO(browser.download("superior_forms.send_filled", **asked)))[
        "Sheet1"
    ]
    assert sheet["A1"].value == "2022—2023年度统计表"
    assert str(sheet["A2"].value).startswith("填报单位：")
    assert str(sheet["A2"].value).endswith("    单位：人")
    assert "某某党委" not in str(sheet["A2"].value)


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda path: path.unlink(), "The stored file of this form is missing or damaged."),
        (lambda path: path.write_bytes(b"else"), "The stored file of this form is missing"),
    ],
)
def test_a_file_that_is_gone_is_said_and_not_logged(
    browser: Browser, damage: Any, sentence: str
) -> None:
    form = add(browser, workbook([["党员总数", None]]))
    act(browser, "take_proposals", form)
    file = db.session.get_one(Attachment, fresh(form).file_id)
    damage(storage.path_of(file.digest))
    asked = {"form_id": form.id, "period": "2023"}
    page = browser.post("superior_forms.send_filled", status=410, **asked)
    assert sentence in main_text(page)
    assert Action.EXPORTED not in {entry.action for entry in entries(form)}


def test_formulas_without_a_value_are_named_and_others_have_theirs(browser: Browser) -> None:
    rows: list[list[Any]] = [
        ["2022年情况表"],
        ["项目", "本年", "占比"],
        ["党员总数", 1, "=B3/B5"],
        ["党员先锋岗", 2, "=VLOOKUP(A4,A3:B4,2,FALSE)"],
        ["合计", "=SUM(B3:B4)", "=C4+1"],
        ["无", None, "=B3/B6"],
    ]
    people(browser)
    form = add(browser, workbook(rows))
    act(browser, "map_cell", form, sheet="0", cell="B3", source="members.total")
    page = main_text(browser.get("superior_forms.fill", form_id=form.id, period="2023"))
    assert "until Excel or WPS computes them: Sheet1!C4、Sheet1!C5." in page
    sent = {"period": "2023"}
    content = browser.download("superior_forms.send_filled", sent, form_id=form.id)
    sheet = load_workbook(BytesIO(content), data_only=True).active
    assert sheet is not None
    values = [sheet[name].value for name in ("B3", "B5", "C3", "C4", "C6")]
    assert values == [3, 5, 0.6, None, "#DIV/0!"]
