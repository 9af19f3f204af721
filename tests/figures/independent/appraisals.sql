--: shared
-- “appraisals: the member's branch on 评议日期”, “the assignment on the day asked, else the last”.
appraised AS (
    SELECT * FROM appraisal
    WHERE archived_at IS NULL
      AND held_on <= :today
      AND CASE
          WHEN :calendar_year > 0 THEN for_year = :calendar_year
          ELSE held_on BETWEEN :first AND :last
      END
      AND member_id IN (SELECT id FROM person)
      AND COALESCE(
          (
              SELECT organization_id FROM assignment
              WHERE assignment.archived_at IS NULL
                AND assignment.member_id = appraisal.member_id
                AND assignment.started_on <= appraisal.held_on
                AND (assignment.ended_on IS NULL OR appraisal.held_on < assignment.ended_on)
          ),
          (
              SELECT organization_id FROM assignment
              WHERE assignment.archived_at IS NULL
                AND assignment.member_id = appraisal.member_id
              ORDER BY assignment.started_on DESC LIMIT 1
          ),
          (SELECT id FROM root)
      ) IN (SELECT id FROM s)
)

--: appraisals.excellent appraisals.qualified appraisals.basically_qualified appraisals.unqualified appraisals.not_graded dated
-- “of a period that is a calendar year: 评议年度 = that year; of any other: 评议日期 in the period;
-- reviews after today never; as_of = the last 评议日期 counted”
SELECT id, 1 AS counts, held_on AS day FROM appraised WHERE grade = :word

--: appraisals.graded dated
-- “all but not_graded”
SELECT id, 1 AS counts, held_on AS day FROM appraised WHERE grade <> 'not_graded'

--: appraisals.excellent_share = appraisals.excellent / appraisals.graded
