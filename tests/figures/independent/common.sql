-- What every statement may name. :first and :last are the first and the last day that count,
-- :requested the organization asked for and :seen_from the one from which the viewer sees, or null.

-- S: “the organizations asked for (--org: its subtree as on e; else all) that the viewer may see”.
asked (id) AS (
    SELECT :requested
    UNION
    SELECT placement.organization_id
    FROM placement JOIN asked ON placement.parent_id = asked.id
    WHERE placement.started_on <= :last
      AND (placement.ended_on IS NULL OR :last < placement.ended_on)
),
seen (id) AS (
    SELECT :seen_from
    UNION
    SELECT placement.organization_id
    FROM placement JOIN seen ON placement.parent_id = seen.id
    WHERE placement.started_on <= :today
      AND (placement.ended_on IS NULL OR :today < placement.ended_on)
),
s (id) AS (
    SELECT id FROM organization
    WHERE (:requested IS NULL OR id IN (SELECT id FROM asked))
      AND (:seen_from IS NULL OR id IN (SELECT id FROM seen))
),

-- The organization that hangs below no other: what belongs to none is its.
root (id) AS (
    SELECT MIN(id) FROM organization
    WHERE archived_at IS NULL
      AND NOT EXISTS (
          SELECT 1 FROM placement
          WHERE placement.organization_id = organization.id
            AND placement.started_on <= :last
            AND (placement.ended_on IS NULL OR :last < placement.ended_on)
      )
),

-- “workshops: 所属党组织, else the root”: what a workshop of S owns is of S.
workshop_of_s (id) AS (
    SELECT id FROM workshop
    WHERE COALESCE(organization_id, (SELECT id FROM root)) IN (SELECT id FROM s)
),

-- Who was voided is off every figure, with all that is about this person.
person AS (SELECT * FROM member WHERE archived_at IS NULL),

-- “in the Party here on d = assigned on d to any organization of the instance and full or
-- probationary on d”.
member_here (id) AS (
    SELECT id FROM person
    WHERE (admitted_on <= :last OR full_on <= :last)
      AND id IN (
          SELECT member_id FROM assignment
          WHERE archived_at IS NULL
            AND started_on <= :last AND (ended_on IS NULL OR :last < ended_on)
      )
),

-- “On a day: started_on ≤ d and (ended_on is empty or d < ended_on)”.
appointed (member_id, workshop_id) AS (
    SELECT member_id, workshop_id FROM commissar
    WHERE archived_at IS NULL
      AND member_id IN (SELECT id FROM member_here)
      AND started_on <= :last AND (ended_on IS NULL OR :last < ended_on)
)
