"""Papers as officers print and file them: read back with python-docx, and as pages."""

from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from flask import Flask
from sqlalchemy import select

from partyhub.activities.models import AttendanceState
from partyhub.database import db
from partyhub.history.models import Action, HistoryEntry
from partyhub.roles import Role
from tests import factories
from tests.browser import Browser, main_text

HOSTILE = "=cmd|' /C calc'!A0 \x07<b>𠮷😀</b>"
CLEAN = "=cmd|' /C calc'!A0 <b>𠮷😀</b>"


def document_of(browser: Browser, endpoint: str, **values: Any) -> Any:
    return docx.Document(BytesIO(browser.download(endpoint, **values)))


def cells(document: Any) -> list[str]:
    """The texts of all cells, each once though it spans others."""
    return [
        "".join(part.text for part in cell.iter(qn("w:t")))
        for table in document.tables
        for cell in table._tbl.iter(qn("w:tc"))
    ]


def paragraphs(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


@pytest.fixture
def branch(browser: Browser) -> Any:
    return factories.make_branch(name="First branch", short_name="First")


@pytest.fixture
def meeting(branch: Any) -> Any:
    """A general meeting with somebody in every state, a vote, and minutes."""
    people = [
        factories.make_member(name=name, organization=branch)
        for name in ("Alfa", "Bravo", "Charlie", "Delta", "Echo")
    ]
    activity = factories.make_meeting(
        0,
        organization=branch,
        title="Admission",
        present=people[:4],
        on_leave=people[4:],
        starts_at="14:30",
        minutes_long=90,
        place="Room 1",
        chair="Alfa",
        recorder="Bravo",
        agenda="1. Admission",
        record=f"First line\n{HOSTILE}",
        resolution="Agreed",
        guest_count=2,
    )
    for row in factories.find(activity).attendance:
        row.reason = "out of town" if row.member.name == "Echo" else None
    db.session.commit()
    factories.make_vote(activity=activity, item="Plan", in_favor=4)
    return activity


def test_minutes_say_all_that_the_form_asks_for(browser: Browser, meeting: Any) -> None:
    document = document_of(browser, "papers.meeting", record_id=meeting.id)
    found = cells(document)
    for label, value in (
        ("Meeting", "Admission"),
        ("Time", "1 March 2023 14:30 (90 minutes)"),
        ("Place", "Room 1"),
        ("Chair", "Alfa"),
        ("Recorder", "Bravo"),
        ("Expected", "5 people"),
        ("Came", "4 people"),
        ("Agenda", "1. Admission"),
        ("Resolution", "Agreed"),
    ):
        assert found[found.index(label) + 1] == value, label
    whole = "\n".join(found)
    assert "Alfa、Bravo、Charlie、Delta" in whole
    assert "Echo（out of town）" in whole
    assert "2 guests who are not named" in whole
    assert f"First line{CLEAN}" in whole
    assert "of 5 expected with a vote 4 were present; 4 in favor, 0 against, 0 abstained" in whole
    assert "Enough came to vote" in whole
    assert "Result: Passed." in whole
    assert paragraphs(document)[:2] == ["Minutes of the meeting", "First branch"]
    assert "Chair (signature):" in whole


def test_the_page_prints_the_same_and_taking_it_away_is_logged(
    browser: Browser, meeting: Any
) -> None:
    page = browser.get("papers.meeting", record_id=meeting.id)
    shown = main_text(page)
    for text in ("Room 1", "Echo（out of town）", CLEAN, "Result: Passed."):
        assert text in shown
    assert page.select_one(".paper table.form")
    assert page.select_one("[data-print]")
    assert not exports()
    browser.download("papers.meeting", record_id=meeting.id)
    [entry] = exports()
    assert (entry.register, entry.record_id) == ("activities", meeting.id)
    assert entry.reason == "Minutes of Admission"


def exports() -> list[HistoryEntry]:
    query = select(HistoryEntry).where(HistoryEntry.action == Action.EXPORTED)
    return list(db.session.scalars(query))


def test_a_planned_meeting_leaves_room_for_the_pen(browser: Browser, branch: Any) -> None:
    activity = factories.make_activity(organization=branch, status="planned", title="Plan")
    found = cells(document_of(browser, "papers.meeting", record_id=activity.id))
    assert found[found.index("Came") + 1] == ""
    assert found[found.index("What was said") + 1] == ""
    assert "On leave, absent" in found


def test_the_number_who_came_is_of_those_expected_and_of_that_day(
    browser: Browser, branch: Any
) -> None:
    """Three were expected: one came, one made up for it later; two others came along."""
    own = [factories.make_member(organization=branch) for _ in range(3)]
    elsewhere = factories.make_branch()
    others = [factories.make_member(organization=elsewhere) for _ in range(2)]
    activity = factories.make_meeting(0, organization=branch, present=[*own[:2], *others])
    row = next(row for row in factories.find(activity).attendance if row.member_id == own[1].id)
    row.state, row.made_up_on = AttendanceState.MADE_UP, date(2023, 4, 1)
    db.session.commit()
    found = cells(document_of(browser, "papers.meeting", record_id=activity.id))
    assert found[found.index("Expected") + 1] == "3 people"
    assert found[found.index("Came") + 1] == "1 people"
    assert "Also present(2)" in found
    talk = factories.make_activity(organization=branch, kinds="conference", present=own)
    found = cells(document_of(browser, "papers.meeting", record_id=talk.id))
    assert found[found.index("Came") + 1] == ""


def test_paused_votes_are_named_nowhere(browser: Browser, meeting: Any) -> None:
    person = meeting.live_attendance[0].member if meeting.attendance else None
    person = person or factories.find(meeting).live_attendance[0].member
    factories.make_voting_pause(member=person, started_on=date(2023, 1, 1))
    whole = "\n".join(cells(document_of(browser, "papers.meeting", record_id=meeting.id)))
    assert "Not counted" not in whole
    assert "pause" not in whole.lower()


def test_the_sign_in_sheet_names_those_expected_in_order(browser: Browser, branch: Any) -> None:
    for name in ("Zulu", "Alfa", "Mike"):
        factories.make_member(name=name, organization=branch)
    planned = factories.make_activity(organization=branch, status="planned", title=HOSTILE)
    document = document_of(browser, "papers.sign_in", record_id=planned.id)
    sheet, guests = document.tables
    rows = [[cell.text for cell in row.cells] for row in sheet.rows]
    assert rows[0] == ["No.", "Name", "Signature", "Remark"] * 2
    assert rows[1:] == [
        ["1", "Alfa", "", "", "2", "Mike", "", ""],
        ["3", "Zulu", "", "", "", "", "", ""],
    ]
    assert len(guests.rows) == 4
    assert CLEAN in "\n".join(paragraphs(document))


def test_a_book_has_cover_contents_and_each_meeting_in_order(
    browser: Browser, branch: Any, meeting: Any
) -> None:
    factories.make_activity(organization=branch, title="Early", held_on=date(2023, 1, 5))
    factories.make_activity(organization=branch, title="Talk", kinds="heart_talk")
    factories.make_activity(organization=branch, title="Cut", status="cancelled")
    other = factories.make_branch()
    factories.make_activity(organization=other, title="Elsewhere")
    place = {"organization": branch.id, "period": "2023"}
    document = document_of(browser, "papers.minutes", **place)
    assert paragraphs(document)[:4] == ["Book of minutes", "First branch", "2023", "2 meetings"]
    contents = document.tables[0]
    assert [row.cells[3].text for row in contents.rows] == ["Meeting", "Early", "Admission"]
    links = [link.fragment for link in _links(contents)]
    assert links == ["meeting1", "meeting2"]
    names = document.element.xpath("//w:bookmarkStart/@w:name")
    assert names == links
    whole = "\n".join(cells(document))
    assert whole.index("Early") < whole.index("Room 1")
    for left_out in ("Talk", "Cut", "Elsewhere"):
        assert left_out not in whole
    page = browser.get("papers.minutes", **place)
    assert [paper.get("id") for paper in page.select(".paper")] == [None, None, *links]


def _links(table: Any) -> list[Any]:
    return [
        link
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for link in paragraph.hyperlinks
    ]


def test_too_many_meetings_are_refused_with_what_to_do(
    browser: Browser, meeting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("partyhub.papers.views.MOST_MEETINGS", 0)
    place = {"organization": meeting.organization_id, "period": "2023"}
    response = browser.open("GET", browser.url("papers.minutes", **place))
    assert response.status_code == 303
    assert "Choose a shorter period" in main_text(browser.page(response.location))


def test_plaques_are_one_sheet_a_post(browser: Browser, branch: Any) -> None:
    holder = factories.make_member(name="Alfa", organization=branch)
    factories.make_vanguard_post(
        organization=branch, name="Post A", holders=[holder], show_commitment="No\nfault " * 40
    )
    factories.make_vanguard_post(organization=branch, name="Post B")
    closed = {"status": "closed", "closed_on": date(2022, 1, 1)}
    factories.make_vanguard_post(organization=branch, name="Post C", **closed)
    document = document_of(browser, "papers.plaques", organization=branch.id, period="2023")
    section = document.sections[0]
    assert section.page_width > section.page_height
    found = paragraphs(document)
    assert found[:3] == ["Party members: Vanguard post", "Post A", "Alfa"]
    assert found[3].startswith("Commitment shown: No fault No fault")
    assert "(vacant)" in found
    assert "Post C" not in found
    breaks = [p for p in document.paragraphs if p.paragraph_format.page_break_before]
    assert len(breaks) == 1
    one = document_of(browser, "papers.plaque", record_id=factories.make_vanguard_post().id)
    assert "Party members: Vanguard post" in paragraphs(one)


def test_the_roll_of_honor_begins_with_the_highest_level(browser: Browser, branch: Any) -> None:
    factories.make_award(organization=branch, title="Low", level="township")
    factories.make_award(organization=branch, title="High", level="national")
    factories.make_award(organization=branch, title="Old", awarded_on=date(2021, 1, 1))
    document = document_of(browser, "papers.honors", period="2023")
    [table, _] = document.tables
    assert [row.cells[1].text for row in table.rows] == ["Title", "High", "Low"]
    assert "2 honors: National 1、Township 1." in paragraphs(document)


def test_namesakes_are_told_apart_by_their_branch(browser: Browser) -> None:
    """A code is never printed in a name."""
    for _ in range(2):
        branch = factories.make_branch()
        person = factories.make_member(organization=branch, name="王建平")
        factories.make_award(recipient_kind="member", recipient=person, awarded_on=date(2023, 5, 1))
    text = main_text(browser.get("papers.honors", period="2023"))
    assert text.count("王建平 (") == 2
    assert branch.name in text
    assert person.number not in text


def test_medals_are_no_honors_and_stand_behind_them(browser: Browser) -> None:
    person = factories.make_member(name="Alfa")
    given = {"recipient_kind": "member", "recipient": person}
    for number in (1, 2):
        factories.make_award(**given, title=f"Medal {number}", category="medal", level="national")
    factories.make_award(**given, title="Honor", level="township")
    document = document_of(browser, "papers.honors", period="2023")
    titles = [row.cells[1].text for row in document.tables[0].rows[1:]]
    assert titles == ["Honor", "Medal 1", "Medal 2"]
    sentence = "1 honor: Township 1. Besides: 2 commemorative medals."
    assert sentence in paragraphs(document)
    place = {"register": "members", "record_id": person.id, "first": 2023, "last": 2023}
    assert sentence in main_text(browser.get("papers.honors_of", **place))


def test_a_file_says_what_was_granted_elsewhere(app: Flask, browser: Browser) -> None:
    here, there = factories.make_branch(), factories.make_branch()
    person = factories.make_member(organization=there, name="Alfa")
    factories.make_award(
        recipient_kind="member", recipient=person, title="Elsewhere", awarded_on=date(2023, 6, 1)
    )
    factories.leave(person, date(2023, 6, 29), "internal")
    factories.make_assignment(
        member=person, organization=here, started_on=date(2023, 6, 29), in_reason="internal"
    )
    factories.make_award(
        recipient_kind="member", recipient=person, title="Here", awarded_on=date(2023, 6, 30)
    )
    place = {"register": "members", "record_id": person.id, "first": 2023, "last": 2023}
    own = Browser(app.test_client()).sign_in(Role.BRANCH_SECRETARY, here)
    shown = main_text(own.get("papers.honors_of", **place))
    assert "1 more honor belongs to another organization and is not listed." in shown
    assert "Elsewhere" not in shown
    assert "1 more honor" not in main_text(browser.get("papers.honors_of", **place))
    assert "1 more honor" in "\n".join(paragraphs(document_of(own, "papers.honors_of", **place)))


def test_a_file_of_honors_covers_the_chosen_years(browser: Browser) -> None:
    person = factories.make_member(name="Alfa")
    for year in (2019, 2021, 2022):
        factories.make_award(
            recipient_kind="member",
            recipient=person,
            title=f"Honor of {year}",
            awarded_on=date(year, 5, 1),
            document_no="No. 7",
        )
    place = {"register": "members", "record_id": person.id}
    page = browser.get("papers.honors_of", **place, first=2021, last=2022)
    shown = main_text(page)
    assert "Honor of 2021" in shown
    assert "Honor of 2019" not in shown
    document = document_of(browser, "papers.honors_of", **place, first=2022, last=2019)
    table = document.tables[1]
    titles = [row.cells[2].text for row in table.rows[1:]]
    assert titles == ["Honor of 2019", "Honor of 2021", "Honor of 2022"]
    assert table.rows[1].cells[5].text == "No. 7"
    browser.get("papers.honors_of", **place, first="x" * 90, last="99999")
    browser.get("papers.honors_of", register="duties", record_id=1, status=404)


def test_a_branch_sees_its_own_papers_alone(app: Flask, browser: Browser, meeting: Any) -> None:
    other = factories.make_branch()
    stranger = Browser(app.test_client()).sign_in(Role.BRANCH_SECRETARY, other)
    for page in ("meeting", "sign_in"):
        stranger.get(f"papers.{page}", record_id=meeting.id, status=404)
        stranger.post(f"papers.{page}", record_id=meeting.id, status=404)
    stranger.get("papers.minutes", organization=meeting.organization_id, status=404)
    shown = main_text(stranger.get("papers.minutes", period="2023"))
    assert "Admission" not in shown
    reviewer = Browser(app.test_client()).sign_in(Role.REVIEWER, meeting.organization)
    reviewer.download("papers.meeting", record_id=meeting.id)


def test_pages_lead_to_their_papers(browser: Browser, meeting: Any) -> None:
    page = browser.get("activities.show", record_id=meeting.id)
    links = [str(link["href"]) for link in page.select(".actions .menu-list a")]
    assert links == [f"/papers/meetings/{meeting.id}", f"/papers/sign-in/{meeting.id}"]
    for link in links:
        browser.page(link)
    branch = browser.get("organizations.show", record_id=meeting.organization_id)
    labels = [link.text for link in branch.select(".actions .menu-list a")]
    assert labels == ["Book of minutes", "File of honors"]
    overview = browser.get("papers.show", organization=meeting.organization_id, period="2023")
    assert "Admission" in main_text(overview)
    assert overview.select(f"a[href='/papers/meetings/{meeting.id}']")


def test_the_overview_of_an_empty_period_and_of_a_wrong_one(browser: Browser, branch: Any) -> None:
    shown = main_text(browser.get("papers.show", period="1990"))
    assert "No meeting in this period." in shown
    browser.get("papers.show", days="nonsense", status=400)
    browser.get("papers.show", period="nonsense", status=404)
