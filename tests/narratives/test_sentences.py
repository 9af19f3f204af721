"""The model report's countable sentences from the example, and the rules of published numbers."""

import re
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from partyhub.database import db, reading
from partyhub.narratives.headings import number_headings
from partyhub.narratives.models import Language
from partyhub.narratives.pieces import Piece, RenderedSection
from partyhub.narratives.queries import find_sections
from partyhub.narratives.rendering import Renderer
from partyhub.narratives.syntax import TemplateError, fields_of, parse
from partyhub.narratives.wording import find_list, list_names, rounded
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import find_root
from partyhub.periods import Period
from partyhub.registers import current_catalog
from partyhub.registers.values import format_rate
from tests import factories
from tests.catalog import CATALOG
from tests.example_instance import Built

# The report that the office published, sentence by sentence, as far as it counts.
MODEL = {
    "zh": [
        "党员先锋岗54个、党员先锋队16支",
        "党员志愿服务队5支",
        "以6个一线车间为单位，在一线党员干部中聘任车间政委6名，实现一线车间全覆盖",
        "党员领办重点项目16项，其中车间政委领衔或担任执行组长的4项",
        "110kV无缝平滑铝套电力电缆大长度批量生产",
        "占地面积6000余平方米，现有员工35人，其中福利人员6人",
        "钱江新城、上海浦东机场、嘉绍大桥",
        "截至2022年10月，实现产值近5400万元",
        "员工人均月收入4000余元",
        "授予“先进基层党组织”称号",
        "授予“浙江省和谐劳动关系企业”称号",
        "授予“十佳美丽车间”称号",
    ],
    "en": [
        "54 vanguard posts and 16 vanguard teams",
        "5 volunteer teams of Party members",
        "6 first-line workshops, 6 workshop commissars",
        "full coverage of the first-line workshops",
        "16 key projects led by Party members, of which 4 are led by a workshop commissar",
        "more than 6,000 square meters, with a staff of 35, including 6 welfare personnel",
        "As of October 2022 its output was nearly 54 million yuan",
        "the average monthly income is more than 4,000 yuan",
        "honored as an “Advanced primary-level Party organization”",
    ],
}


def plain(sections: Any) -> str:
    return "\n".join(
        "".join(piece.text for piece in paragraph)
        for section in sections
        for paragraph in section.paragraphs
    )


@pytest.mark.long
def test_the_example_gives_the_model_report(example_committee: Built) -> None:
    app = example_committee.app
    for language, sentences in MODEL.items():
        with app.test_request_context("/"), reading():
            root = find_root()
            assert root is not None
            party_year = Period.parse("party-year-2023")
            renderer = Renderer(factories.OWNER, root, party_year, language)
            templates = [each._asdict() for each in find_sections(Language(language))]
            sections = renderer.render(templates)
            text = plain(sections)
            for sentence in sentences:
                assert sentence in text, sentence
            assert sum(section.gaps for section in sections) == 0
            assert "[[" not in text
            numbers = [p for s in sections for line in s.paragraphs for p in line if is_number(p)]
            assert len(numbers) > 35
            assert all("period=party-year-2023" in piece.url for piece in numbers)
            db.session.rollback()


def is_number(piece: Piece) -> bool:
    return piece.url.startswith("/figures/")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_field_of_the_defaults_is_known(
    app: Any, database_of_test: None, language: str
) -> None:
    for section in find_sections(Language(language)):
        for field in fields_of(parse(section.text)):
            code = field.name.removesuffix(".as_of")
            known = code in current_catalog().figures_by_code or code in list_names()
            assert known or code in ("unit.name", "period", "as_of"), field
    for name in list_names():
        listed = find_list(name, language)
        assert listed is not None
        assert listed.code in current_catalog().figures_by_code


@pytest.mark.parametrize(
    ("value", "qualifier", "wanted"),
    [
        ("6128.5", "at_least", "6000"),
        ("4086.6", "at_least", "4000"),
        ("4800", "at_least", "4800"),
        ("5388.6", "nearly", "5400"),
        ("53.886", "nearly", "54"),
        ("479.5", "about", "500"),
        ("35", "at_least", "35"),
        ("0", "nearly", "0"),
        ("0.42", "about", "0.4"),
        ("99999", "nearly", "100000"),
    ],
)
def test_a_qualified_number_is_round_and_true(value: str, qualifier: str, wanted: str) -> None:
    found = rounded(Decimal(value), qualifier)
    assert found == Decimal(wanted)
    if qualifier == "at_least":
        assert found <= Decimal(value)
    if qualifier == "nearly":
        assert found >= Decimal(value)


@pytest.fixture
def renderer(app: Any, database_of_test: None) -> Any:
    branch = factories.make_branch(name="一支部")
    factories.make_member(organization=branch)
    key = branch.id
    db.session.rollback()
    with app.test_request_context("/"):
        own = db.session.get_one(Organization, key)
        yield Renderer(factories.OWNER, own, Period.parse("2023"), "zh")
        db.session.rollback()


def rendered(renderer: Renderer, text: str) -> str:
    return plain(renderer.render([{"key": "", "heading": "", "text": text}]))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{unit.name}有党员{members.total}名。", "一支部有党员1名。"),
        ("{unit.name}：产值{prosperity.output}元。", "一支部：产值【待补：共富工坊产值】元。"),
        ("开头。[[产值{prosperity.output}元。]]", "开头。"),
        ("开头。[[获荣誉{awards.total}项。]]", "开头。"),
        ("开头。[[members.total>=1: 有党员{members.total}名。]]", "开头。有党员1名。"),
        ("开头。[[members.total>1：有党员{members.total}名。]]", "开头。"),
        ("[[members.total=1: 产值{prosperity.output}元。]]", "产值【待补：共富工坊产值】元。"),
        ("[[commissars.coverage=1: {commissars.coverage|=全覆盖}]]。", "。"),
        ("荣誉{awards.list}。", "荣誉。"),
        ("党员{members.total|nearly}名、{members.total|about:万}", "党员1名、0万"),
        ("[[members.total=1, awards.total=0: 一人，尚无荣誉。]]", "一人，尚无荣誉。"),
        ("[[members.total=1，awards.total>0: 一人，有荣誉。]]", ""),
        ("有[[党员{members.total}名、]][[荣誉{awards.total}项。]]", "有党员1名。"),
        (
            "有党员{members.total}名，[[荣誉{awards.total}项，]]望再接再厉。",
            "有党员1名，望再接再厉。",
        ),
        ("有[[党员{members.total}名、]][[荣誉{awards.total}项]]。", "有党员1名。"),
        ("Members: [[{members.total}, ]][[{awards.total} honors. ]]", "Members: 1."),
        ("[[荣誉{awards.total}项。]]\n有党员{members.total}名，", "有党员1名，"),
        ("{members.total|noun:member:members}", "1 member"),
        ("{awards.total|noun:honor:honors}", "0 honors"),
        ("{nothing.here}", "【待补：nothing.here】"),
        ("写了{一半", "写了{一半"),
        ("手写的一段。\n\n又一段{members.full}。", "手写的一段。\n又一段1。"),
    ],
)
def test_what_is_missing_is_a_gap_or_falls_away(renderer: Renderer, text: str, wanted: str) -> None:
    assert rendered(renderer, text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "{members.total",
        "[[a",
        "a]]",
        "{members.total|over}",
        "{a|nearly:x:y:z}",
        "a}",
        "{a|noun:b}",
    ],
)
def test_a_broken_template_is_refused(app: Any, text: str) -> None:
    with app.test_request_context("/"), pytest.raises(TemplateError):
        parse(text)


def test_any_figure_may_be_a_condition(app: Any) -> None:
    with app.test_request_context("/"):
        for code in (figure.code for figure in CATALOG.figures):
            [[sentence]] = parse(f"[[{code}>=10: a text]]")
            assert [each.code for each in sentence.conditions] == [code]
            assert sentence.parts == ["a text"]


def test_all_numbers_of_a_report_are_counted_together(renderer: Renderer) -> None:
    text = "{members.total}{members.full}{members.total|about}[[members.total>0: {members.women}]]"
    renderer.render([{"key": "", "heading": "", "text": text}])
    assert sorted(renderer._computed) == ["members.full", "members.total", "members.women"]


def test_many_brackets_take_no_time(app: Any) -> None:
    with app.test_request_context("/"), pytest.raises(TemplateError):
        parse("[[" * 300_000)


@pytest.mark.parametrize(
    ("value", "wanted"), [("0.9996", "99.9%"), ("1", "100.0%"), ("0.931", "93.1%")]
)
def test_what_is_not_all_is_no_hundred_percent(value: str, wanted: str) -> None:
    assert format_rate(Decimal(value)) == wanted


@pytest.mark.long
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_unit_of_the_example_reads_well(example_committee: Built, language: str) -> None:
    """No separator stands alone, nothing is counted as 0 in passing, and a single one is singular.

    What a unit lacks, such as a branch that has no workshop, has no sentence.
    """
    wrong = re.compile(
        r"[，、；：][，、；：。]|。。|[,;:] ?[.,;]|\.\.|  |等工作，，"
        r"|[，、]$|, ?$|\b0 [a-z]|[^0-9.]0[个支项次名对人]|\b1 \w+s (?:was|were|held)"
    )
    with example_committee.app.test_request_context("/"), reading():
        for unit in db.session.scalars(select(Organization).order_by(Organization.id)):
            period = Period.parse("party-year-2023")
            renderer = Renderer(factories.OWNER, unit, period, language)
            templates = [each._asdict() for each in find_sections(Language(language))]
            for line in plain(renderer.render(templates)).split("\n"):
                is_without_people = "党员0名" in line or " 0 members" in line
                assert is_without_people or not wrong.search(line), (unit.name, line)
        db.session.rollback()


@pytest.mark.parametrize(
    ("language", "headings", "wanted"),
    [
        ("zh", ["", "一、甲", "二、乙", "三、丙", "附"], ["", "一、甲", "二、丙", "附"]),
        ("en", ["", "I. A", "II. B", "III. C"], ["", "I. A", "II. C"]),
    ],
)
def test_a_section_without_a_text_takes_no_number(
    language: str, headings: list[str], wanted: list[str]
) -> None:
    sections = [
        RenderedSection(str(n), heading, [] if n == 2 else [[Piece("text")]])
        for n, heading in enumerate(headings)
    ]
    assert [each.heading for each in number_headings(sections, language)] == wanted
