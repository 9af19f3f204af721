"""Templates: what stands in them, what they offer, and that people can fill them in."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask_babel import force_locale
from openpyxl.utils import range_boundaries
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from partyhub.database import db
from partyhub.forms import RefField
from partyhub.history.models import Action, HistoryEntry
from partyhub.registers import Register
from partyhub.registers.reference_columns import Naming
from partyhub.registers.template_workbooks.input_help import explain
from partyhub.registers.template_workbooks.workbooks import write_templates
from partyhub.roles import Role
from partyhub.spreadsheets import read_rows
from partyhub.viewers import Viewer
from tests import factories
from tests.browser import Browser, text
from tests.catalog import CATALOG
from tests.contract import CONTRACTS
from tests.registers.samples import counted_queries, each_register, make

OWNER = Viewer("Owner")
HELP = "说明"
LISTS = "选项"
RED = "FF9B1C1C"
# The order in which the sheets of all registers are filled in.
TITLES = {name: contract.title for name, contract in CONTRACTS.items()}


def written(app: Flask, *registers: Register, viewer: Viewer = OWNER) -> BytesIO:
    stream = BytesIO()
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        write_templates(registers, viewer, stream)
    db.session.rollback()  # a page that is read begins a transaction that only reads
    stream.seek(0)
    return stream


def opened(stream: BytesIO) -> Any:
    return openpyxl.load_workbook(stream)


def offered(workbook: Any, title: str) -> dict[str, list[str]]:
    """By header, what the list of its cells offers: the words themselves."""
    sheet = workbook[title]
    found = {}
    for rule in sheet.data_validations.dataValidation:
        column, first, _, last = range_boundaries(str(rule.sqref))
        assert (rule.type, first, last) == ("list", 4, 1003)
        assert rule.showDropDown in (None, False)  # True hides the arrow
        if rule.formula1.startswith("OFFSET("):
            continue  # what people enter on the sheets themselves
        source, _, area = rule.formula1.rpartition("!")
        assert source == f"'{LISTS}'"
        cells = [cell.value for row in workbook[LISTS][area.replace("$", "")] for cell in row]
        found[sheet.cell(3, column).value] = cells
    return found


@each_register
def test_the_headers_are_those_of_the_contract(
    register: Register, app: Flask, database_of_test: None
) -> None:
    stream = written(app, register)
    rows = read_rows(stream, TITLES[register.name])
    assert rows[2] == [column.header for column in CONTRACTS[register.name].promised()]
    assert len(rows) == 3, "Nothing stands below the headers."
    # Above them nothing that an import might take for a header.
    known = {column.header for name in CONTRACTS for column in CONTRACTS[name].promised()}
    assert not known & {str(value) for row in rows[:2] for value in row}
    workbook = opened(stream)
    assert workbook.sheetnames[:2] == [TITLES[register.name], HELP]
    assert {p.name: p.value for p in workbook.custom_doc_props.props} == {"partyhub": "template"}
    assert workbook[TITLES[register.name]].freeze_panes.endswith("4")


@each_register
def test_required_headers_look_so_and_each_has_a_note(
    register: Register, app: Flask, database_of_test: None
) -> None:
    sheet = opened(written(app, register))[TITLES[register.name]]
    for place, column in enumerate(CONTRACTS[register.name].promised(), 1):
        header, hint = sheet.cell(3, place), sheet.cell(2, place).value
        assert (header.fill.fgColor.rgb == RED) is column.is_required, column.header
        word = "必填" if column.is_required else "选填"
        assert hint.startswith(f"{word} · ")
        lines = header.comment.text.splitlines()
        assert lines[0] == f"{column.header} · {word}"
        # What the example record doesn't have, such as an end, has no example.
        assert any(line.startswith("示例：") for line in lines) or not column.is_required
        assert lines[1].endswith("。")
        assert "清空" in header.comment.text or column.is_required or "对应" in lines[-1]


@each_register
def test_columns_are_of_their_kind_below_the_headers_too(
    register: Register, app: Flask, database_of_test: None
) -> None:
    formats = {
        "date": 'yyyy"年"m"月"d"日"',
        "month": 'yyyy"年"m"月"',
        "time": "hh:mm",
        "int": "#,##0",
        "decimal": "#,##0.##",
        "money": "#,##0.00",
        "year": "0",
    }
    sheet = opened(written(app, register))[TITLES[register.name]]
    for place, column in enumerate(CONTRACTS[register.name].promised(), 1):
        letter = sheet.cell(3, place).column_letter
        dimension = sheet.column_dimensions[letter]
        assert dimension.number_format == formats.get(column.kind, "@"), column.header
        assert dimension.width >= 8


@each_register
def test_cells_offer_exactly_the_labels(
    register: Register, app: Flask, database_of_test: None
) -> None:
    workbook = opened(written(app, register))
    found = offered(workbook, TITLES[register.name])
    wanted = {}
    for column in CONTRACTS[register.name].promised():
        if column.kind in ("enum", "enums"):
            wanted[column.header] = list(CONTRACTS[register.name].labels(column.key).values())
        elif column.kind == "bool":
            wanted[column.header] = ["是", "否"]
    assert found == wanted, "An empty instance has no names to offer."
    if wanted:
        assert workbook[LISTS].sheet_state == "hidden"


def test_a_wrong_choice_is_warned_of_unless_it_may_be_right(
    app: Flask, database_of_test: None
) -> None:
    factories.make_member(organization=factories.make_branch())
    sheet = opened(written(app, CATALOG.by_name["activities"]))["活动台账"]
    rules = {
        sheet.cell(3, range_boundaries(str(rule.sqref))[0]).value: rule
        for rule in sheet.data_validations.dataValidation
    }
    assert rules["状态"].errorStyle == "warning"
    assert "（清空）" in rules["状态"].error
    for header in ("活动类型", "主办党组织", "实到人员"):
        assert not rules[header].showErrorMessage, header


def test_references_offer_the_names_that_the_viewer_may_choose(
    app: Flask, database_of_test: None
) -> None:
    own, other = factories.make_branch(name="甲支部"), factories.make_branch(name="乙支部")
    factories.make_member(organization=own, name="张三", number="1")
    factories.make_member(organization=own, name="张三", number="2")
    factories.make_member(organization=other, name="李四", number="3")
    appraisals = CATALOG.by_name["appraisals"]
    assert offered(opened(written(app, appraisals)), "民主评议")["姓名"] == [
        "李四",
        "张三（1）",
        "张三（2）",
    ]
    secretary = Viewer("Own", Role.BRANCH_SECRETARY, 1, own.id)
    assert offered(opened(written(app, appraisals, viewer=secretary)), "民主评议")["姓名"] == [
        "张三（1）",
        "张三（2）",
    ]


def test_too_many_names_are_not_offered(
    app: Flask, database_of_test: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    branch = factories.make_branch()
    for _ in range(3):
        factories.make_member(organization=branch)
    appraisals = CATALOG.by_name["appraisals"]
    assert len(offered(opened(written(app, appraisals)), "民主评议")["姓名"]) == 3
    monkeypatch.setattr("partyhub.registers.reference_columns.MOST_OPTIONS", 2)
    assert "姓名" not in offered(opened(written(app, appraisals)), "民主评议")


@each_register
def test_every_example_is_what_the_column_takes(
    register: Register, app: Flask, database_of_test: None
) -> None:
    """The form itself reads each example; names of others are none of its own to judge."""
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        naming = Naming(OWNER)
        examples = {c.key: explain(register, c, naming).example for c in register.entered}
        form = register.form(OWNER, formdata=MultiDict(examples))
        for key, example in examples.items():
            if example and not isinstance(form[key], RefField):
                assert not form[key].process_errors, key
                assert form[key].data is not None, key


def test_all_registers_make_one_workbook_in_order(app: Flask, database_of_test: None) -> None:
    stream = written(app, *CATALOG.registers)
    workbook = opened(stream)
    assert workbook.sheetnames == [HELP, *TITLES.values(), LISTS]
    guide = read_rows(stream, HELP)
    links = [str(row[0]) for row in guide]
    for number, name in enumerate(TITLES, 1):
        assert f"{number}. {TITLES[name]}" in links
        for column in CONTRACTS[name].promised():
            duty = "必填" if column.is_required else "选填"
            assert any(row[:2] == [column.header, duty] for row in guide)


def test_on_the_first_day_cells_offer_the_names_of_the_other_sheets(
    app: Flask, database_of_test: None
) -> None:
    workbook = opened(written(app, *CATALOG.registers))
    rules = {
        str(rule.sqref): rule.formula1
        for rule in workbook["党员花名册"].data_validations.dataValidation
    }
    first, last = "'党组织'!$B$4", "$B$1003"
    assert rules["H4:H1003"] == f"OFFSET({first},0,0,MAX(COUNTA({first}:{last}),1),1)"
    factories.make_branch()
    workbook = opened(written(app, *CATALOG.registers))
    rules = {
        str(rule.sqref): rule.formula1
        for rule in workbook["党员花名册"].data_validations.dataValidation
    }
    assert rules["H4:H1003"].startswith(f"'{LISTS}'!")


def test_more_names_are_no_more_queries(app: Flask, database_of_test: None) -> None:
    def queries() -> int:
        with counted_queries() as statements:
            written(app, *CATALOG.registers)
        return len(statements)

    factories.make_member(organization=factories.make_branch())
    queries()  # opens the connection
    once = queries()
    for _ in range(4):
        factories.make_member(organization=factories.make_branch())
    assert queries() == once


def test_the_order_ends_also_in_a_circle(app: Flask, database_of_test: None) -> None:
    with app.test_request_context():
        turned = Naming(OWNER).in_order(list(reversed(CATALOG.registers)))
    names = [register.name for register in turned]
    assert sorted(names) == sorted(TITLES)
    for upper, lower in (
        ("organizations", "members"),
        ("teams", "activities"),
        ("projects", "milestones"),
    ):
        assert names.index(upper) < names.index(lower)


@each_register
def test_who_may_write_downloads_it_from_the_list(register: Register, browser: Browser) -> None:
    page = browser.get(f"{register.name}.list")
    assert page.select_one(f'form[action="/{register.name}/template"] button')
    stream = BytesIO(browser.download(f"{register.name}.template"))
    with browser.app.test_request_context(), force_locale("en"):
        title, headers = str(register.title), [register.header(c) for c in register.entered]
    assert read_rows(stream, title)[2] == headers
    query = select(HistoryEntry).where(
        HistoryEntry.register == register.name, HistoryEntry.action == Action.EXPORTED
    )
    assert [entry.reason for entry in db.session.scalars(query)] == ["Import template"]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_only_reads_has_no_template(app: Flask, database_of_test: None, role: Role) -> None:
    browser = Browser(app.test_client()).sign_in(role)
    for register in CATALOG.registers:
        if role is Role.REVIEWER and not CONTRACTS[register.name].is_confidential:
            page = browser.get(f"{register.name}.list")
            assert not page.select('form[action$="/template"]')
        browser.post(f"{register.name}.template", status=403)
    browser.get("home.show_templates", status=403)
    browser.post("home.send_templates", status=403)


def test_the_page_of_templates_offers_what_the_viewer_may_write(
    app: Flask, database_of_test: None
) -> None:
    branch = factories.make_branch()
    browser = Browser(app.test_client()).sign_in(Role.BRANCH_SECRETARY, branch, language="zh")
    page = browser.get("home.show_templates")
    shown = [text(row.select_one(".prime")) for row in page.select("main tbody tr")]
    assert shown == [c.title for c in CONTRACTS.values() if not c.is_committees_own]
    stream = BytesIO(browser.download("home.send_templates"))
    assert opened(stream).sheetnames == [HELP, *shown, LISTS]


def test_a_commissar_gets_the_own_duties(app: Flask, database_of_test: None) -> None:
    branch = factories.make_branch()
    workshop = factories.make_workshop(name="一分厂", organization=branch)
    factories.make_workshop(name="二分厂", organization=branch)
    own = factories.make_member(name="张三", organization=branch)
    factories.make_commissar(organization=branch)
    browser = Browser(app.test_client()).sign_in(
        Role.COMMISSAR, branch, language="zh", member=own, workshops=(workshop.id,)
    )
    page = browser.get("home.show_templates")
    assert [text(row) for row in page.select("main tbody .prime")] == ["政委履职"]
    found = offered(opened(BytesIO(browser.download("duties.template"))), "政委履职")
    assert (found["政委"], found["分厂车间"]) == (["张三"], ["一分厂"])


def test_an_empty_instance_points_to_the_templates(browser: Browser) -> None:
    assert browser.get("home.show_home").select('main a[href="/templates"]')


@pytest.mark.slow
@each_register
def test_an_instance_with_records_offers_no_other_branch(
    register: Register, app: Flask, database_of_test: None
) -> None:
    """The canary: no part of a branch's template holds a name of another branch."""
    other = factories.make_branch(name="Other 8OTHER8")
    factories.make_member(organization=other, name="Person 8OTHER8")
    make(register, other)
    own = factories.make_branch(name="Own")
    secretary = Viewer("Own", Role.BRANCH_SECRETARY, 1, own.id)
    workbook = opened(written(app, register, viewer=secretary))
    for sheet in workbook:
        for row in sheet.iter_rows(values_only=True):
            assert not any("8OTHER8" in str(value) for value in row)


@pytest.mark.slow
def test_libreoffice_keeps_notes_choices_and_looks(
    app: Flask, database_of_test: None, tmp_path: Path, office: Callable[[Path, str], Path]
) -> None:
    path = tmp_path / "all.xlsx"
    path.write_bytes(written(app, *CATALOG.registers).getvalue())
    again = openpyxl.load_workbook(office(path, "xlsx"))
    assert again.sheetnames == [HELP, *TITLES.values(), LISTS]
    assert again[LISTS].sheet_state == "hidden"
    for name in TITLES:
        sheet = again[TITLES[name]]
        headers = [cell.value for cell in sheet[3]]
        assert headers == [column.header for column in CONTRACTS[name].promised()]
        assert all(cell.comment for cell in sheet[3])
        kinds = [column.kind for column in CONTRACTS[name].promised()]
        lists = [kind for kind in kinds if kind in ("enum", "enums", "bool")]
        assert len(sheet.data_validations.dataValidation) >= len(lists)
    assert {p.name: p.value for p in again.custom_doc_props.props} == {"partyhub": "template"}
    dates = again["组织关系变动"].column_dimensions["D"].number_format
    assert re.sub(r'["\\]', "", dates) == "yyyy年m月d日"
