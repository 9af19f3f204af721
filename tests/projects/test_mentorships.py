"""Masters and apprentices: one on record is linked, whatever brackets the name was typed with."""

from typing import Any

from sqlalchemy import select

from partyhub.database import db
from partyhub.members.models import Member
from partyhub.projects.models import Mentorship
from tests.browser import Browser, errors, main_text
from tests.factories import make_branch, make_member


def pair(mentor: Member, apprentice: str) -> dict[str, Any]:
    return {"mentor": f"#{mentor.id}", "apprentice": apprentice, "started_on": "2022-03-01"}


def stored() -> list[int | None]:
    return list(db.session.scalars(select(Mentorship.apprentice_id)))


def test_an_apprentice_on_record_is_linked_when_created(browser: Browser) -> None:
    branch = make_branch()
    mentor = make_member(organization=branch, name="Ann", number="A1")
    apprentice = make_member(organization=branch, name="Ben", number="A2").id
    sent = pair(mentor, "Ben（A2）")
    db.session.expunge_all()  # as in a request of its own
    page = browser.follow("mentorships.create", sent)
    assert "Ann → Ben（A2）" in main_text(page)
    assert stored() == [apprentice]


def test_the_same_pair_typed_otherwise_is_the_same_pair(browser: Browser) -> None:
    branch = make_branch()
    mentor = make_member(organization=branch, name="Ann", number="A1")
    make_member(organization=branch, name="Ben", number="A2")
    browser.follow("mentorships.create", pair(mentor, "Ben（A2）"))
    browser.post("mentorships.create", pair(mentor, " Ben (A2)"), status=400)
    assert len(stored()) == 1


def test_nobody_is_their_own_apprentice_but_a_namesake_may_be(browser: Browser) -> None:
    mentor = make_member(organization=make_branch(), name="Ann", number="A1")
    page = browser.post("mentorships.create", pair(mentor, "Ann (A1)"), status=400)
    assert errors(page) == {"apprentice": "Nobody is their own apprentice."}
    page = browser.post("mentorships.create", pair(mentor, "Ann"), status=400)
    assert "have the same name" in main_text(page)
    assert "Nobody is" not in main_text(page)


def test_a_number_of_nobody_is_told(browser: Browser) -> None:
    mentor = make_member(organization=make_branch())
    page = browser.post("mentorships.create", pair(mentor, "Cai（X9）"), status=400)
    assert "nobody on record" in main_text(page)
