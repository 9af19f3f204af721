"""registers.md, section Figures, in plain SQL: of each code the rows (id, measure) that it counts.

Written from the contract's text, not from the queries of the application. `:e` is the last day that
counts, `:s` the first, `:year` the year of the last day of the period, `:months` the first days of
the months that lie in the period, `:root` the root, `:scope` the organizations asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass

HERE = " IN :scope"
OPEN = "({0}.{1} <= :e AND ({0}.{2} IS NULL OR :e < {0}.{2}))"
WORKSHOPS = f"(SELECT id FROM workshop WHERE COALESCE(organization_id, :root){HERE})"
PEOPLE = "(SELECT id FROM member WHERE archived_at IS NULL)"
APPOINTED = "commissar c WHERE c.archived_at IS NULL AND " + OPEN.format(
    "c", "started_on", "ended_on"
)


def posts(kind: str) -> str:
    return f"""
        SELECT p.id, 1 FROM vanguard_post p WHERE p.archived_at IS NULL AND p.kind = '{kind}'
        AND p.status <> 'candidate' AND p.organization_id{HERE}
        AND {OPEN.format("p", "named_on", "closed_on")}"""


def teams(kind: str) -> str:
    return f"""
        SELECT t.id, 1 FROM team t WHERE t.archived_at IS NULL AND t.kind = '{kind}'
        AND t.organization_id{HERE} AND {OPEN.format("t", "established_on", "disbanded_on")}"""


FIRST_LINE = f"""
    SELECT w.id, 1 FROM workshop w WHERE w.archived_at IS NULL AND w.is_first_line
    AND {OPEN.format("w", "opened_on", "closed_on")} AND COALESCE(w.organization_id, :root){HERE}"""


def duties(*kinds: str) -> str:
    narrowed = f" AND d.kind IN {kinds or ('', '')}".replace(",)", ")") if kinds else ""
    return f"""
        SELECT d.id, 1 FROM duty d WHERE d.archived_at IS NULL AND d.held_on BETWEEN :s AND :e
        AND d.commissar_id IN {PEOPLE} AND d.workshop_id IN {WORKSHOPS}{narrowed}"""


def projects(condition: str, measure: str = "1") -> str:
    return f"""
        SELECT p.id, {measure} FROM project p WHERE p.archived_at IS NULL
        AND p.status <> 'proposed' AND p.organization_id{HERE} AND {condition}"""


RUNNING = OPEN.format("p", "started_on", "closed_on")
LED = f"""EXISTS (SELECT 1 FROM project_person r WHERE r.project_id = p.id
    AND r.role IN ('lead', 'executive_leader') AND {OPEN.format("r", "started_on", "ended_on")}
    AND r.member_id IN {PEOPLE} AND r.member_id IN (SELECT c.member_id FROM {APPOINTED}))"""
ACCEPTED = "p.status = 'accepted' AND p.closed_on BETWEEN :s AND :e"
CARRIED = """p.plan_year < :year AND :s <= :e AND p.started_on <= :e
    AND (p.closed_on IS NULL OR p.closed_on > :s)"""
LATE = f"""
    SELECT m.id, 1 FROM milestone m WHERE m.archived_at IS NULL AND m.planned_on < :e
    AND (m.done_on IS NULL OR m.done_on > :e)
    AND m.project_id IN (SELECT id FROM ({projects(RUNNING)}) q)"""


def branch_of(member: str, day: str) -> str:
    """The branch of the assignment on the day, else of the last one."""
    own = f"""SELECT stay.organization_id FROM assignment stay
        WHERE stay.archived_at IS NULL AND stay.member_id = {member}"""
    on_it = f"""{own} AND stay.started_on <= {day}
        AND (stay.ended_on IS NULL OR {day} < stay.ended_on)"""
    return f"COALESCE(({on_it}), ({own} ORDER BY stay.started_on DESC LIMIT 1))"


PAIRS = f"""
    SELECT m.id, 1 FROM mentorship m WHERE m.archived_at IS NULL AND m.mentor_id IN {PEOPLE}
    AND {OPEN.format("m", "started_on", "ended_on")}
    AND {branch_of("m.mentor_id", "m.started_on")}{HERE}"""


def owned_by(table: str) -> str:
    return f"(SELECT o.organization_id FROM {table} o WHERE o.id = a.{table}_id)"


OWN_WORKSHOP = "COALESCE((SELECT w.organization_id FROM workshop w WHERE w.id = {0}), :root)"
OF_PROSPERITY = OWN_WORKSHOP.format(
    "(SELECT f.workshop_id FROM prosperity_workshop f WHERE f.id = a.prosperity_workshop_id)"
)


def awards(condition: str) -> str:
    return f"""
        SELECT a.id, 1 FROM award a WHERE a.archived_at IS NULL AND a.awarded_on BETWEEN :s AND :e
        AND {condition} AND CASE a.recipient_kind
            WHEN 'organization' THEN a.organization_id
            WHEN 'company' THEN :root
            WHEN 'member' THEN {branch_of("a.member_id", "a.awarded_on")}
            WHEN 'workshop' THEN {OWN_WORKSHOP.format("a.workshop_id")}
            WHEN 'team' THEN {owned_by("team")}
            WHEN 'post' THEN (SELECT o.organization_id FROM vanguard_post o WHERE o.id = a.post_id)
            WHEN 'project' THEN {owned_by("project")}
            WHEN 'prosperity_workshop' THEN {OF_PROSPERITY} END{HERE}"""


def open_prosperity(measure: str) -> str:
    return f"""
        SELECT f.id, {measure} FROM prosperity_workshop f WHERE f.archived_at IS NULL
        AND {OPEN.format("f", "set_up_on", "closed_on")}
        AND {OWN_WORKSHOP.format("f.workshop_id")}{HERE}"""


def latest(measure: str, condition: str = "1 = 1") -> str:
    return f"""
        SELECT r.id, {measure} FROM prosperity_return r WHERE r.archived_at IS NULL
        AND r.prosperity_workshop_id IN (SELECT id FROM ({open_prosperity("1")}) q)
        AND r.month = (SELECT MAX(x.month) FROM prosperity_return x WHERE x.archived_at IS NULL
            AND x.prosperity_workshop_id = r.prosperity_workshop_id AND x.month IN :months)
        AND {condition}"""


WITH_INCOME = "r.staff IS NOT NULL AND r.avg_monthly_income_cny IS NOT NULL"
OUTPUT = f"""
    SELECT r.id, r.output_cny FROM prosperity_return r
    JOIN prosperity_workshop f ON f.id = r.prosperity_workshop_id
    WHERE r.archived_at IS NULL AND f.archived_at IS NULL AND r.output_cny IS NOT NULL
    AND r.month IN :months AND {OWN_WORKSHOP.format("f.workshop_id")}{HERE}"""
LEVELS = ("national", "provincial", "prefecture", "county", "township", "enterprise")
RECIPIENTS = ("organization", "company", "member", "workshop", "team", "post", "project")
CATEGORIES = ("advanced_organization", "outstanding_member", "outstanding_party_worker", "other")


@dataclass(frozen=True)
class Sql:
    """(id, measure) of the records; `scale` is how the measure is stored."""

    rows: str
    scale: int = 0
    # Of figures that are null, not 0, where nothing was reported; they date from the last month.
    is_reported: bool = False

    @property
    def is_count(self) -> bool:
        return not self.scale

    @property
    def named(self) -> str:
        """The rows with names for their two columns."""
        return f"WITH rows_of(id, m) AS ({self.rows}) SELECT id, m FROM rows_of"


SQL: Mapping[str, Sql] = {
    "vanguards.posts": Sql(posts("vanguard")),
    "vanguards.demonstration_posts": Sql(posts("demonstration")),
    "vanguards.responsibility_areas": Sql(posts("responsibility_area")),
    "vanguards.teams": Sql(teams("vanguard")),
    "vanguards.volunteer_teams": Sql(teams("volunteer")),
    "vanguards.commando_teams": Sql(teams("commando")),
    "vanguards.tackling_teams": Sql(teams("tackling")),
    "commissars.appointed": Sql(
        f"""SELECT DISTINCT c.member_id, 1 FROM {APPOINTED} AND c.member_id IN {PEOPLE}
        AND c.workshop_id IN {WORKSHOPS}"""
    ),
    "commissars.first_line_workshops": Sql(FIRST_LINE),
    "commissars.covered_workshops": Sql(
        f"""{FIRST_LINE} AND w.id IN
        (SELECT c.workshop_id FROM {APPOINTED} AND c.member_id IN {PEOPLE})"""
    ),
    "commissars.duties": Sql(duties()),
    "commissars.readings": Sql(duties("daily_reading")),
    "commissars.mediations": Sql(duties("mediation")),
    "commissars.talks": Sql(duties("heart_talk")),
    "commissars.meetings": Sql(duties("morning_shift", "lunch_break")),
    "projects.running": Sql(projects(RUNNING)),
    "projects.commissar_involved": Sql(projects(f"{RUNNING} AND {LED}")),
    "projects.planned": Sql(projects("p.plan_year = :year")),
    "projects.accepted": Sql(projects(ACCEPTED)),
    "projects.benefit": Sql(projects(ACCEPTED, "p.benefit_cny"), 100),
    "projects.carried_over": Sql(projects(CARRIED)),
    "projects.milestones_late": Sql(LATE),
    "mentoring.pairs": Sql(PAIRS),
    "prosperity.workshops": Sql(open_prosperity("1")),
    "prosperity.area_sqm": Sql(open_prosperity("f.area_sqm"), 100),
    "prosperity.staff": Sql(latest("r.staff"), 1, is_reported=True),
    "prosperity.welfare_staff": Sql(latest("r.welfare_staff"), 1, is_reported=True),
    "prosperity.low_income_staff": Sql(latest("r.low_income_staff"), 1, is_reported=True),
    "prosperity.staff_with_income": Sql(latest("r.staff", WITH_INCOME), 1, is_reported=True),
    "prosperity.monthly_income": Sql(
        latest("r.staff * r.avg_monthly_income_cny", WITH_INCOME), 100, is_reported=True
    ),
    "prosperity.output": Sql(OUTPUT, 100, is_reported=True),
    "awards.total": Sql(awards("1 = 1")),
    **{f"awards.{level}": Sql(awards(f"a.level = '{level}'")) for level in LEVELS},
    **{
        f"awards.to_{kind}": Sql(awards(f"a.recipient_kind = '{kind}'"))
        for kind in (*RECIPIENTS, "prosperity_workshop")
    },
    **{f"awards.{name}": Sql(awards(f"a.category = '{name}'")) for name in CATEGORIES},
}
RATIOS = {
    "commissars.coverage": ("commissars.covered_workshops", "commissars.first_line_workshops"),
    "prosperity.avg_monthly_income": ("prosperity.monthly_income", "prosperity.staff_with_income"),
}
TREE = """
    WITH RECURSIVE tree(id) AS (SELECT :asked UNION SELECT p.organization_id FROM placement p
        JOIN tree ON p.parent_id = tree.id
        WHERE p.started_on <= :e AND (p.ended_on IS NULL OR :e < p.ended_on))
    SELECT id FROM tree"""
EVERYTHING = "SELECT id FROM organization"
