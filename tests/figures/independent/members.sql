--: shared
-- The assignments in S.
stay AS (
    SELECT * FROM assignment
    WHERE archived_at IS NULL
      AND member_id IN (SELECT id FROM person)
      AND organization_id IN (SELECT id FROM s)
),
-- “Stage on d = the highest of the five whose date is ≤ d”, of people assigned in S on e.
stage_of (id, stage) AS (
    SELECT id, CASE
        WHEN full_on <= :last THEN 'full'
        WHEN admitted_on <= :last THEN 'probationary'
        WHEN target_on <= :last THEN 'targets'
        WHEN activist_on <= :last THEN 'activists'
        WHEN applied_on <= :last THEN 'applicants'
    END
    FROM person
    WHERE EXISTS (
        SELECT 1 FROM stay
        WHERE stay.member_id = person.id
          AND stay.started_on <= :last AND (stay.ended_on IS NULL OR :last < stay.ended_on)
    )
),
counted (id) AS (SELECT id FROM stage_of WHERE stage IN ('full', 'probationary')),
-- The years of e less those of the birthday, less one where this year's birthday is yet to come.
age (id, years) AS (
    SELECT id,
        CAST(SUBSTR(CAST(:last AS text), 1, 4) AS integer)
        - CAST(SUBSTR(CAST(birth_date AS text), 1, 4) AS integer)
        - CASE
            WHEN SUBSTR(CAST(:last AS text), 6, 5) < SUBSTR(CAST(birth_date AS text), 6, 5) THEN 1
            ELSE 0
        END
    FROM person
    WHERE birth_date IS NOT NULL AND id IN (SELECT id FROM counted)
),
-- The days on which it may begin that a person is in, each with the assignment of that day.
beginning (id, member_id, day) AS (
    SELECT stay.id, stay.member_id, stay.started_on FROM stay
    UNION
    SELECT stay.id, stay.member_id, person.admitted_on
    FROM stay JOIN person ON person.id = stay.member_id
    WHERE stay.started_on <= person.admitted_on
      AND (stay.ended_on IS NULL OR person.admitted_on < stay.ended_on)
    UNION
    SELECT stay.id, stay.member_id, person.full_on
    FROM stay JOIN person ON person.id = stay.member_id
    WHERE stay.started_on <= person.full_on
      AND (stay.ended_on IS NULL OR person.full_on < stay.ended_on)
),
-- “an entry is a day on which in and the day before not”
entry (id, reason, is_admission) AS (
    SELECT
        beginning.id,
        (SELECT in_reason FROM stay WHERE stay.id = beginning.id),
        CASE WHEN beginning.day = person.admitted_on THEN 1 ELSE 0 END
    FROM beginning JOIN person ON person.id = beginning.member_id
    WHERE beginning.day BETWEEN :first AND :last
      AND (person.admitted_on <= beginning.day OR person.full_on <= beginning.day)
      AND NOT (
          (
              COALESCE(person.admitted_on < beginning.day, FALSE)
              OR COALESCE(person.full_on < beginning.day, FALSE)
          )
          AND EXISTS (
              SELECT 1 FROM stay
              WHERE stay.member_id = beginning.member_id
                AND stay.started_on < beginning.day
                AND (stay.ended_on IS NULL OR beginning.day <= stay.ended_on)
          )
      )
),
-- “an exit the reverse”; who is a Party member on a day is one on every later day
leaving (id, reason) AS (
    SELECT gone.id, gone.out_reason
    FROM stay AS gone JOIN person ON person.id = gone.member_id
    WHERE gone.ended_on BETWEEN :first AND :last
      AND (person.admitted_on < gone.ended_on OR person.full_on < gone.ended_on)
      AND NOT EXISTS (
          SELECT 1 FROM stay
          WHERE stay.member_id = gone.member_id
            AND stay.started_on <= gone.ended_on
            AND (stay.ended_on IS NULL OR gone.ended_on < stay.ended_on)
      )
)

--: members.total
-- “people assigned in S on e, by stage on e; total = full + probationary”
SELECT id, 1 AS counts FROM stage_of WHERE stage IN ('full', 'probationary')

--: members.full members.probationary members.applicants members.activists members.targets
SELECT id, 1 AS counts FROM stage_of WHERE stage = :word

--: members.women
-- “of members.total, on e”
SELECT id, 1 AS counts FROM person
WHERE sex = 'female' AND id IN (SELECT id FROM counted)

--: members.minorities
-- “民族 given, neither 汉 nor 汉族”
SELECT id, 1 AS counts FROM person
WHERE ethnicity NOT IN ('汉', '汉族') AND id IN (SELECT id FROM counted)

--: members.retired
SELECT id, 1 AS counts FROM person
WHERE employment = 'retired' AND id IN (SELECT id FROM counted)

--: members.floating
SELECT id, 1 AS counts FROM person
WHERE is_floating AND id IN (SELECT id FROM counted)

--: members.age_to_35 least=0 most=35
--: members.age_36_to_50 least=36 most=50
--: members.age_51_to_60 least=51 most=60
--: members.age_over_60 least=61 most=999
-- “age = completed years on e, people without 出生日期 are counted by none”
SELECT id, 1 AS counts FROM age
WHERE years BETWEEN CAST(:least AS integer) AND CAST(:most AS integer)

--: members.college_or_above
-- “学历 contains 大专, 专科, 本科, 大学, 研究生, 硕士 or 博士”
SELECT id, 1 AS counts FROM person
WHERE id IN (SELECT id FROM counted)
  AND (
      education LIKE '%大专%' OR education LIKE '%专科%' OR education LIKE '%本科%'
      OR education LIKE '%大学%' OR education LIKE '%研究生%' OR education LIKE '%硕士%'
      OR education LIKE '%博士%'
  )

--: members.opening
-- “members.total on the day before the first day”
SELECT id, 1 AS counts FROM person
WHERE (admitted_on <= :before OR full_on <= :before)
  AND EXISTS (
      SELECT 1 FROM stay
      WHERE stay.member_id = person.id
        AND stay.started_on <= :before AND (stay.ended_on IS NULL OR :before < stay.ended_on)
  )

--: members.admitted
-- “entries on the person's own 入党日期”
SELECT id, 1 AS counts FROM entry WHERE is_admission = 1

--: members.transferred_in
-- “other entries whose assignment began by transfer_in or internal (from outside S)”
SELECT id, 1 AS counts FROM entry
WHERE is_admission = 0 AND reason IN ('transfer_in', 'internal')

--: members.other_increase
-- “all other entries”
SELECT id, 1 AS counts FROM entry
WHERE is_admission = 0 AND reason NOT IN ('transfer_in', 'internal')

--: members.transferred_out
-- “exits by transfer_out or internal (to outside S)”
SELECT id, 1 AS counts FROM leaving WHERE reason IN ('transfer_out', 'internal')

--: members.other_decrease
-- “all other exits”
SELECT id, 1 AS counts FROM leaving WHERE reason NOT IN ('transfer_out', 'internal')

--: members.regularized
-- “转正日期 in the period, in on that day”
SELECT id, 1 AS counts FROM person
WHERE full_on BETWEEN :first AND :last
  AND EXISTS (
      SELECT 1 FROM stay
      WHERE stay.member_id = person.id
        AND stay.started_on <= person.full_on
        AND (stay.ended_on IS NULL OR person.full_on < stay.ended_on)
  )
