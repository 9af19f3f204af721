--: shared
-- “一线车间 … dated inside”: as it was on e
of_first_line AS (
    SELECT * FROM workshop
    WHERE archived_at IS NULL
      AND CASE
          WHEN EXISTS (
              SELECT 1 FROM workshop_former_value AS f
              WHERE f.workshop_id = workshop.id AND f.key = 'is_first_line' AND f.ended_on > :last
          ) THEN '1' = (
              SELECT f.value FROM workshop_former_value AS f
              WHERE f.workshop_id = workshop.id AND f.key = 'is_first_line' AND f.ended_on > :last
              ORDER BY f.ended_on LIMIT 1
          )
          ELSE is_first_line
      END
      AND id IN (SELECT id FROM workshop_of_s)
),
first_line AS (
    SELECT id FROM of_first_line
    WHERE opened_on <= :last AND (closed_on IS NULL OR :last < closed_on)
),
done AS (
    SELECT * FROM duty
    WHERE archived_at IS NULL
      AND commissar_id IN (SELECT id FROM person)
      AND held_on BETWEEN :first AND :last
      AND workshop_id IN (SELECT id FROM workshop_of_s)
),
-- Monday to Friday, as the test names them, unless the calendar says otherwise.
workday (day) AS (
    SELECT weekday.day
    FROM weekday LEFT JOIN calendar_day ON CAST(calendar_day.day AS text) = weekday.day
    WHERE COALESCE(calendar_day.own, calendar_day.official, weekday.is_weekday)
),
weekday (day, is_weekday) AS (VALUES :days),
-- “for each first-line workshop of S, the workdays from the later of 启用日期 and the first day to
-- the earlier of e and the day before 停用日期”
first_line_ever AS (
    SELECT * FROM of_first_line
    WHERE :first <= :last
      AND opened_on <= :last
      AND (closed_on IS NULL OR (:first < closed_on AND opened_on < closed_on))
),
workday_of (workshop_id, day) AS (
    SELECT own.id, workday.day
    FROM first_line_ever AS own JOIN workday
        ON workday.day BETWEEN CAST(:first AS text) AND CAST(:last AS text)
        AND CAST(own.opened_on AS text) <= workday.day
        AND (own.closed_on IS NULL OR workday.day < CAST(own.closed_on AS text))
)

--: commissars.appointed
-- “distinct people with an open appointment on e to a workshop of S who are in the Party here on e”
SELECT id, 1 AS counts FROM person
WHERE id IN (
    SELECT member_id FROM appointed WHERE workshop_id IN (SELECT id FROM workshop_of_s)
)

--: commissars.first_line_workshops
-- “first-line workshops open on e”
SELECT id, 1 AS counts FROM first_line

--: commissars.covered_workshops
-- “of these, with an open appointment on e of somebody who is in the Party here on e”
SELECT id, 1 AS counts FROM first_line WHERE id IN (SELECT workshop_id FROM appointed)

--: commissars.coverage = commissars.covered_workshops / commissars.first_line_workshops

--: commissars.duties
-- “all … in the period”
SELECT id, 1 AS counts FROM done

--: commissars.readings kind=daily_reading
--: commissars.mediations kind=mediation
--: commissars.talks kind=heart_talk
--: commissars.care kind=care
--: commissars.problems_solved kind=problem_solved
SELECT id, 1 AS counts FROM done WHERE kind = :kind

--: commissars.meetings
-- “morning_shift + lunch_break”
SELECT id, 1 AS counts FROM done WHERE kind IN ('morning_shift', 'lunch_break')

--: commissars.workdays
SELECT id, (SELECT COUNT(*) FROM workday_of WHERE workshop_id = own.id) AS counts
FROM first_line_ever AS own

--: commissars.reading_days
-- “of these, those with a daily_reading held there by anybody”
SELECT id, (
    SELECT COUNT(*) FROM workday_of
    WHERE workshop_id = own.id
      AND EXISTS (
          SELECT 1 FROM done
          WHERE done.workshop_id = own.id
            AND done.kind = 'daily_reading'
            AND CAST(done.held_on AS text) = workday_of.day
      )
) AS counts
FROM first_line_ever AS own

--: commissars.reading_coverage = commissars.reading_days / commissars.workdays
