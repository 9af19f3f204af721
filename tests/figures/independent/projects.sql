--: shared
-- “status not proposed”
begun AS (
    SELECT * FROM project
    WHERE archived_at IS NULL
      AND status <> 'proposed'
      AND organization_id IN (SELECT id FROM s)
),
-- “开始日期 ≤ e; no 结束日期 or e before it”
running AS (
    SELECT * FROM begun
    WHERE started_on <= :last AND (closed_on IS NULL OR :last < closed_on)
),
-- “status accepted, 结束日期 in the period”
accepted AS (
    SELECT * FROM begun WHERE status = 'accepted' AND closed_on BETWEEN :first AND :last
)

--: projects.running
SELECT id, 1 AS counts FROM running

--: projects.commissar_involved
-- “of these, lead or executive leader on e held an appointment on e and is in the Party here on e; a
-- project once”
SELECT id, 1 AS counts FROM running
WHERE id IN (
    SELECT project_id FROM project_person
    WHERE role IN ('lead', 'executive_leader')
      AND started_on <= :last AND (ended_on IS NULL OR :last < ended_on)
      AND member_id IN (SELECT member_id FROM appointed)
)

--: projects.planned
-- “计划年度 among the calendar years that the period touches, not proposed, started by e, not ended
-- before the period's first day”
SELECT id, 1 AS counts FROM begun
WHERE plan_year BETWEEN :first_year AND :year
  AND started_on <= :last AND (closed_on IS NULL OR :first <= closed_on)

--: projects.accepted
SELECT id, 1 AS counts FROM accepted

--: projects.benefit / 100
-- “Σ 经济效益 of these”; money is kept in fen
SELECT id, benefit_cny AS counts FROM accepted

--: projects.carried_over
-- “not proposed; ran on a day d of the period, d ≤ e, after 31 December of its 计划年度”: each of the
-- three first days that d may have comes before the two that end it
SELECT id, 1 AS counts FROM begun
WHERE :first <= :last
  AND started_on <= :last
  AND CAST(plan_year + 1 AS text) || '-01-01' <= CAST(:last AS text)
  AND (
      closed_on IS NULL
      OR (
          :first < closed_on
          AND started_on < closed_on
          AND CAST(plan_year + 1 AS text) || '-01-01' < CAST(closed_on AS text)
      )
  )

--: projects.milestones_late
-- “of projects running on e: 计划日期 < e, 完成日期 empty or after e”
SELECT id, 1 AS counts FROM milestone
WHERE archived_at IS NULL
  AND planned_on < :last AND (done_on IS NULL OR :last < done_on)
  AND project_id IN (SELECT id FROM running)

--: mentoring.pairs
-- “open on e, the mentor in the Party here on e”; “mentorships (by mentor): the member's branch on 结对日期”
SELECT id, 1 AS counts FROM mentorship
WHERE archived_at IS NULL
  AND mentor_id IN (SELECT id FROM member_here)
  AND started_on <= :last AND (ended_on IS NULL OR :last < ended_on)
  AND COALESCE(
      (
          SELECT organization_id FROM assignment
          WHERE assignment.archived_at IS NULL
            AND assignment.member_id = mentorship.mentor_id
            AND assignment.started_on <= mentorship.started_on
            AND (assignment.ended_on IS NULL OR mentorship.started_on < assignment.ended_on)
      ),
      (
          SELECT organization_id FROM assignment
          WHERE assignment.archived_at IS NULL
            AND assignment.member_id = mentorship.mentor_id
          ORDER BY assignment.started_on DESC LIMIT 1
      ),
      (SELECT id FROM root)
  ) IN (SELECT id FROM s)
