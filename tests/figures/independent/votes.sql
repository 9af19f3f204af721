--: shared
-- “votes: their activity”; “of held meetings in the period”; a vote about somebody who was voided is
-- off every figure.
counted AS (
    SELECT vote.* FROM vote JOIN activity ON activity.id = vote.activity_id
    WHERE vote.archived_at IS NULL
      AND (vote.member_id IS NULL OR vote.member_id IN (SELECT id FROM person))
      AND activity.archived_at IS NULL
      AND activity.status = 'held'
      AND activity.held_on BETWEEN :first AND :last
      AND activity.organization_id IN (SELECT id FROM s)
)

--: votes.total
SELECT id, 1 AS counts FROM counted

--: votes.admission votes.regularization votes.probation_extension votes.probation_cancellation
--: votes.election votes.resolution votes.disposal
-- “one per kind”
SELECT id, 1 AS counts FROM counted WHERE kind = :word

--: votes.passed votes.failed votes.invalid
SELECT id, 1 AS counts FROM counted WHERE result = :word
