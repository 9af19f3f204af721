--: shared
weekday (day, is_weekday) AS (VALUES :days),
-- The months that ended in the period, with their last days.
month (name, last) AS (
    SELECT substr(day, 1, 7), MAX(day) FROM weekday
    GROUP BY substr(day, 1, 7)
    HAVING MAX(day) BETWEEN CAST(:first AS text) AND CAST(:last AS text)
),
-- “1 a quarter, 1 a month, ≥1 a year; by for_year, held October to next March”
frequency (kind, rule, months, ends) AS (
    VALUES
        ('general_meeting', 'meetings.general_meeting.per_quarter', 3, '03 06 09 12'),
        ('committee_meeting', 'meetings.committee_meeting.per_month', 1, '01 02 03 04 05 06 07 08 09 10 11 12'),
        ('group_meeting', 'meetings.group_meeting.per_month', 1, '01 02 03 04 05 06 07 08 09 10 11 12'),
        ('party_lecture', 'meetings.party_lecture.per_quarter', 3, '03 06 09 12'),
        ('theme_day', 'meetings.theme_day.per_month', 1, '01 02 03 04 05 06 07 08 09 10 11 12'),
        ('org_life_meeting', 'meetings.org_life_meeting.per_year', 6, '03'),
        ('appraisal_meeting', 'meetings.appraisal_meeting.per_year', 6, '03'),
        ('heart_talk', 'meetings.heart_talk.per_year', 12, '12')
),
numbered AS (
    SELECT
        frequency.*,
        month.last,
        12 * CAST(substr(month.name, 1, 4) AS integer)
        + CAST(substr(month.name, 6, 2) AS integer)
        - frequency.months AS begun
    FROM month JOIN frequency ON frequency.ends LIKE '%' || substr(month.name, 6, 2) || '%'
),
span AS (
    SELECT
        kind,
        rule,
        CAST(begun / 12 AS text) || '-' || substr(CAST(101 + begun % 12 AS text), 2) || '-01' AS first,
        last,
        begun / 12 AS for_year
    FROM numbered
),
ruled AS (
    SELECT span.*, rule.value / 10000 AS asked
    FROM span JOIN rule
        ON rule.key = span.rule
        AND CAST(rule.effective_from AS text) <= span.first
        AND (rule.effective_to IS NULL OR span.first < CAST(rule.effective_to AS text))
    WHERE rule.value > 0
),
-- Branches that are not temporary; whole spans only.
branch_in AS (
    SELECT organization.id, ruled.*
    FROM organization JOIN ruled
        ON CAST(organization.established_on AS text) <= ruled.first
        AND (
            organization.dissolved_on IS NULL
            OR ruled.last < CAST(organization.dissolved_on AS text)
        )
    WHERE organization.archived_at IS NULL
      AND organization.kind IN ('branch', 'joint_branch')
      AND organization.id IN (SELECT id FROM s)
),
edge (day) AS (SELECT first FROM span UNION SELECT last FROM span),
with_committee (id, day) AS (
    SELECT organization.id, edge.day
    FROM organization CROSS JOIN edge
    WHERE CASE
        WHEN EXISTS (
            SELECT 1 FROM organization_former_value AS f
            WHERE f.organization_id = organization.id
              AND f.key = 'has_committee' AND CAST(f.ended_on AS text) > edge.day
        ) THEN '1' = (
            SELECT f.value FROM organization_former_value AS f
            WHERE f.organization_id = organization.id
              AND f.key = 'has_committee' AND CAST(f.ended_on AS text) > edge.day
            ORDER BY f.ended_on LIMIT 1
        )
        ELSE organization.has_committee
    END
),
group_in AS (
    SELECT DISTINCT placement.parent_id, placement.organization_id AS id, span.first, span.last
    FROM placement
    JOIN organization AS own ON own.id = placement.organization_id
    JOIN span
        ON CAST(placement.started_on AS text) <= span.first
        AND (placement.ended_on IS NULL OR span.last < CAST(placement.ended_on AS text))
        AND CAST(own.established_on AS text) <= span.first
        AND (own.dissolved_on IS NULL OR span.last < CAST(own.dissolved_on AS text))
    WHERE own.kind = 'party_group' AND own.archived_at IS NULL
),
meeting AS (
    SELECT
        activity.organization_id, activity_kind.kind, activity.for_year,
        CAST(activity.held_on AS text) AS day
    FROM activity JOIN activity_kind ON activity_kind.activity_id = activity.id
    WHERE activity.archived_at IS NULL AND activity.status = 'held'
),
judged AS (
    SELECT b.id, CASE
        WHEN b.kind = 'group_meeting' THEN NOT EXISTS (
            SELECT 1 FROM group_in AS g
            WHERE g.parent_id = b.id AND g.first = b.first AND g.last = b.last
              AND b.asked > (
                  SELECT COUNT(*) FROM meeting AS m
                  WHERE m.organization_id = g.id
                    AND m.kind = b.kind AND m.day BETWEEN b.first AND b.last
              )
        )
        ELSE b.asked <= (
            SELECT COUNT(*) FROM meeting AS m
            WHERE m.organization_id = b.id
              AND m.kind = b.kind AND m.day BETWEEN b.first AND b.last
              AND (
                  b.kind NOT IN ('org_life_meeting', 'appraisal_meeting')
                  OR m.for_year = b.for_year
              )
        )
    END AS is_held
    FROM branch_in AS b
    WHERE (
        b.kind <> 'committee_meeting'
        OR (
            EXISTS (SELECT 1 FROM with_committee AS w WHERE w.id = b.id AND w.day = b.first)
            AND EXISTS (SELECT 1 FROM with_committee AS w WHERE w.id = b.id AND w.day = b.last)
        )
    )
    AND (
        b.kind <> 'group_meeting'
        OR EXISTS (
            SELECT 1 FROM group_in AS g
            WHERE g.parent_id = b.id AND g.first = b.first AND g.last = b.last
        )
    )
)

--: meetings.required
SELECT id, COUNT(*) AS counts FROM judged GROUP BY id

--: meetings.fulfilled
SELECT id, COUNT(*) AS counts FROM judged WHERE is_held GROUP BY id

--: meetings.overdue
SELECT id, COUNT(*) AS counts FROM judged WHERE NOT is_held GROUP BY id

--: meetings.rate = meetings.fulfilled / meetings.required
