"""The question before an act changes figures of past periods, on every way that saves."""

from datetime import date

from sqlalchemy import select

from partyhub.awards.models import Award
from partyhub.database import db
from partyhub.history.models import HistoryEntry
from partyhub.past_figures.models import PastFigureChange, Via
from partyhub.rules.queries import find_versions
from tests import factories
from tests.browser import Browser, agreed, cells, form_data, main_text

# Tests stand on 2023-06-30: 2022 has ended, and the Party year that ended on 2022-06-30.
LAST_YEAR = date(2022, 3, 8)


def kept() -> list[tuple[str, str, object, object]]:
    rows = db.session.scalars(select(PastFigureChange).order_by(PastFigureChange.id))
    return [(each.period, each.code, each.before, each.after) for each in rows]


def void(browser: Browser, award: Award) -> None:
    form = form_data(browser.get("awards.archive", record_id=award.id))
    browser.post("awards.archive", form | {"reason": "twice"}, record_id=award.id, status=400)


def test_the_change_is_said_before_it_is_saved(browser: Browser) -> None:
    award = factories.make_award(awarded_on=LAST_YEAR)
    browser.agrees = False
    void(browser, award)
    assert "Nothing has been saved yet." in browser.shown.text
    assert ["2022", "Honors", "1 → 0", "honors"] in cells(browser.shown)
    assert db.session.get_one(Award, award.id).archived_at is None
    assert kept() == []


def test_one_press_saves_it_and_keeps_what_has_changed(browser: Browser) -> None:
    award = factories.make_award(awarded_on=LAST_YEAR)
    browser.agrees = False
    void(browser, award)
    browser.post("awards.archive", agreed(browser.shown), record_id=award.id)
    assert db.session.get_one(Award, award.id).archived_at is not None
    assert ("2022", "awards.total", 1, 0) in kept()
    assert ("party-year-2022", "awards.total", 1, 0) in kept()
    row = db.session.scalars(select(PastFigureChange)).first()
    assert row is not None
    assert (row.register, row.record_id, row.via) == ("awards", award.id, Via.PAGE)
    reasons = select(HistoryEntry.reason).where(HistoryEntry.record_id == award.id)
    assert db.session.scalars(reasons.order_by(HistoryEntry.id.desc())).first() == "twice"


def test_a_rule_by_which_votes_are_judged_anew_is_asked_about(browser: Browser) -> None:
    branch = factories.make_branch(name="First")
    people = [
        factories.make_member(organization=branch, full_on=date(2016, 7, 1)) for _ in range(10)
    ]
    meeting = factories.make_activity(
        organization=branch, held_on=date(2022, 5, 5), kinds=["general_meeting"], present=people
    )
    factories.make_vote(activity=meeting, kind="resolution", in_favor=6)
    rule = find_versions("votes.majority")[-1]
    browser.agrees = False
    place = {"key": "votes.majority", "rule_id": rule.id}
    form = form_data(browser.get("rules.correct_rule", **place)) | {"value": "4/5", "why": "x"}
    browser.post("rules.correct_rule", form, **place, status=400)
    assert ["2022", "Votes passed", "1 → 0", "items"] in cells(browser.shown)
    browser.post("rules.correct_rule", agreed(browser.shown), **place)
    assert ("2022", "votes.passed", 1, 0) in kept()


def test_what_changes_this_year_alone_is_saved_at_once(browser: Browser) -> None:
    browser.agrees = False
    award = factories.make_award(awarded_on=date(2023, 3, 8))
    form = form_data(browser.get("awards.archive", record_id=award.id))
    browser.post("awards.archive", form | {"reason": "twice"}, record_id=award.id)
    assert kept() == []


def test_what_no_figure_reads_is_saved_at_once(browser: Browser) -> None:
    browser.agrees = False
    award = factories.make_award(awarded_on=LAST_YEAR)
    form = form_data(browser.get("awards.edit", record_id=award.id))
    browser.post("awards.edit", form | {"remark": "As on the paper"}, record_id=award.id)
    assert kept() == []


def test_another_change_meanwhile_is_asked_about_again(browser: Browser) -> None:
    award = factories.make_award(awarded_on=LAST_YEAR)
    browser.agrees = False
    void(browser, award)
    question = agreed(browser.shown)
    factories.make_award(awarded_on=LAST_YEAR)
    db.session.commit()
    browser.post("awards.archive", question, record_id=award.id, status=400)
    assert "2 → 1" in main_text(browser.shown)
