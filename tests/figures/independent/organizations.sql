--: organizations.branches
-- “of kinds branch, joint_branch, temporary_branch, existing on e”
SELECT id, 1 AS counts FROM organization
WHERE archived_at IS NULL
  AND kind IN ('branch', 'joint_branch', 'temporary_branch')
  AND established_on <= :last AND (dissolved_on IS NULL OR :last < dissolved_on)
  AND id IN (SELECT id FROM s)

--: organizations.general_branches kind=general_branch
--: organizations.committees kind=party_committee
-- “of kind general_branch / party_committee, existing on e”
SELECT id, 1 AS counts FROM organization
WHERE archived_at IS NULL
  AND kind = :kind
  AND established_on <= :last AND (dissolved_on IS NULL OR :last < dissolved_on)
  AND id IN (SELECT id FROM s)

--: organizations.reelected
-- “terms whose 实际换届日期 is in the period”
SELECT id, 1 AS counts FROM term
WHERE archived_at IS NULL
  AND reelected_on BETWEEN :first AND :last
  AND organization_id IN (SELECT id FROM s)
