"""An organization's form changes nothing that its members, posts and children stand on."""

from datetime import date

from tests import factories
from tests.browser import Browser, errors, form_data
from tests.organizations.test_organizations import below, edit

DAY = "2023-03-01"


def test_it_does_not_end_with_people_in_it(browser: Browser) -> None:
    branch = factories.make_branch()
    member = factories.make_member(organization=branch)
    said = edit(browser, branch, status=400, dissolved_on=DAY)
    assert "Use “Dissolve”" in said["dissolved_on"]
    factories.leave(member, date(2023, 3, 2))
    assert "dissolved_on" in edit(browser, branch, status=400, dissolved_on=DAY)
    edit(browser, branch, dissolved_on="2023-03-02")
    edit(browser, branch, remark="Something else")
    assert "dissolved_on" in edit(browser, branch, status=400, dissolved_on=DAY)


def test_it_does_not_end_with_posts_or_organizations_in_it(browser: Browser) -> None:
    branch, other = factories.make_branch(), factories.make_branch()
    group = factories.make_group(branch)
    factories.make_party_post(
        organization=other, member=factories.make_member(organization=factories.make_branch())
    )
    for each in (branch, other):
        assert "dissolved_on" in edit(browser, each, status=400, dissolved_on=DAY)
    edit(browser, group, dissolved_on=DAY)
    edit(browser, branch, dissolved_on=DAY)


def test_archived_people_keep_nothing(browser: Browser) -> None:
    branch = factories.make_branch()
    factories.archive(factories.make_member(organization=branch))
    edit(browser, branch, dissolved_on=DAY)


def test_its_kind_fits_what_is_in_it(browser: Browser) -> None:
    branch = factories.make_branch()
    group = factories.make_group(branch)
    assert "kind" in edit(browser, branch, status=400, kind="party_group")
    edit(browser, branch, kind="joint_branch")
    factories.make_member(organization=branch, party_group=group)
    assert "kind" in edit(browser, group, status=400, kind="branch")
    peopled = factories.make_branch()
    factories.make_member(organization=peopled)
    assert "kind" in edit(browser, peopled, status=400, kind="party_group")
    general = factories.make_organization(kind="general_branch")
    factories.make_branch(parent=general)
    assert "kind" in edit(browser, general, status=400, kind="branch")


def test_it_begins_before_what_is_in_it(browser: Browser) -> None:
    branch = factories.make_branch()
    factories.make_member(organization=branch, admitted_on="2015-01-01")
    said = edit(browser, branch, status=400, established_on="2015-01-02")
    assert "1 January 2015" in said["established_on"]
    edit(browser, branch, established_on="2015-01-01")


def test_a_corrected_beginning_takes_the_first_placement_along(browser: Browser) -> None:
    one = factories.make_organization(name="One", kind="general_branch")
    leaf = factories.make_organization(name="Leaf", established_on="2015-01-01")
    root = factories.committee()
    edit(browser, leaf, established_on="2014-01-01")
    assert "Leaf" in below(root, date(2014, 1, 1))
    edit(browser, leaf, established_on="2016-01-01")
    assert "Leaf" not in below(root, date(2015, 12, 31))
    edit(browser, leaf, parent=one, changed_on="2020-01-01")
    said = edit(browser, leaf, status=400, established_on="2020-01-01")
    assert "31 December 2019" in said["established_on"]


def test_a_superior_exists_on_the_days_on_which_it_is_one(browser: Browser) -> None:
    """Also of an organization that has been placed elsewhere before."""
    first, young, gone = (
        factories.make_organization(kind="general_branch", established_on=day)
        for day in ("2010-01-01", "2021-03-01", "2010-01-01")
    )
    factories.change(gone, dissolved_on=date(2023, 1, 1))
    branch = factories.make_branch(parent=first)
    factories.change(branch, parent=factories.committee(), changed_on=date(2022, 1, 1))
    about = {"record_id": branch.id, "column": "parent", "on": "2021-06-01"}
    sent = form_data(browser.get("organizations.correct", **about)) | {"parent": f"#{young.id}"}
    page = browser.post("organizations.correct", sent, status=400, **about)
    assert "was founded on 1 March 2021" in errors(page)["reason"]
    sent = form_data(browser.get("organizations.edit", record_id=branch.id))
    sent |= {"parent": f"#{gone.id}", "changed_on": "change", "changed_on-day": "2023-06-01"}
    page = browser.post("organizations.edit", sent, status=400, record_id=branch.id)
    assert "was dissolved on 1 January 2023" in errors(page)["parent"]
    assert len(factories.find(branch).placements) == 2
