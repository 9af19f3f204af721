"""Words that offices write instead of the labels of enums: each means one member, or asks."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale

from partyhub.activities.models import ActivityKind, ActivityStatus
from partyhub.awards.models import AwardCategory, AwardLevel, RecipientKind
from partyhub.database import LabeledEnum
from partyhub.forms import EnumsField, read_enum
from partyhub.forms.readings.words import EVERYDAY_WORDS, fold, labels_of, read_everyday_words
from partyhub.members.models import Employment, Grade, Post, Sex
from partyhub.projects.models import ProjectStatus
from partyhub.vanguards.models import PostKind, PostStatus
from tests.catalog import CATALOG

CHINESE = "zh_Hans_CN"


@pytest.fixture(autouse=True)
def chinese(app: Flask) -> Iterator[None]:
    with app.test_request_context(), force_locale(CHINESE):
        yield


def enums() -> dict[str, type[LabeledEnum]]:
    """The enums of the fields of all registers, by their names."""
    fields = [
        getattr(register.form, column.key).args[1]
        for register in CATALOG.registers
        for column in register.columns
        if hasattr(register.form, column.key) and register.kind(column) in ("enum", "enums")
    ]
    return {members.__name__: members for members in fields}


def rows() -> list[list[str]]:
    lines = EVERYDAY_WORDS.read_text(encoding="utf-8").splitlines()[1:]
    return [line.split(",") for line in lines]


def test_every_enum_of_a_register_has_everyday_words() -> None:
    assert enums().keys() <= read_everyday_words().keys()


def test_a_word_means_one_member_unless_it_is_marked() -> None:
    meant: dict[tuple[str, str], set[str]] = {}
    marked = set()
    for enum, member, word, is_ambiguous in rows():
        meant.setdefault((enum, fold(word)), set()).add(member)
        if is_ambiguous:
            marked.add((enum, fold(word)))
    assert {key for key, members in meant.items() if len(members) > 1} == marked


def test_a_word_is_no_label_and_each_label_means_one_member() -> None:
    for name, members in enums().items():
        labels: dict[str, set[LabeledEnum]] = {}
        for label, member in labels_of(members).items():
            labels.setdefault(fold(label), set()).add(member)
        assert all(len(found) == 1 for found in labels.values()), name
        for enum, member_key, word, _ in rows():
            if enum == name:
                assert fold(word) not in labels, f"{name}: {word}"
                assert member_key in {member.value for member in members}


def test_each_word_is_read() -> None:
    known = enums()
    for enum, member, word, is_ambiguous in rows():
        if enum in known and not is_ambiguous:
            assert read_enum(known[enum], word).value == member, word


@pytest.mark.parametrize(
    ("members", "words", "key"),
    [
        (AwardLevel, "镇级 乡镇级 街道级 镇（街道）级", "township"),
        (AwardLevel, "县级 区级 县(市、区)级 县（市,区）级 县市区级 county", "county"),
        (AwardLevel, "地市级 设区市级 市级", "prefecture"),
        (AwardLevel, "省部级 省级", "provincial"),
        (AwardLevel, "国家 全国", "national"),
        (AwardLevel, "公司级 企业级", "enterprise"),
        (RecipientKind, "个人 党员", "member"),
        (RecipientKind, "公司 企业", "company"),
        (AwardCategory, "优秀党员 优秀共产党员", "outstanding_member"),
        (Employment, "在职 在岗", "on_post"),
        (Sex, "男性 男 M", "male"),
        (PostKind, "党员先锋岗 先锋岗", "vanguard"),
        (PostStatus, "在用 正常", "active"),
        (ProjectStatus, "进行中 实施中", "running"),
        (ProjectStatus, "已完成 完成 已验收", "accepted"),
        (ActivityStatus, "已完成 已召开", "held"),
        (Grade, "优秀党员 优秀 优", "excellent"),
        (Post, "支部书记 书记", "secretary"),
        (ActivityKind, "支部党员大会 党员大会", "general_meeting"),
        (ActivityKind, "支部委员会 支委会", "committee_meeting"),
        (ActivityKind, "主题党日活动 党日活动", "theme_day"),
    ],
)
def test_everyday_words_of_offices(members: type[LabeledEnum], words: str, key: str) -> None:
    assert {read_enum(members, word).value for word in words.split()} == {key}


@pytest.mark.parametrize(
    ("members", "word", "named"),
    [
        (AwardLevel, "县级市", "县（市、区）级、设区市级"),
        (Grade, "称职", "合格、基本合格"),
        (Employment, "内退", "在岗、退休"),
        (Post, "组宣委员", "组织委员、宣传委员"),
    ],
)
def test_a_word_with_two_readings_names_both(
    members: type[LabeledEnum], word: str, named: str
) -> None:
    with pytest.raises(ValueError, match=named) as raised:
        read_enum(members, word)
    labels = [member.label for member in members if member.label not in named]
    assert not any(label in str(raised.value) for label in labels if label not in word)


def test_of_two_readings_only_one_may_be_possible() -> None:
    assert read_enum(Grade, "称职", only=[Grade.QUALIFIED]) is Grade.QUALIFIED


@pytest.mark.parametrize(
    "text", ["党课、主题党日", "党课/主题党日活动", "党课 主题党日", "党课和主题党日"]
)
def test_several_kinds_in_one_cell(text: str) -> None:
    field = EnumsField("", ActivityKind)
    bound = field.bind(None, "kinds", _meta=_Meta())
    bound.take([text], None)
    assert bound.data == [ActivityKind.PARTY_LECTURE, ActivityKind.THEME_DAY]


class _Meta:
    """The part of a form's options that binding a field asks for."""

    def bind_field(self, *_: object) -> None: ...
    def get_translations(self, _: object) -> None: ...
