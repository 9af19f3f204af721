"""Posts and teams as a person enters them, in requests of their own."""

from datetime import date

from sqlalchemy import select

from partyhub.database import db
from partyhub.vanguards.models import VanguardPost
from tests import factories
from tests.browser import Browser, cells, form_data, main_text, text

POST = {"code": "G1", "name": "Post", "status": "active", "established_on": "2022-01-04"}


def test_a_named_post_is_entered_with_its_holders(browser: Browser) -> None:
    people = [factories.make_member(name=name) for name in ("One", "Two", "Three")]
    data = POST | {"organization": f"#{factories.any_branch().id}", "holders": "One、Two"}
    page = browser.follow("vanguard_posts.create", data)
    assert [text(row)[:3] for row in page.select("#people tbody tr")] == ["One", "Two"]
    assert "Vacant since" not in main_text(page)
    factories.leave(people[0], date(2023, 2, 1))
    factories.leave(people[1], date(2023, 3, 1))
    (post,) = db.session.scalars(select(VanguardPost))
    page = browser.get("vanguard_posts.show", record_id=post.id)
    assert len(cells(browser.get("vanguard_posts.list", vacant="yes"))) == 1
    assert "Vacant since 1 March 2023" in main_text(page)
    form = form_data(browser.get("vanguard_posts.edit", record_id=post.id))
    data = form | {"holders": "Three", "changed_on": "2023-03-10"}
    browser.follow("vanguard_posts.edit", data, record_id=post.id)
    assert cells(browser.get("vanguard_posts.list", vacant="yes")) == []
