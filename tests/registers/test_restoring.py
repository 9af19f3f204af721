"""What was archived comes back only into a world that it still fits."""

from datetime import date
from typing import Any

from partyhub.registers import register_of
from tests import factories
from tests.browser import Browser, main_text
from tests.registers.samples import history_of


def restore(browser: Browser, record: Any) -> str:
    """What the record's page says after the attempt."""
    register = register_of(record)
    return main_text(browser.follow(f"{register.name}.restore", record_id=record.id))


def assert_stays_archived(browser: Browser, record: Any, *words: str) -> None:
    version, known = factories.find(record).version, len(history_of(record, register_of(record)))
    said = restore(browser, record)
    for each in ("It stays voided.", *words):
        assert each in said
    found = factories.find(record)
    assert found.archived_at is not None
    assert found.version == version
    assert len(history_of(record, register_of(record))) == known


def test_an_assignment_on_days_that_another_has_taken(browser: Browser) -> None:
    member = factories.make_member()
    first = factories.find(member).assignments[0]
    factories.archive(first)
    factories.make_assignment(member=member, started_on=date(2016, 6, 1))
    assert_stays_archived(browser, first, "The person is assigned on these days already.")


def test_a_commissar_s_second_appointment(browser: Browser) -> None:
    first = factories.make_commissar()
    factories.archive(first)
    factories.make_commissar(
        member=first.member, workshop=first.workshop, started_on=date(2022, 1, 1)
    )
    assert_stays_archived(browser, first, "the commissar of this workshop on these days already")


def test_a_soft_rule_keeps_nothing_out(browser: Browser) -> None:
    first = factories.make_commissar()
    factories.archive(first)
    factories.make_commissar(workshop=first.workshop, started_on=date(2022, 1, 1))
    assert "Restored" in restore(browser, first)
    assert factories.find(first).archived_at is None


def test_the_key_that_another_has_taken(browser: Browser) -> None:
    member = factories.make_member()
    factories.archive(member)
    factories.make_member(number=member.number)
    assert_stays_archived(browser, member, "Another record has taken this one's key.")


def test_what_it_refers_to_is_archived(browser: Browser) -> None:
    campaign = factories.make_campaign(name="Brave")
    team = factories.make_team(name="Swift", campaign=campaign)
    activity = factories.make_activity(team=team)
    for record in (activity, team, campaign):
        factories.archive(record)
    assert_stays_archived(browser, activity, "voided: Swift.")
    assert_stays_archived(browser, team, "voided: Brave.")
    for record in (campaign, team, activity):
        assert "Restored" in restore(browser, record)


def test_who_has_left_comes_back_as_such(browser: Browser) -> None:
    member = factories.make_member()
    factories.leave(member, date(2022, 1, 1))
    factories.archive(member)
    assert "Restored" in restore(browser, member)


def test_what_is_not_archived_stays_as_it_is(browser: Browser) -> None:
    member = factories.make_member()
    assert "Restored" not in restore(browser, member)
    assert len(history_of(member, register_of(member))) == 1
