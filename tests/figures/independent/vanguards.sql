--: vanguards.posts kind=vanguard
--: vanguards.demonstration_posts kind=demonstration
--: vanguards.responsibility_areas kind=responsibility_area
-- “status not candidate; 命名日期 ≤ e, not closed on e”
SELECT id, 1 AS counts FROM vanguard_post
WHERE archived_at IS NULL
  AND kind = :kind
  AND status <> 'candidate'
  AND named_on <= :last AND (closed_on IS NULL OR :last < closed_on)
  AND organization_id IN (SELECT id FROM s)

--: vanguards.teams kind=vanguard
--: vanguards.volunteer_teams kind=volunteer
--: vanguards.commando_teams kind=commando
--: vanguards.tackling_teams kind=tackling
-- “by kind, existing on e”
SELECT id, 1 AS counts FROM team
WHERE archived_at IS NULL
  AND kind = :kind
  AND established_on <= :last AND (disbanded_on IS NULL OR :last < disbanded_on)
  AND organization_id IN (SELECT id FROM s)
