"""Words that officers don't write, each with its place: none of them may come back.

Whole labels and sentences are compared, never parts of them: 归档 is right where finished work is
filed. Lines are `place | former words`, or `place | former words | what stands there`.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from flask import Flask
from flask_babel import force_locale

from partyhub.periods import Period
from partyhub.roles import Role
from partyhub.spreadsheets import read_rows
from tests import factories, stages
from tests.browser import Browser
from tests.catalog import CATALOG
from tests.test_cli import folder, ready, run

__all__ = ["folder", "ready", "run"]
PO = Path(__file__).parent.parent / "partyhub/translations/zh_Hans_CN/LC_MESSAGES/messages.po"

# On no page, in no workbook, template, error or answer of the command line.
NOWHERE = """
归档
已归档
归档…
本党内年度
%(first)s—%(last)s 党内年度
%(unit)s%(period)s党建工作汇总表
单位：人、次、个，见各行
汇总表中的数是数值，不是公式，不会因改动明细而变化。
自1921年7月1日
接收党员大会须超过的到会比例
法定到会比例
能否表决
达到规定人数，可以表决
默认全到，只点没来的人
应到名单以外
实到人员（其他党组织到会的党员）
会议活动
论坛活动
完成换届
评议优秀
评议合格
评议基本合格
评议不合格
口径
口径：%(group)s
离开…
重新接收
取消预备资格
去世
这与一般规定不符（%(rule)s），请说明原因。
按关键列匹配已有记录。空白单元格表示不改动；写“%(clear)s”表示清除；文件中没有的行不会删除记录。
需要更正
要办的事
要办的事，按期限先后
共 %(num)d 件
逾期 %(num)d 件
先做什么
记下这一条
记一次活动
记活动
记一次履职
记一次考评
记考评
保存并再记一次
%(name)s第 %(number)s 届任期届满，应换届
%(name)s预备期满，须讨论转正
导出所见
含已结束
新建%(record)s
新建%(what)s
是否政委领办
政委领办
届数
请填写届数，如 5。
市级
市级荣誉
获奖类别
获奖者
请选择获奖类别。
请填写获奖者。
荣誉：按获奖对象
同一获奖者的其他荣誉
供应项目
谈心
谈心次数
谈心谈话
谈心谈话登记次数不少于
党员到会统计
%(name)s的到会情况
下载标红的原文件
有错误时，将标红的文件写到此处。
至少 12 个字符（管理员 15 个），可用几个自己才会连在一起的词。
至少 15 个字符，可用几个自己才会连在一起的词。
密码太容易猜到，请换成只有自己才会连在一起的词。
填一个名称。
填“%(register)s”中已有的；没有的先在“%(register)s”中填报。重名的写成：%(pattern)s。
图
预备党员参加评议，但不评定等次。此人不是党员。
按工作表“组织关系变动”，此人目前不在任何党组织或党小组，请将此格留空，或改正该表。
按工作表“组织关系变动”，此人目前在“%(name)s”，与此处不符，请改正其中一处。
此人在这段时间已任该车间政委。请修改原聘任记录，或更正日期。
当日此人不是该车间政委。
该人员在此期间已有组织关系，请先结束原有的一条。
该人员已在这个党支部。
接收预备党员、预备党员转正时有表决权的到会人数
赞成人数（占应到会有表决权人数）
不再如此的第一天。
"""
# Of one place alone: elsewhere the word is right.
OF_A_PLACE = """
header organizations.parent | 上级 | 上级党组织
header terms.number | 届数 | 届次（第几届）
header awards.recipient_kind | 获奖类别 | 表彰对象类别
header awards.recipient | 获奖者 | 受表彰对象
header prosperity_workshops.supplied_to | 供应项目 | 产品应用项目
label awards.level.prefecture | 市级 | 设区市级
label duties.kind.heart_talk | 谈心 | 职工谈心（政委）
label activities.kinds.heart_talk | 谈心谈话 | 党内谈心谈话
label assignments.in_reason.restored | 恢复 | 恢复党籍
label assignments.out_reason.withdrawn | 撤回 | 撤回入党申请
label assignments.out_reason.probation_cancelled | 取消预备资格 | 取消预备党员资格
label assignments.out_reason.expelled | 开除 | 开除党籍
label assignments.out_reason.deceased | 去世 | 死亡
figure activities.conference | 会议活动 | 召开会议
figure activities.forum | 论坛活动 | 举办论坛
figure activities.heart_talk | 谈心谈话 | 党内谈心谈话
figure commissars.talks | 谈心次数 | 职工谈心（政委）
figure organizations.reelected | 完成换届 | 完成换届的党组织
figure appraisals.excellent | 评议优秀 | 评为优秀
figure awards.prefecture | 市级荣誉 | 设区市级荣誉
unit organizations.reelected | 次 | 个
adding members | 新建党员 | 录入党员
adding awards | 新建荣誉 | 登记荣誉
adding assignments | 新建组织关系 | 登记组织关系
adding activities | 记一次活动 | 登记活动
period party-year-2023 | 2022—2023 党内年度 | 2022年7月—2023年6月
"""


def lines(table: str) -> Iterator[tuple[str, ...]]:
    for line in table.strip().splitlines():
        yield tuple(part.strip() for part in line.split(" | "))


def catalog() -> Catalog:
    with PO.open("rb") as stream:
        return read_po(stream)


def test_no_former_word_is_in_the_catalog() -> None:
    words = {word for message in catalog() for word in texts_of(message.string)}
    assert words & set(NOWHERE.strip().splitlines()) == set()


def texts_of(string: Any) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


@pytest.mark.parametrize(("place", "former", "now"), list(lines(OF_A_PLACE)))
def test_each_place_has_the_word_of_officers(
    app: Flask, database_of_test: None, place: str, former: str, now: str
) -> None:
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        shown = word_at(*place.split(" "))
    assert shown != former
    assert shown == now


def word_at(kind: str, path: str) -> str:
    """The header, label, figure, unit, button or period that a line is about."""
    parts = path.split(".")
    if kind in ("figure", "unit"):
        figure = CATALOG.figures_by_code[path]
        return str(figure.label if kind == "figure" else figure.unit)
    if kind == "period":
        return Period.parse(path).label()
    register = CATALOG.by_name[parts[0]]
    if kind == "adding":
        return register.words_of_adding
    column = register.column(parts[1])
    assert column is not None, path
    return register.header(column) if kind == "header" else register.members(column)(parts[2]).label


PAGES = (
    "/", "/members/", "/members/{}", "/members/{}/edit", "/members/new", "/organizations/{}",
    "/projects/{}", "/projects/{}/periods", "/commissars/{}", "/awards/", "/awards/new",
    "/assignments/", "/terms/{}", "/prosperity_workshops/{}/edit", "/duties/new", "/duties/",
    "/activities/{}", "/activities/new", "/activities/import", "/activities/attendance",
    "/figures/", "/figures/members.total", "/rules/", "/account/password", "/imports/",
)  # fmt: skip
# Headers that say nothing of dated lists, and a card that is no record.
HEADERS = {"自", "至", "方式", "图", "口径", "届数", "数值"}
CARDS = {"记录", "要办的事", "先做什么"}


@pytest.mark.slow
def test_no_page_shows_a_former_word(app: Flask, database_of_test: None) -> None:
    stage = stages.build()
    browser = Browser(app.test_client()).sign_in(Role.COMMITTEE_SECRETARY, language="zh")
    nowhere = set(NOWHERE.strip().splitlines())
    for pattern in PAGES:
        own = stage.own.records.get(pattern.split("/")[1], 0)
        browser.open("GET", pattern.format(own))
        shown = {" ".join(str(node).split()) for node in browser.shown.find_all(string=True)}
        assert shown & nowhere == set(), pattern
        assert words_of(browser.shown, "th") & HEADERS <= allowed(pattern), pattern
        assert words_of(browser.shown, "h2") & CARDS == set(), pattern


def allowed(pattern: str) -> set[str]:
    """The rules are numbers: there the header is right."""
    return {"数值"} if pattern == "/rules/" else set()


def words_of(page: BeautifulSoup, tag: str) -> set[str]:
    return {" ".join(each.get_text().split()) for each in page.find_all(tag)}


def test_the_menu_says_what_is_taken_part_in(app: Flask, database_of_test: None) -> None:
    browser = Browser(app.test_client()).sign_in(Role.COMMITTEE_SECRETARY, language="zh")
    page = browser.get("home.show_home")
    menu = {link.get_text(strip=True) for link in page.select("nav a")}
    assert "党员参加组织生活情况" in menu
    assert "党员到会统计" not in menu


def test_who_is_no_member_yet_was_listed_as_an_applicant(
    app: Flask, database_of_test: None
) -> None:
    browser = Browser(app.test_client()).sign_in(Role.COMMITTEE_SECRETARY, language="zh")
    days = {"applied_on": date(2022, 1, 1), "admitted_on": None, "full_on": None}
    for values, words in (({}, "发展"), (days, "列为入党申请人")):
        member = factories.make_member(**values)
        page = browser.get("members.show", record_id=member.id)
        (row,) = page.select("table:has(caption:-soup-contains('组织关系经历')) tbody tr")
        assert row.select("td")[3].get_text(strip=True) == words


def test_a_step_says_what_was_done(app: Flask, database_of_test: None) -> None:
    browser = Browser(app.test_client()).sign_in(Role.COMMITTEE_SECRETARY, language="zh")
    member = factories.make_member(name="何金花")
    address = {"record_id": member.id, "name": "leave"}
    page = browser.get("members.take_step", **address)
    assert page.h1 is not None
    assert page.h1.get_text(strip=True) == "办理减少：何金花"
    typed = {"day": "2023-06-01", "out_reason": "removed", "version": str(member.version)}
    browser.post("members.take_step", typed, **address)
    done = browser.get("members.show", record_id=member.id).select_one(".notice.ok span")
    assert done is not None
    assert done.get_text(strip=True) == "已办理减少：何金花（除名）"


@pytest.mark.long
def test_the_yearly_workbook_has_the_words_of_officers(
    app: Flask, database_of_test: None, tmp_path: Path
) -> None:
    from partyhub.reports.workbook.yearly import write_yearly

    stages.build()
    target = tmp_path / "yearly.xlsx"
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        write_yearly(factories.OWNER, Period.parse("party-year-2023"), None, target)
    summary = read_rows(target, "年度汇总")
    assert summary[0][1] == "Committee党建工作汇总表（2022年7月—2023年6月）"
    filing = [cell for cell in summary[1] if cell]
    assert filing[1:] == [
        "计量单位见各行",
        "截至：2023年6月30日",
        "填报日期：　　　　年　　月　　日",
    ]
    assert {"统计口径"} == {"口径", "统计口径"} & set(summary[2])
    labels = {row[1] for row in summary}
    assert not {"已报收入的用工人数", "用工月收入合计"} & labels
    notes = read_rows(target, "说明")
    made_by = next(row for row in notes if row[0] == "生成人")
    assert made_by[1] == "系统自动生成"
    charts = read_rows(target, "主要指标图")
    assert not {"图", "项目"} & {cell for row in charts for cell in row}


@pytest.mark.long
def test_codes_of_figures_are_for_programs_alone(
    app: Flask, database_of_test: None, tmp_path: Path
) -> None:
    """In the workbook they are in hidden columns."""
    import openpyxl
    from openpyxl.utils import get_column_letter

    from partyhub.reports.workbook.yearly import write_yearly

    stages.build()
    target = tmp_path / "yearly.xlsx"
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        write_yearly(factories.OWNER, Period.parse("party-year-2023"), None, target)
    codes = set(CATALOG.figures_by_code)
    for sheet in openpyxl.load_workbook(target).worksheets:
        for place, column in enumerate(sheet.iter_cols(values_only=True), 1):
            texts = [str(value) for value in column if value and not str(value).startswith("=")]
            found = {code for text in texts for code in text.split(";")} & codes
            hidden = sheet.column_dimensions[get_column_letter(place)].hidden
            assert hidden or not found, (sheet.title, place, found)


def test_no_page_and_no_table_of_the_terminal_shows_a_code(
    app: Flask, database_of_test: None
) -> None:
    browser = Browser(app.test_client()).sign_in(Role.COMMITTEE_SECRETARY, language="zh")
    codes = set(CATALOG.figures_by_code)
    for address in ("/figures/", "/figures/members.total", "/figures/branches", "/rules/", "/"):
        browser.open("GET", address)
        assert {str(node).strip() for node in browser.shown.find_all(string=True)} & codes == set()


@pytest.mark.slow
def test_the_terminal_shows_no_code(run: Any) -> None:
    run("db", "upgrade")
    said = run("figures", "--period", "party-year-2023").out
    assert not [word for word in said.split() if word in CATALOG.figures_by_code]
