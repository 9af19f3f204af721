"""The pages of rules: versions are added and corrected on record, never overwritten."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from partyhub.database import db
from partyhub.forms.readings.shares import read_share
from partyhub.history.models import Action, HistoryEntry
from partyhub.roles import Role
from partyhub.rules.models import Rule
from partyhub.rules.operations import add_version
from partyhub.rules.queries import find_rule, find_versions, rule_number
from tests import factories
from tests.browser import Browser, cells, errors, form_data, main_text

KEY = "terms.years.branch"
NEW = {"value": "4", "source": "任期意见（新）", "clause": "第二条", "effective_from": "2023-01-01"}


def versions(key: str = KEY) -> list[tuple[int, date, date | None]]:
    db.session.rollback()
    found = find_versions(key)
    return [(int(v.value), v.effective_from, v.effective_to) for v in found][::-1]


def entries() -> list[HistoryEntry]:
    query = db.select(HistoryEntry).where(HistoryEntry.register == "rules").order_by("id")
    return list(db.session.scalars(query))


def test_a_new_version_ends_the_one_before_and_is_in_the_history(browser: Browser) -> None:
    browser.post("rules.edit_rule", NEW, key=KEY)
    first = date(2018, 7, 12)
    assert versions() == [(3, first, date(2023, 1, 1)), (4, date(2023, 1, 1), None)]
    assert (rule_number(KEY, date(2022, 12, 31)), rule_number(KEY, date(2023, 1, 1))) == (3, 4)
    (entry,) = entries()
    assert entry.action is Action.CREATED
    assert {"field": "value", "old": None, "new": "4"} in entry.changes
    page = browser.get("rules.show_history", key=KEY)
    assert "任期意见（新）" in main_text(page)
    browser.sign_in(Role.AUDITOR)
    assert any("Rules and their sources" in row for row in cells(browser.get("home.show_history")))


def test_a_version_between_two_others_ends_where_the_next_begins(browser: Browser) -> None:
    browser.post("rules.edit_rule", NEW, key=KEY)
    sent = form_data(browser.get("rules.edit_rule", key=KEY))
    browser.post(
        "rules.edit_rule", sent | NEW | {"value": "5", "effective_from": "2020-01-01"}, key=KEY
    )
    first, second, third = date(2018, 7, 12), date(2020, 1, 1), date(2023, 1, 1)
    assert versions() == [(3, first, second), (5, second, third), (4, third, None)]


def test_no_version_is_overwritten(browser: Browser) -> None:
    sent = NEW | {"effective_from": "2018-07-12"}
    page = browser.post("rules.edit_rule", sent, status=400, key=KEY)
    assert "begins on this day already" in errors(page)["effective_from"]
    assert versions() == [(3, date(2018, 7, 12), None)]
    with pytest.raises(ValueError, match=KEY):
        add_version(factories.OWNER, KEY, {"effective_from": date(2018, 7, 12)})


def test_a_correction_keeps_the_old_value_in_the_history(browser: Browser) -> None:
    rule = find_versions(KEY)[0]
    page = browser.get("rules.correct_rule", key=KEY, rule_id=rule.id)
    sent = form_data(page) | {"value": "2", "effective_from": "2018-07-13"}
    where = {"key": KEY, "rule_id": rule.id}
    refused = browser.post("rules.correct_rule", sent, status=400, **where)
    assert set(errors(refused)) == {"why"}
    browser.post("rules.correct_rule", sent | {"why": "Misread"}, **where)
    assert versions() == [(2, date(2018, 7, 13), None)]
    (entry,) = entries()
    assert (entry.action, entry.reason) == (Action.CHANGED, "Misread")
    assert entry.changes == [
        {"field": "value", "old": "3", "new": "2"},
        {"field": "effective_from", "old": "2018-07-12", "new": "2018-07-13"},
    ]
    late = browser.post("rules.correct_rule", sent | {"why": "Again"}, status=409, **where)
    assert "Someone else saved this rule" in main_text(late)


def test_nothing_is_said_to_be_corrected_that_was_not(browser: Browser) -> None:
    rule = find_versions(KEY)[0]
    sent = form_data(browser.get("rules.correct_rule", key=KEY, rule_id=rule.id))
    page = browser.follow("rules.correct_rule", sent | {"why": "x"}, key=KEY, rule_id=rule.id)
    assert "Nothing was changed." in str(page)
    assert entries() == []


def test_who_was_late_is_told(browser: Browser) -> None:
    sent = form_data(browser.get("rules.edit_rule", key=KEY)) | NEW
    browser.post("rules.edit_rule", sent, key=KEY)
    page = browser.post("rules.edit_rule", sent | {"value": "9"}, status=409, key=KEY)
    assert "Someone else saved this rule" in main_text(page)
    assert versions()[-1][0] == 4


@pytest.mark.parametrize(
    ("key", "value", "is_right"),
    [
        (KEY, "0", False),
        (KEY, "1", True),
        (KEY, "10", True),
        (KEY, "11", False),
        (KEY, "2.5", False),
        ("quorum.ordinary", "1", True),
        ("quorum.ordinary", "1.01", False),
        ("quorum.ordinary", "三分之二", True),
        ("quorum.ordinary", "60%", True),
        ("quorum.ordinary", "zz", False),
        ("members.age.least", "13", False),
        ("members.age.least", "14", True),
    ],
)
def test_a_number_lies_between_its_bounds(
    browser: Browser, key: str, value: str, is_right: bool
) -> None:
    browser.post(
        "rules.edit_rule", NEW | {"value": value}, status=303 if is_right else 400, key=key
    )


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("半数", Fraction(1, 2)),
        ("三分之一", Fraction(1, 3)),
        ("五分之四", Fraction(4, 5)),
        ("2/3", Fraction(2, 3)),
        ("60%", Fraction(3, 5)),
        ("百分之六十", Fraction(3, 5)),
        ("0.5", Fraction(1, 2)),
    ],
)
def test_shares_are_read_as_people_write_them(text: str, share: Fraction) -> None:
    assert read_share(text) == share


@pytest.mark.parametrize("text", ["1/0", "三分之", "", "半", "1/2/3"])
def test_no_other_text_is_a_share(text: str) -> None:
    with pytest.raises(ValueError) as found:  # noqa: PT011  # the form says the sentence
        read_share(text)
    assert not isinstance(found.value, UnicodeError)


def test_a_third_is_exact() -> None:
    assert Rule(key="", value=Decimal("0.3333")).fraction == Fraction(1, 3)
    assert Rule(key="", value=Decimal("0.6667")).fraction == Fraction(2, 3)
    assert Rule(key="", value=Decimal("0.61")).fraction == Fraction(61, 100)


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        (
            "zh",
            ("不少于半数", "超过半数", "不少于五分之四", "三分之一", "12个月", "18周岁", "7人"),
        ),
        ("en", ("at least half", "more than half", "at least four fifths", "a third", "12 months")),
    ],
)
def test_numbers_are_words(browser: Browser, language: str, wanted: tuple[str, ...]) -> None:
    browser.sign_in(Role.COMMITTEE_SECRETARY, language=language, name="s2")
    page = main_text(browser.get("rules.show_rules"))
    for words in wanted:
        assert words in page
    assert "0.3333" not in page
    assert "1921" not in page


@pytest.mark.usefixtures("database_of_test")
def test_the_development_rules_have_versions_of_2014_and_2026() -> None:
    for day, year in ((date(2026, 5, 10), "2014"), (date(2026, 5, 11), "2026")):
        rule = find_rule("members.target.months", day)
        assert rule is not None
        assert year in rule.source
    assert find_rule("members.target.months", date(2014, 5, 27)) is None
