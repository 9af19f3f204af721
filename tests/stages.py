"""A committee with two branches, a record of every register in each, and a mark in every text."""

import hashlib
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import text

from partyhub.database import db
from partyhub.members.models import Member
from partyhub.organizations.models import Organization, Workshop
from partyhub.viewers import Role
from tests import factories

LATELY = date(2023, 3, 1)


@dataclass
class Branch:
    """One branch, the mark that its texts carry, and a record of each register."""

    organization: Organization
    mark: str
    records: dict[str, int] = field(default_factory=dict)

    @property
    def member_id(self) -> int:
        return self.records["members"]


@dataclass
class Stage:
    """What the tests of access play on."""

    own: Branch
    other: Branch
    spare_user_id: int


def build() -> Stage:
    return Stage(
        fill(factories.make_branch(name="Own 7OWN7", short_name="7OWN7"), "7OWN7"),
        fill(factories.make_branch(name="Other 8OTHER8", short_name="8OTHER8"), "8OTHER8"),
        factories.make_user(Role.REVIEWER, username="spare").id,
    )


def fill(branch: Organization, mark: str) -> Branch:
    factories.change(branch, remark=f"Remark {mark}")
    member = factories.make_member(
        organization=branch,
        name=f"Person {mark}",
        job=f"Job {mark}",
        remark=f"Remark {mark}",
        ethnicity=f"E {mark}",
        native_place=f"P {mark}",
        education=f"D {mark}",
        phone="13812340007",
        party_group=factories.make_group(branch, name=f"Group {mark}"),
    )
    organization = {"organization": branch}
    # Workshops bear no mark in their names: a branch's people may work in any of them.
    workshop = factories.make_workshop(**organization)
    activity = factories.make_activity(
        **organization,
        kinds="general_meeting、party_lecture",
        title=f"Title {mark}",
        present=[member],
        place=f"Place {mark}",
        chair=f"Chair {mark}",
        speaker=f"Speaker {mark}",
        recorder=f"Recorder {mark}",
        agenda=f"Agenda {mark}",
        record=f"Record {mark}",
        resolution=f"Resolution {mark}",
        number=f"HD-{mark}",
    )
    award = factories.make_award(
        recipient=member,
        recipient_kind="member",
        title=f"Honor {mark}",
        granting_body=f"Body {mark}",
        document_no=f"No {mark}",
        certificate_no=f"Cert {mark}",
    )
    found = Branch(
        branch,
        mark,
        {
            "organizations": branch.id,
            "terms": factories.make_term(**organization, reelected_on=LATELY).id,
            "workshops": workshop.id,
            "members": member.id,
            "assignments": factories.find(member).assignments[0].id,
            "party_posts": factories.make_party_post(**organization, member=member).id,
            "appraisals": factories.make_appraisal(member=member).id,
            "activities": activity.id,
            "awards": award.id,
            **fill_the_report(organization, workshop, member, mark),
        },
    )
    found.records["campaigns"] = factories.make_campaign().id
    return found


def fill_the_report(
    organization: dict[str, Organization], workshop: Workshop, member: Member, mark: str
) -> dict[str, int]:
    """A record of each register that the report is about; `member` is the workshop's commissar."""
    post = factories.make_vanguard_post(
        **organization,
        workshop=workshop,
        code=f"GP-{mark}",
        name=f"Post {mark}",
        holders=[member],
        department=f"Department {mark}",
        show_identity=f"Identity {mark}",
    )
    team = factories.make_team(
        **organization, code=f"TM-{mark}", name=f"Team {mark}", leader=member, task=f"Task {mark}"
    )
    held = factories.make_commissar(
        workshop=workshop, member=member, document_no=f"Appointment {mark}"
    )
    duty = factories.make_duty(
        commissar=member, workshop=workshop, topic=f"Topic {mark}", outcome=f"Outcome {mark}"
    )
    project = factories.make_project(
        **organization,
        workshop=workshop,
        code=f"PR-{mark}",
        title=f"Project {mark}",
        lead=member,
    )
    prosperity = factories.make_prosperity_workshop(
        workshop=workshop, code=f"PW-{mark}", name=f"Prosperity {mark}"
    )
    made = {
        "vanguard_posts": post,
        "post_reviews": factories.make_post_review(post=post, comment=f"Comment {mark}"),
        "teams": team,
        "commissars": held,
        "duties": duty,
        "projects": project,
        "milestones": factories.make_milestone(project=project, title=f"Milestone {mark}"),
        "mentorships": factories.make_mentorship(mentor=member, apprentice=f"Apprentice {mark}"),
        "prosperity_workshops": prosperity,
        "prosperity_returns": factories.make_prosperity_return(prosperity_workshop=prosperity),
    }
    return {name: record.id for name, record in made.items()}


def digest(*, without: tuple[str, ...] = ("user_session",)) -> dict[str, str]:
    """A digest of the rows of each table; whoever looks has a session that is noted to be used."""
    db.session.rollback()
    found = {}
    for table in db.metadata.sorted_tables:
        if table.name not in without:
            rows = db.session.execute(text(f'SELECT * FROM "{table.name}" ORDER BY 1, 2')).all()  # noqa: S608
            found[table.name] = hashlib.sha256(repr(rows).encode()).hexdigest()
    db.session.rollback()
    return found
