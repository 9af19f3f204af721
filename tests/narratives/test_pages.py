"""The pages of narrative reports: written, edited, taken away, and what people wrote stays."""

from io import BytesIO
from typing import Any

import pytest
from docx import Document
from sqlalchemy import select

from partyhub.database import db
from partyhub.history.models import Action, HistoryEntry
from partyhub.narratives import pages
from partyhub.narratives.models import Narrative
from partyhub.narratives.rendering import MOST_LISTED
from partyhub.roles import Role
from tests import factories
from tests.browser import Browser, errors, form_data, main_text
from tests.instances import somebody_writing
from tests.narratives.making import make_narrative

pytestmark = pytest.mark.long


def stored() -> Narrative:
    db.session.expire_all()
    return db.session.scalars(select(Narrative)).one()


def write(browser: Browser, language: str = "en") -> Narrative:
    browser.post("narratives.create", {"period": "2023", "language": language})
    return stored()


def edit(browser: Browser, narrative: Narrative, key: str, text: str, **kw: Any) -> Any:
    place = {"narrative_id": narrative.id, "section_key": key}
    filled = form_data(browser.get("narratives.edit_section", **place))
    return browser.post("narratives.edit_section", filled | {"text": text}, **place, **kw)


def test_a_report_is_written_once_and_its_numbers_lead_to_their_records(browser: Browser) -> None:
    factories.make_vanguard_post(organization=factories.make_branch())
    narrative = write(browser)
    browser.post("narratives.create", {"period": "2023", "language": "en"})
    assert stored().id == narrative.id
    page = browser.get("narratives.show", narrative_id=narrative.id)
    assert "The unit has 1 vanguard post." in main_text(page)
    paper = page.select_one("article .main-title")
    assert paper is not None
    assert "Summary of Party work" in paper.text  # its own title, not that of the page
    (link,) = page.select("article a[href*='vanguards.posts']")
    assert "1 record" in main_text(browser.page(str(link["href"])))


def test_what_people_write_stays_when_the_figures_change(browser: Browser) -> None:
    branch = factories.make_branch()
    factories.make_member(organization=branch)
    narrative = write(browser)
    edit(browser, narrative, "members", "We wrote this.\nThere are {members.total} of us.")
    place = {"narrative_id": narrative.id}
    assert "We wrote this. There are 1 of us." in main_text(browser.get("narratives.show", **place))
    factories.make_member(organization=branch)
    assert "We wrote this. There are 2 of us." in main_text(browser.get("narratives.show", **place))
    assert "{members.total}" in stored().sections[1]["text"]
    page = browser.get("narratives.show_history", **place)
    assert "There are {members.total} of us." in main_text(page)


def act(browser: Browser, narrative: Narrative, key: str, act: str, **sent: Any) -> None:
    place = {"narrative_id": narrative.id, "section_key": key}
    version = str(stored().version)
    browser.post("narratives.edit_section", {"version": version, "act": act} | sent, **place)


def test_a_section_is_given_its_template_again_and_nothing_is_lost(browser: Browser) -> None:
    narrative = write(browser)
    place = {"narrative_id": narrative.id}
    before = stored().sections[1]["text"]
    own = "Our own words. " * 20
    edit(browser, narrative, "members", own.strip())
    page = browser.get("narratives.edit_section", **place, section_key="members")
    assert page.select_one("form button[name=act][value=reset]")
    act(browser, narrative, "members", "reset", version="0")
    assert stored().sections[1]["text"] == own.strip()  # somebody else had saved it
    act(browser, narrative, "members", "reset")
    assert stored().sections[1]["text"] == before
    page = browser.get("narratives.edit_section", **place, section_key="members")
    assert not page.select("form button[name=act][value=reset]")
    history = browser.get("narratives.show_history", **place)
    assert own.strip() in [each.text for each in history.select("details p")]
    act(browser, narrative, "members", "reset")  # which changes nothing
    browser.post("narratives.edit_section", {"act": "reset"}, **place, section_key="no", status=404)


def test_no_act_loses_what_was_typed_and_not_saved(browser: Browser) -> None:
    narrative = write(browser)
    place = {"narrative_id": narrative.id}
    template = stored().sections[1]["text"]
    typed = {"heading": "Typed", "text": "Typed, and not saved."}
    act(browser, narrative, "members", "leave_out", **typed)
    section = stored().sections[1]
    assert (section["text"], section["left_out"]) == ("Typed, and not saved.", True)
    act(browser, narrative, "members", "take_in", heading="Typed", text="Typed again.")
    section = stored().sections[1]
    assert (section["text"], section["left_out"]) == ("Typed again.", False)
    act(browser, narrative, "members", "reset", heading="Typed", text="Typed at last.")
    assert stored().sections[1]["text"] == template
    history = browser.get("narratives.show_history", **place)
    assert "Typed at last." in main_text(history)


def test_what_can_not_be_stored_stays_in_the_form(browser: Browser) -> None:
    narrative = write(browser)
    place = {"narrative_id": narrative.id, "section_key": "members"}
    for status, version in ((400, str(stored().version)), (409, "0")):
        sent = {"version": version, "act": "reset", "heading": "", "text": "Of {no.figure}."}
        page = browser.post("narratives.edit_section", sent, status=status, **place)
        assert "Of {no.figure}." in str(page)
    assert "Of {no.figure}." not in stored().sections[1]["text"]


def test_a_section_is_left_out_and_taken_in_again(browser: Browser) -> None:
    narrative = write(browser)
    place = {"narrative_id": narrative.id}
    heading = stored().sections[1]["heading"]
    edit(browser, narrative, "members", "Our own words, {prosperity.output}.")

    def headings() -> list[str]:
        return [tag.text for tag in browser.get("narratives.show", **place).select("article h2")]

    def paragraphs() -> list[str]:
        content = browser.download("narratives.send_document", **place)
        return [each.text for each in Document(BytesIO(content)).paragraphs]

    assert heading in headings()
    act(browser, narrative, "members", "leave_out")
    assert heading not in headings()
    assert f"Left out: {heading}" in main_text(browser.shown)
    assert not any("Our own words" in text for text in paragraphs())
    assert "Our own words" in stored().sections[1]["text"]
    edit(browser, narrative, "members", "Better words.")
    assert heading not in headings()
    page = main_text(browser.get("narratives.show_history", **place))
    assert f"Section left out {heading}" in page
    act(browser, narrative, "members", "take_in")
    assert heading in headings()
    assert "Better words." in paragraphs()


def test_a_section_can_be_looked_at_before_it_is_saved(browser: Browser) -> None:
    narrative = make_narrative(factories.committee())
    place = {"narrative_id": narrative.id, "section_key": "members"}
    filled = form_data(browser.get("narratives.edit_section", **place))
    typed = {"text": "Output: {prosperity.output}", "preview": "1"}
    page = browser.post("narratives.edit_section", filled | typed, status=200, **place)
    assert page.select_one(".gap") is not None
    assert stored().version == narrative.version


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{nothing.here}", "“nothing.here” is no figure."),
        ("{members.total|over}", "“over” is none of: exact, at_least, nearly, about."),
        ("{members.total|about:dozen}", "“dozen” is no unit."),
        ("[[half", "A bracket is open or closed without its other half"),
        ("", "Enter a text."),
        ("[[members.total>=1e5: x]]", "“members.total>=1e5: x” is no condition."),
        ("[[members.total≥10: x]]", "is no condition."),
        ("[[members.total==10: x]]", "is no condition."),
        ("[[members.total>1,000: x]]", "is no condition."),
        ("[[awards.list>1: x]]", "“awards.list” is no figure."),
        ("{unit.name.as_of}", "“unit.name.as_of” is no figure."),
        ("{awards.list.as_of}", "“awards.list.as_of” is no figure."),
    ],
)
def test_a_text_that_can_not_be_read_is_refused(browser: Browser, text: str, sentence: str) -> None:
    narrative = make_narrative(factories.committee())
    page = edit(browser, narrative, "members", text, status=400)
    assert sentence in errors(page)["text"]
    assert stored().sections == narrative.sections


def test_a_text_that_is_too_long_is_not_counted(browser: Browser) -> None:
    narrative = make_narrative(factories.committee())
    page = edit(browser, narrative, "members", "{members.total}" * 2_000, status=400)
    assert page.select_one("article a[href*='members.total']") is None


def test_looking_at_a_section_waits_for_nobody(browser: Browser) -> None:
    narrative = make_narrative(factories.committee())
    place = {"narrative_id": narrative.id, "section_key": "members"}
    filled = form_data(browser.get("narratives.edit_section", **place))
    with somebody_writing(browser.app):
        browser.post("narratives.edit_section", filled | {"preview": "1"}, status=200, **place)


def test_a_list_says_how_many_it_leaves_out(browser: Browser) -> None:
    for _ in range(MOST_LISTED + 2):
        factories.make_award()
    narrative = make_narrative(factories.committee(), "{awards.titles}.")
    text = main_text(browser.get("narratives.show", narrative_id=narrative.id))
    assert text.count("“Honor") == MOST_LISTED
    assert ", and 2 more." in text


def test_the_list_has_pages(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_LISTED", 1)
    for period in ("2022", "2023"):
        make_narrative(factories.committee(), period=period)
    first = browser.get("narratives.list_narratives")
    assert len(first.select("tbody tr")) == 1
    second = browser.page(str(first.select_one("nav a[href*='first=1']")["href"]))  # type: ignore[index]
    assert len(second.select("tbody tr")) == 1
    assert first.select_one("tbody a") != second.select_one("tbody a")


def test_who_saves_what_has_changed_meanwhile_is_told(browser: Browser) -> None:
    narrative = make_narrative(factories.committee())
    place = {"narrative_id": narrative.id, "section_key": "members"}
    filled = form_data(browser.get("narratives.edit_section", **place))
    browser.post("narratives.edit_section", filled | {"text": "One"}, **place)
    page = browser.post("narratives.edit_section", filled | {"text": "Two"}, status=409, **place)
    assert "Someone else saved this report" in main_text(page)
    assert stored().sections[0]["text"] == "One"


def test_the_committee_changes_what_new_reports_begin_with(browser: Browser) -> None:
    old = make_narrative(factories.committee())
    place = {"report_language": "en", "section": "honors"}
    filled = form_data(browser.get("narratives.edit_template", **place))
    browser.post("narratives.edit_template", filled | {"text": "Own words {awards.total}"}, **place)
    browser.post("narratives.edit_template", filled | {"text": "Late"}, status=409, **place)
    assert "Own words" in main_text(browser.get("narratives.list_templates"))
    assert len(old.sections) == 1
    browser.post("narratives.create", {"period": "2022", "language": "en"})
    made = db.session.scalars(select(Narrative).where(Narrative.period == "2022")).one()
    assert made.sections[-1]["text"] == "Own words {awards.total}"
    query = select(HistoryEntry).where(HistoryEntry.register == "narrative_templates")
    assert db.session.scalars(query).one().action is Action.CHANGED


def test_the_document_has_links_behind_its_numbers_and_marks_its_gaps(browser: Browser) -> None:
    text = "Members: {members.total}. Output: {prosperity.output}."
    narrative = make_narrative(factories.committee(), text)
    content = browser.download("narratives.send_document", narrative_id=narrative.id)
    document = Document(BytesIO(content))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    assert paragraphs[0] == factories.committee().name
    assert "Members: 0. Output: [to be added: Output of the prosperity workshops]." in paragraphs
    links = [rel.target_ref for rel in document.part.rels.values() if rel.is_external]
    assert any("/figures/members.total?period=2023" in link for link in links)
    (marked,) = [
        run
        for paragraph in document.paragraphs
        for link in paragraph.hyperlinks
        for run in link.runs
        if run.font.highlight_color
    ]
    assert marked.text.startswith("[to be added")


def test_a_branch_sees_its_own_reports_alone(app: Any, browser: Browser) -> None:
    one, other = factories.make_branch(), factories.make_branch()
    own, others = make_narrative(one), make_narrative(other)
    secretary = Browser(app.test_client()).sign_in(Role.BRANCH_SECRETARY, one)
    page = secretary.get("narratives.list_narratives")
    assert one.name in main_text(page)
    assert other.name not in [tag.text for tag in page.select("main .ledger td")]
    secretary.get("narratives.show", narrative_id=own.id)
    secretary.get("narratives.show", narrative_id=others.id, status=404)
    secretary.get("narratives.list_templates", status=403)
