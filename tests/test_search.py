"""The index of the search boxes finds what LIKE finds, is written with the records, and is read."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, text, update

from partyhub import search
from partyhub.database import db
from partyhub.members.models import Member
from partyhub.pinyin import search_words
from partyhub.registers import listing, saving
from partyhub.registers.batches import put_back, take_snapshot
from tests import factories
from tests.registers.samples import each_register, make

pytestmark = pytest.mark.usefixtures("database_of_test")
NAMES = (
    *[
        "王伟",
        "王·买提",
        "单丽",
        "欧阳修",
        "𠮷田",
        "查干",
        "王伟伟",
        "Ö王",
        "Müller",
        "O'Neil",
        "A-1",
    ],
    *["甲0001", "第3支部", "dw2023", "0571", "a'b\\c"],
)
TEXTS = [
    "重温 入党誓词",
    "迎“七一”（2023）学习会",
    "DW2023-003 号",
    "100%完成_全部",
    "ѢабвҚазақ",
    "བོད",
    "a|b & !c:*",
]


@pytest.fixture
def records(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Member]]:
    """People whose texts hold all sorts of characters."""
    monkeypatch.setattr(search, "MOST_FOUND", 10**6)  # the index answers even frequent words
    branch = factories.make_branch()
    found = []
    for each in [*NAMES, *TEXTS]:
        member = factories.find(factories.make_member(organization=branch))
        member.search_text = search_words(each, member.number, people=[each])
        found.append(member)
    db.session.commit()
    return found


def by_index(word: str) -> set[int]:
    ids = search.find_ids([Member.id], word)
    assert ids is not None
    return set(ids)


def by_like(word: str) -> set[int]:
    query = select(Member.id).where(Member.search_text.contains(word, autoescape=True))
    return set(db.session.scalars(query))


def parts_of(records: list[Member]) -> list[str]:
    """Every part of every word, up to six characters, and of some whole ones."""
    words = {word for record in records for word in record.search_text.split()}
    found = {
        w[a:b] for w in words for a in range(len(w)) for b in range(a + 1, min(a + 7, len(w) + 1))
    }
    return sorted(found | words)


def test_the_index_finds_what_like_finds(records: list[Member]) -> None:
    parts = parts_of(records)
    assert len(parts) > 300
    strange = random.Random(7)
    letters = sorted({letter for part in parts for letter in part})
    others = ["".join(strange.choices(letters, k=strange.randint(1, 4))) for _ in range(400)]
    for word in [*parts, *others]:
        if len(word) > 1 or not word.isascii():
            assert by_index(word) == by_like(word), word


def test_no_phrase_goes_from_one_word_into_the_next(records: list[Member]) -> None:
    assert by_index("王伟")
    assert by_index("伟w") == by_like("伟w") == set()


def test_a_letter_alone_and_frequent_words_are_looked_for_in_the_texts(
    records: list[Member], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_FOUND", 1)
    for word in ("w", "3", "王", "wang"):
        assert search.find_ids([Member.id], word) is None
        query = select(Member.id).where(search.is_found([Member.id], word))
        assert set(db.session.scalars(query)) == by_like(word) != set(), word


def test_the_index_follows_every_save(records: list[Member]) -> None:
    member = records[0]
    assert by_index("王伟") >= {member.id}
    image = take_snapshot(member)
    member.name = "赵六"
    saving.note_search(member)
    db.session.commit()
    assert member.id not in by_index("王伟")
    assert by_index("zhaoliu") == {member.id}
    put_back(member, image)
    db.session.commit()
    assert member.id in by_index("王伟")


def test_what_is_rolled_back_is_not_found(records: list[Member]) -> None:
    records[0].search_text = "赵六"
    db.session.flush()
    assert by_index("赵六")
    db.session.rollback()
    assert not by_index("赵六")


def test_what_is_deleted_is_forgotten(records: list[Member]) -> None:
    award = factories.find(factories.make_award(title="光荣榜"))
    first = search._first_of(search._kind_of(award))
    query = text("SELECT count(*) FROM record_search WHERE rowid = :place").bindparams(
        place=first + award.id
    )
    assert db.session.scalar(query) == 1
    db.session.delete(award)
    db.session.commit()
    assert db.session.scalar(query) == 0


def test_data_that_came_without_the_session_are_found_after_a_rebuild(
    records: list[Member],
) -> None:
    db.session.execute(update(Member).where(Member.id == records[0].id).values(search_text="赵六"))
    assert not by_index("赵六")
    with_all = search.rebuild(db.session.connection())
    assert with_all >= len(records)
    assert by_index("赵六") == {records[0].id}
    assert records[0].id not in by_index("王伟")


def test_what_the_index_lacks_is_counted(records: list[Member]) -> None:
    connection = db.session.connection()
    assert search.count_missing(connection) == 0
    db.session.execute(text("DELETE FROM record_search"))
    assert search.count_missing(connection) >= len(records)


def test_kinds_do_not_share_a_place() -> None:
    places = [search._first_of(kind) for kind in search._kinds()]
    assert len(places) > 15
    assert len(set(places)) == len(places)


@each_register
def test_the_list_is_searched_by_the_index(register: Any) -> None:
    """The plan of a search in each list: the few found are looked up by their ids."""
    for _ in range(2):
        record = make(register)
    db.session.commit()
    word = max(record_words(register, record), key=len)
    found = listing.Listing(register, factories.OWNER, listing.Query(q=word, shown="all"))
    assert not [each for each in found.conditions if "search_text" in str(each)]
    assert record.id in [each.id for each, _ in found.page]


def record_words(register: Any, record: Any) -> list[str]:
    column = register.listing.search[0]
    kind = search._table_of(column)
    own = getattr(record, column.key)
    words = db.session.scalar(select(kind.c.search_text).where(kind.c.id == own))
    return str(words).split()
