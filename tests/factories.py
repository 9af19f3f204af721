"""Makers of stored records, entered as a person's form does; a test names only what it is about.

The words are English on purpose: the test of languages reads every page for words of the other one.
"""

from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from partyhub import clock
from partyhub.accounts import operations
from partyhub.accounts.models import User
from partyhub.activities.models import Activity
from partyhub.activities.voting.models import Vote
from partyhub.attachments import operations as attachments
from partyhub.attachments import storage
from partyhub.attachments.models import Attachment, FileKind
from partyhub.attachments.operations import Taken
from partyhub.awards.models import Award
from partyhub.campaigns.models import Campaign
from partyhub.commissars.models import CommissarAppointment, CommissarDuty
from partyhub.database import Nameable, db
from partyhub.forms import RecordForm
from partyhub.members.models import Appraisal, Assignment, Member, PartyPost
from partyhub.members.voting_pauses.models import VotingPause
from partyhub.organizations.models import Organization, Term, Workshop
from partyhub.periods import Period
from partyhub.projects.models import KeyProject, Mentorship, Milestone
from partyhub.prosperity.models import ProsperityReturn, ProsperityWorkshop
from partyhub.registers import register_of, saving
from partyhub.registers.dated_forms import DatedForm
from partyhub.registers.editing import form_values
from partyhub.roles import Role
from partyhub.rules.models import Rule
from partyhub.rules.operations import add_version
from partyhub.rules.queries import find_versions
from partyhub.vanguards.models import PostReview, Team, VanguardPost
from partyhub.viewers import Viewer
from partyhub.yearly_reports import operations as yearly_reports
from partyhub.yearly_reports.models import ReportLanguage, YearlyReport
from tests.catalog import CATALOG

OWNER = Viewer("Owner")
LONG_AGO = date(2010, 1, 1)


def enter(register_name: str, /, viewer: Viewer = OWNER, **values: Any) -> Any:
    """Store a record as its form would; raises AssertionError with what the form says."""
    given = {key: value for key, value in values.items() if value is not None}
    return save(fill(register_name, viewer=viewer, **given))


def change(record: Any, /, viewer: Viewer = OWNER, **values: Any) -> Any:
    """Change a stored record as its form would; dated values from today, unless said otherwise."""
    register = register_of(record)
    query = register.load().where(register.model.id == record.id)
    found = db.session.scalars(query).unique().one()
    form = fill(register.name, found, viewer, **values)
    if isinstance(form, DatedForm) and form.begun_before() and "changed_on" not in values:
        form = fill(register.name, found, viewer, **values, changed_on=clock.today())
    return save(form)


def fill(
    register_name: str, edited: Any = None, /, viewer: Viewer = OWNER, **values: Any
) -> RecordForm:
    """The form of a new record, or of one that is changed, with what a person typed into it."""
    register = CATALOG.by_name[register_name]
    return register.form(
        viewer,
        edited=edited,
        values=form_values(register, edited) if edited is not None else None,
        formdata=MultiDict({key: as_typed(value) for key, value in values.items()}),
        meta={"csrf": False},
    )


def save(form: RecordForm) -> Any:
    """Store what the form holds; raises AssertionError with what it says against it."""
    register = next(r for r in CATALOG.registers if r.form is type(form))
    if not form.validate() and form.warnings:
        form.reason.data = "As it was"  # a test says only what it is about
    assert form.validate(), (register.name, form.errors, form.warnings)
    record = saving.save(register, form.edited, form)
    db.session.commit()
    return record


def archive(record: Any) -> None:
    saving.archive(find(record), OWNER, None)
    db.session.commit()


def attach(record: Any, name: str, content: str = "") -> Attachment:
    """Attach a photo to a record; nobody decodes its content, which is `content`, or the name."""
    digest = storage.store((content or name).encode())
    taken = Taken(f"{name}.jpg", FileKind.PHOTO, 1_000, digest, digest, 40, 30)
    attached = attachments.attach(register_of(record).name, find(record), taken, OWNER, most=100)
    db.session.commit()
    return attached


def find(record: Any) -> Any:
    """The stored record with all that its register's columns read."""
    register = register_of(record)
    query = register.load().where(register.model.id == record.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).unique().one()


def as_typed(value: Any) -> str:
    """Return a value as a person types it into a form, a record as a select sends it."""
    if value is None:
        return ""
    if isinstance(value, Nameable):
        return f"#{value.id}"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "、".join(
            f"{item.name}（{item.reference_code}）" if isinstance(item, Nameable) else str(item)
            for item in value
        )
    return str(value)


def committee() -> Organization:
    """The root of the tree, made when it is missing."""
    found = db.session.scalars(select(Organization).where(Organization.code == "DW")).first()
    return found or enter(
        "organizations",
        code="DW",
        name="Committee",
        kind="party_committee",
        established_on=LONG_AGO,
        superior_name="Township",
    )


def make_organization(**values: Any) -> Organization:
    """A branch below the committee, unless said otherwise."""
    if "parent" not in values:
        values["parent"] = committee()
    number = _next(Organization)
    defaults = {
        "code": f"Z{number}",
        "name": f"Branch {number}",
        "kind": "branch",
        "established_on": LONG_AGO,
    }
    return enter("organizations", **(defaults | values))


def make_branch(**values: Any) -> Organization:
    return make_organization(**values)


def make_group(parent: Organization, **values: Any) -> Organization:
    return make_organization(parent=parent, kind="party_group", **values)


def make_term(**values: Any) -> Term:
    _place(values)
    defaults = {"number": _next(Term), "started_on": date(2021, 1, 1)}
    return enter("terms", **(defaults | values))


def make_workshop(**values: Any) -> Workshop:
    _place(values)
    number = _next(Workshop)
    defaults = {
        "code": f"W{number}",
        "name": f"Workshop {number}",
        "is_first_line": True,
        "opened_on": LONG_AGO,
    }
    return enter("workshops", **(defaults | values))


def make_member(**values: Any) -> Member:
    """A full member of long standing."""
    _place(values)
    number = _next(Member)
    defaults = {
        "number": f"A{number:03}",
        "name": f"Person {number}",
        "admitted_on": date(2015, 1, 1),
        "full_on": date(2016, 1, 1),
    }
    return enter("members", **(defaults | values))


def make_assignment(**values: Any) -> Assignment:
    """A member's second assignment: the first one came with the member, and has ended."""
    organization = values.pop("organization", None) or any_branch()
    if "member" not in values:
        values["member"] = make_member(organization=organization)
        leave(values["member"], date(2020, 1, 1))
    defaults = {"started_on": date(2021, 1, 1), "in_reason": "restored"}
    return enter("assignments", organization=organization, **(defaults | values))


def make_party_post(**values: Any) -> PartyPost:
    organization = values.pop("organization", None) or any_branch()
    if "member" not in values:
        values["member"] = make_member(organization=organization)
    defaults = {"post": "secretary", "started_on": date(2021, 1, 1)}
    return enter("party_posts", organization=organization, **(defaults | values))


def change_rule(key: str, value: object, since: str | date, source: str = "Own rule") -> Rule:
    """A version of a rule that the committee has entered."""
    day = since if isinstance(since, date) else date.fromisoformat(since)
    is_exclusive = any(version.is_exclusive for version in find_versions(key))
    values = {"value": Decimal(str(value)), "source": source, "effective_from": day}
    values["is_exclusive"] = is_exclusive
    rule = add_version(OWNER, key, values)
    db.session.commit()
    return rule


def make_appraisal(**values: Any) -> Appraisal:
    organization = values.pop("organization", None) or any_branch()
    if "member" not in values:
        values["member"] = make_member(organization=organization)
    defaults = {"for_year": 2022, "held_on": date(2023, 1, 3), "grade": "qualified"}
    return enter("appraisals", **(defaults | values))


def make_voting_pause(**values: Any) -> VotingPause:
    organization = values.pop("organization", None) or any_branch()
    if "member" not in values:
        values["member"] = make_member(organization=organization)
    return enter("voting_pauses", **({"started_on": date(2023, 5, 10)} | values))


def make_meeting(voters: int, **values: Any) -> Activity:
    """A general meeting of a branch of its own, unless one is given, to which all voters came."""
    organization = values.pop("organization", None) or make_branch()
    present = [make_member(organization=organization) for _ in range(voters)]
    return make_activity(
        organization=organization, **({"kinds": "general_meeting", "present": present} | values)
    )


def make_vote(**values: Any) -> Vote:
    """A resolution that passed, at a meeting of two unless one is given."""
    organization = values.pop("organization", None)
    if "activity" not in values:
        values["activity"] = make_meeting(2, organization=organization)
    number = _next(Vote)
    defaults = {"item": f"Item {number}", "kind": "resolution", "in_favor": 2}
    return enter("votes", **(defaults | values))


def make_activity(**values: Any) -> Activity:
    """A theme day that was held; nobody came unless `present` names them."""
    _place(values)
    number = _next(Activity)
    defaults = {"kinds": "theme_day", "title": f"Theme {number}", "held_on": date(2023, 3, 1)}
    return enter("activities", **(defaults | values))


def make_award(**values: Any) -> Award:
    """An honor of the branch in `organization`, unless another recipient is given."""
    organization = values.pop("organization", None)
    if "recipient" not in values:
        recipient = organization or any_branch()
        values |= {"recipient_kind": "organization", "recipient": recipient.name}
    elif isinstance(values["recipient"], Nameable):
        named = values["recipient"]
        values["recipient"] = f"{named.name}（{named.reference_code}）"
    number = _next(Award)
    defaults = {
        "title": f"Honor {number}",
        "level": "township",
        "granting_body": "Township",
        "awarded_on": date(2023, 6, 29),
    }
    return enter("awards", **(defaults | values))


def make_campaign(**values: Any) -> Campaign:
    values.pop("organization", None)
    number = _next(Campaign)
    defaults = {"code": f"C{number}", "name": f"Campaign {number}", "started_on": date(2022, 1, 1)}
    return enter("campaigns", **(defaults | values))


def make_vanguard_post(**values: Any) -> VanguardPost:
    """A named vanguard post."""
    _place(values)
    number = _next(VanguardPost)
    defaults = {
        "code": f"G{number}",
        "name": f"Post {number}",
        "status": "active",
        "established_on": date(2021, 1, 4),
    }
    return enter("vanguard_posts", **(defaults | values))


def make_post_review(**values: Any) -> PostReview:
    organization = values.pop("organization", None)
    if "post" not in values:
        values["post"] = make_vanguard_post(organization=organization)
    defaults = {"reviewed_on": date(2022, 12, 20), "performance": 90, "style": 91, "service": 92}
    return enter("post_reviews", **(defaults | values))


def make_team(**values: Any) -> Team:
    _place(values)
    number = _next(Team)
    defaults = {
        "code": f"D{number}",
        "name": f"Team {number}",
        "kind": "vanguard",
        "established_on": date(2021, 1, 4),
    }
    return enter("teams", **(defaults | values))


def make_commissar(**values: Any) -> CommissarAppointment:
    """An appointment in a workshop of its own, unless one is given."""
    organization = values.pop("organization", None) or any_branch()
    if "workshop" not in values:
        values["workshop"] = make_workshop(organization=organization)
    if "member" not in values:
        values["member"] = make_member(organization=organization)
    return enter("commissars", **({"started_on": date(2021, 1, 4)} | values))


def make_duty(**values: Any) -> CommissarDuty:
    """A duty of a commissar appointed for it, unless one is given with a workshop."""
    organization = values.pop("organization", None)
    if "commissar" not in values:
        values |= {
            "commissar": make_member(organization=organization or any_branch()),
            "workshop": make_workshop(organization=organization or any_branch()),
        }
        make_commissar(member=values["commissar"], workshop=values["workshop"])
    defaults = {"held_on": date(2023, 3, 1), "kind": "daily_reading"}
    return enter("duties", **(defaults | values))


def make_project(**values: Any) -> KeyProject:
    """A running project of the plan of 2022."""
    _place(values)
    number = _next(KeyProject)
    if "lead" not in values:
        values["lead"] = make_member(organization=values["organization"])
    defaults = {
        "code": f"X{number}",
        "title": f"Project {number}",
        "plan_year": 2022,
        "status": "running",
        "started_on": date(2022, 2, 1),
    }
    return enter("projects", **(defaults | values))


def make_milestone(**values: Any) -> Milestone:
    organization = values.pop("organization", None)
    if "project" not in values:
        values["project"] = make_project(organization=organization)
    defaults = {"title": f"Milestone {_next(Milestone)}", "planned_on": date(2022, 6, 1)}
    return enter("milestones", **(defaults | values))


def make_mentorship(**values: Any) -> Mentorship:
    organization = values.pop("organization", None) or any_branch()
    if "mentor" not in values:
        values["mentor"] = make_member(organization=organization)
    number = _next(Mentorship)
    defaults = {"apprentice": f"Apprentice {number}", "started_on": date(2022, 2, 1)}
    return enter("mentorships", **(defaults | values))


def make_prosperity_workshop(**values: Any) -> ProsperityWorkshop:
    """One in a workshop of its own, unless one is given."""
    organization = values.pop("organization", None) or any_branch()
    if "workshop" not in values:
        values["workshop"] = make_workshop(organization=organization)
    number = _next(ProsperityWorkshop)
    defaults = {
        "code": f"F{number}",
        "name": f"Prosperity {number}",
        "set_up_on": date(2022, 1, 4),
        "area_sqm": "100.5",
    }
    return enter("prosperity_workshops", **(defaults | values))


def make_prosperity_return(**values: Any) -> ProsperityReturn:
    organization = values.pop("organization", None)
    if "prosperity_workshop" not in values:
        values["prosperity_workshop"] = make_prosperity_workshop(organization=organization)
    defaults = {"month": "2022-09", "staff": 30, "welfare_staff": 5, "output_cny": "1000.50"}
    return enter("prosperity_returns", **(defaults | values))


def make_user(role: Role, organization: Organization | None = None, **values: Any) -> User:
    """An account whose password is the user's own; returns the user."""
    organization_id = (organization or committee()).id
    number = _next(User)
    user, _ = operations.create_user(
        values.pop("username", f"user{number}"),
        f"User {number}",
        role,
        organization_id,
        must_change=False,
        **values,
    )
    db.session.commit()
    return user


def make_report(organization: Organization | None = None, title: str = "Report") -> YearlyReport:
    """A draft about the Party year."""
    unit = organization.id if organization else None
    period = Period.parse("party-year-2023")
    report = yearly_reports.create(OWNER, unit, period, title, ReportLanguage.EN)
    db.session.commit()
    return report


def any_branch() -> Organization:
    """The first branch below the committee, made when there is none."""
    query = select(Organization).where(Organization.kind == "branch").order_by(Organization.id)
    return db.session.scalars(query.limit(1)).first() or make_organization()


def leave(member: Member, day: date, reason: str = "transfer_out") -> None:
    """End the member's open assignment."""
    query = select(Assignment).where(
        Assignment.member_id == member.id, Assignment.ended_on.is_(None)
    )
    change(db.session.scalars(query).one(), ended_on=day, out_reason=reason)


def _place(values: dict[str, Any]) -> None:
    if values.get("organization") is None:
        values["organization"] = any_branch()


def _next(model: type[Any]) -> int:
    return (db.session.scalar(select(func.count()).select_from(model)) or 0) + 1
