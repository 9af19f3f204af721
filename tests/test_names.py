"""Names are looked up as people write them; a near miss is proposed and never taken."""

import pytest
from flask_babel import force_locale

from partyhub.database import Nameable
from partyhub.members.queries import choose_member
from partyhub.names import Names, UnresolvedReferenceError, note_behind
from partyhub.organizations.queries import choose_organization, choose_workshop
from partyhub.references import Index, find_by_text
from tests import factories
from tests.factories import OWNER
from tests.registers.samples import counted_queries

pytestmark = pytest.mark.usefixtures("database_of_test")


@pytest.fixture
def organizations() -> Names:
    factories.enter(
        "organizations",
        code="DW",
        name="云帆机械有限公司党委",
        kind="party_committee",
        established_on=factories.LONG_AGO,
    )
    for code, name, short in (
        ("Z1", "第一党支部", "一支部"),
        ("Z2", "第二党支部", None),
        ("Z3", "行政党支部", None),
        ("ZZ", "营销党总支", None),
    ):
        factories.make_organization(code=code, name=name, short_name=short)
    return Names.of(choose_organization(OWNER))


@pytest.fixture
def people() -> Names:
    for number, name in (
        *(("A001", "陆远航"), ("A002", "苗知秋"), ("A003", "买买提·艾力")),
        *(("A004", "王强"), ("A005", "王强")),
    ):
        factories.make_member(number=number, name=name)
    return Names.of(choose_member(OWNER))


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("第一党支部 一支部 Z1 z1 Ｚ１ 中共第一党支部 云帆机械有限公司第一党支部", "第一党支部"),
        ("中共云帆机械有限公司第一党支部委员会 第一党支部委员会 第一党支部（Z1）", "第一党支部"),
        ("云帆机械有限公司党委 中共云帆机械有限公司委员会 DW", "云帆机械有限公司党委"),
        ("中国共产党云帆机械有限公司委员会 云帆机械有限公司党委会", "云帆机械有限公司党委"),
        ("营销党总支 营销党总支部 营销党总支部委员会", "营销党总支"),
    ],
)
def test_an_organization_has_many_ways_to_be_written(
    organizations: Names, table: str, name: str
) -> None:
    found = {text: organizations.find(text).name for text in table.split()}
    assert found == dict.fromkeys(found, name)


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        *(("第一支部", ["第一党支部"]), ("1支部", ["第一党支部"]), ("二支部", ["第二党支部"])),
        ("和平公司第一党支部", ["第一党支部"]),
        ("第九党支部", []),
        ("", []),
    ],
)
def test_a_near_miss_is_proposed(organizations: Names, text: str, proposed: list[str]) -> None:
    with force_locale("zh_Hans_CN"), pytest.raises(UnresolvedReferenceError) as raised:
        organizations.find(text)
    assert [proposal for _, proposal in raised.value.proposals] == proposed
    assert raised.value.proposal == "".join(proposed)
    if proposed:
        said = f"“{text}”不在册。是“{proposed[0]}”吗？请按在册名称填写。"
        assert str(raised.value) == said


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("陆 远航", "A001"), ("陆\u3000远\u3000航", "A001")),
        *(("a001", "A001"), ("Ａ００１", "A001")),
        *(("买买提•艾力", "A003"), ("买买提.艾力", "A003"), ("买买提・艾力", "A003")),
        *(("陆远航（A001）", "A001"), ("王 强(a005)", "A005"), ("陆远航（主持）", "A001")),
    ],
)
def test_a_person_has_many_ways_to_be_written(people: Names, text: str, number: str) -> None:
    assert people.find(text).reference_code == number


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        *(("陆远行", []), ("苗知丘", ["苗知秋"])),
        *(("陆远航同志", ["陆远航"]), ("工号A001", ["陆远航"])),
        ("陆远航（A002）", ["陆远航"]),
        ("王强", ["王强（A004）", "王强（A005）"]),
        ("王强（主持）", ["王强（A004）", "王强（A005）"]),
    ],
)
def test_nobody_is_taken_for_another(people: Names, text: str, proposed: list[str]) -> None:
    with pytest.raises(UnresolvedReferenceError) as raised:
        people.find(text)
    assert [proposal for _, proposal in raised.value.proposals] == proposed


def test_a_note_behind_a_name_is_known(people: Names) -> None:
    noted = {
        text: note_behind(people.find(text), text)
        for text in ("陆远航（主持）", "陆远航（A001）", "陆远航", "陆远航(a001)")
    }
    assert [*noted.values()] == ["主持", "", "", ""]


def test_a_workshop_without_its_last_word_is_proposed() -> None:
    factories.make_workshop(name="总装分厂")
    for text in ("总装", "总装车间"):
        with pytest.raises(UnresolvedReferenceError, match="是“总装分厂”吗"):
            find_by_text(choose_workshop(OWNER), text)


def test_an_exact_name_is_no_other_name() -> None:
    """What is called so exactly wins over what may be written so."""
    for code, name in (("A", "Ａ支部"), ("B", "A支部")):
        factories.make_organization(code=code, name=name)
    query = choose_organization(OWNER)
    assert [find_by_text(query, text).name for text in ("Ａ支部", "A支部")] == ["Ａ支部", "A支部"]
    with pytest.raises(UnresolvedReferenceError, match="2 条记录"):
        find_by_text(query, "a支部")


def test_the_index_asks_the_database_once(organizations: Names) -> None:
    """Also for names written otherwise, and for those that nobody has."""
    index, query = Index(), choose_organization(OWNER)

    def find(text: str) -> Nameable | None:
        try:
            return index.find(choose_organization, query, text)
        except UnresolvedReferenceError:
            return None

    find("第一党支部")
    with counted_queries() as asked:
        found = [find(text) for text in ("一支部", "中共第一党支部", "第一支部", "nobody") * 50]
    assert asked == []
    assert found[:2] == [organizations.find("Z1")] * 2
    assert found[2:4] == [None, None]


def test_a_fresh_name_is_looked_up_anew(organizations: Names) -> None:
    index, query = Index(), choose_organization(OWNER)
    assert index.find(choose_organization, query, "一支部").name == "第一党支部"
    other = factories.make_organization(code="Z9", name="一支部")
    index.forget(other)
    assert index.find(choose_organization, query, "一支部") == other
    index.renew()
    with pytest.raises(UnresolvedReferenceError, match="2 条记录"):
        index.find(choose_organization, query, "中共一支部")
