--: shared
-- “prosperity workshops: their workshop's, else the root”
own AS (
    SELECT * FROM prosperity_workshop
    WHERE archived_at IS NULL
      AND (
          workshop_id IN (SELECT id FROM workshop_of_s)
          OR (workshop_id IS NULL AND (SELECT id FROM root) IN (SELECT id FROM s))
      )
),
-- “open on e”
here AS (
    SELECT * FROM own WHERE set_up_on <= :last AND (closed_on IS NULL OR :last < closed_on)
),
-- Returns of months that lie in the period; :last_month is the first day of the last of them.
reported AS (
    SELECT * FROM prosperity_return
    WHERE archived_at IS NULL AND month BETWEEN :first AND :last_month
),
-- “of workshops open on e … the latest monthly return in the period”
latest AS (
    SELECT * FROM reported
    WHERE prosperity_workshop_id IN (SELECT id FROM here)
      AND month = (
          SELECT MAX(other.month) FROM reported AS other
          WHERE other.prosperity_workshop_id = reported.prosperity_workshop_id
      )
)

--: prosperity.workshops
SELECT id, 1 AS counts FROM here

--: prosperity.area_sqm / 100
SELECT id, area_sqm AS counts FROM here

--: prosperity.staff or-null
SELECT id, staff AS counts, month FROM latest

--: prosperity.welfare_staff or-null
SELECT id, welfare_staff AS counts, month FROM latest

--: prosperity.low_income_staff or-null
SELECT id, low_income_staff AS counts, month FROM latest

--: prosperity.staff_with_income or-null
-- The divisor of “Σ income × staff ÷ Σ staff”: only of returns that report both.
SELECT id, staff AS counts, month FROM latest
WHERE staff IS NOT NULL AND avg_monthly_income_cny IS NOT NULL

--: prosperity.monthly_income / 100 or-null
SELECT id, staff * avg_monthly_income_cny AS counts, month FROM latest
WHERE staff IS NOT NULL AND avg_monthly_income_cny IS NOT NULL

--: prosperity.avg_monthly_income = prosperity.monthly_income / prosperity.staff_with_income

--: prosperity.output / 100 or-null
-- “Σ of returns whose month lies in the period”, of workshops closed since too
SELECT id, output_cny AS counts, month FROM reported
WHERE output_cny IS NOT NULL AND prosperity_workshop_id IN (SELECT id FROM own)
