"""Some twenty figures counted by plain SQL, as the contract of the figures defines them.

They are written from the definitions, not from the program: `partyhub figures` must return the
same.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Date, bindparam, text

from benchmarks.data.filling import command
from partyhub.database import db

YEAR = 2025
HERE = """FROM member m WHERE m.archived_at IS NULL AND EXISTS (
    SELECT 1 FROM assignment a WHERE a.member_id = m.id AND a.archived_at IS NULL
    AND a.started_on <= :last AND (a.ended_on IS NULL OR a.ended_on > :last))"""
HELD = """FROM activity v WHERE v.archived_at IS NULL AND v.status = 'held'
    AND v.held_on BETWEEN :first AND :last"""
KIND = "AND EXISTS (SELECT 1 FROM activity_kind k WHERE k.activity_id = v.id AND k.kind = '{}')"
SERVICE = KIND.format("volunteer_service")
CAME = """SELECT count(*) FROM attendance t JOIN activity v ON v.id = t.activity_id
    JOIN member m ON m.id = t.member_id WHERE m.archived_at IS NULL AND v.archived_at IS NULL
    AND v.status = 'held' AND v.held_on BETWEEN :first AND :last"""
AWARDED = """SELECT count(*) FROM award w WHERE w.archived_at IS NULL
    AND w.awarded_on BETWEEN :first AND :last"""
DONE = """SELECT count(*) FROM duty d WHERE d.archived_at IS NULL
    AND d.held_on BETWEEN :first AND :last"""
OVER = """FROM project p WHERE p.archived_at IS NULL AND p.status = 'accepted'
    AND p.closed_on BETWEEN :first AND :last"""
FIGURES = {
    "organizations.branches": """SELECT count(*) FROM organization o WHERE o.archived_at IS NULL
        AND o.kind IN ('branch', 'joint_branch', 'temporary_branch') AND o.established_on <= :last
        AND (o.dissolved_on IS NULL OR o.dissolved_on > :last)""",
    "members.total": f"SELECT count(*) {HERE} AND (m.full_on <= :last OR m.admitted_on <= :last)",
    "members.full": f"SELECT count(*) {HERE} AND m.full_on <= :last",
    "members.probationary": f"""SELECT count(*) {HERE} AND m.admitted_on <= :last
        AND (m.full_on IS NULL OR m.full_on > :last)""",
    "appraisals.excellent": """SELECT count(*) FROM appraisal p WHERE p.archived_at IS NULL
        AND p.for_year = 2025 AND p.grade = 'excellent'""",
    "activities.gatherings": f"SELECT count(*) {HELD}",
    "activities.theme_day": f"SELECT count(*) {HELD} {KIND.format('theme_day')}",
    "activities.general_meeting": f"SELECT count(*) {HELD} {KIND.format('general_meeting')}",
    "activities.expected_times": f"{CAME} AND t.is_expected",
    "activities.present_times": f"{CAME} AND t.is_expected AND t.state IN ('present', 'made_up')",
    "service.activities": f"SELECT count(*) {HELD} {SERVICE}",
    "service.person_times": f"""SELECT ({CAME} {SERVICE} AND t.state IN ('present', 'made_up'))
        + (SELECT coalesce(sum(v.guest_count), 0) {HELD} {SERVICE})""",
    "awards.total": AWARDED,
    "awards.national": f"{AWARDED} AND w.level = 'national'",
    "awards.to_organization": f"{AWARDED} AND w.recipient_kind = 'organization'",
    "commissars.duties": DONE,
    "commissars.readings": f"{DONE} AND d.kind = 'daily_reading'",
    "projects.accepted": f"SELECT count(*) {OVER}",
    "projects.benefit": f"SELECT coalesce(sum(p.benefit_cny), 0) / 100 {OVER}",
    "vanguards.posts": """SELECT count(*) FROM vanguard_post s WHERE s.archived_at IS NULL
        AND s.kind = 'vanguard' AND s.status <> 'candidate' AND s.named_on <= :last
        AND (s.closed_on IS NULL OR s.closed_on > :last)""",
    "prosperity.output": """SELECT sum(r.output_cny) / 100 FROM prosperity_return r
        WHERE r.archived_at IS NULL AND r.month BETWEEN :first AND :last""",
}


def differences(app: Flask, folder: Path) -> list[str]:
    """Return a sentence for each figure of the year on which the program and plain SQL disagree."""
    answer = command(folder, "figures", "--period", str(YEAR), "--format", "json")
    computed = {code: found["value"] for code, found in json.loads(answer)["figures"].items()}
    counted = count_plainly(app)
    return [
        f"{code}: the program says {computed.get(code)}, SQL says {value}"
        for code, value in counted.items()
        if computed.get(code) != value
    ]


def count_plainly(app: Flask) -> dict[str, Any]:
    days = {"first": date(YEAR, 1, 1), "last": date(YEAR, 12, 31)}
    with app.app_context(), db.engine.connect() as connection:
        return {code: _count(connection, sql, days) for code, sql in FIGURES.items()}


def _count(connection: Any, sql: str, days: dict[str, date]) -> int:
    used = {name: day for name, day in days.items() if f":{name}" in sql}
    query = text(sql).bindparams(*(bindparam(name, day, Date) for name, day in used.items()))
    return int(connection.scalar(query) or 0)
