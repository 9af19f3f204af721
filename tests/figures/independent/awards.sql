--: shared
-- “awards: the recipient's on 授予日期; company: the root”
owned (id, level, recipient_kind, category, organization_id) AS (
    SELECT id, level, recipient_kind, category, CASE recipient_kind
        WHEN 'organization' THEN organization_id
        WHEN 'company' THEN (SELECT id FROM root)
        WHEN 'team' THEN (SELECT organization_id FROM team WHERE team.id = award.team_id)
        WHEN 'post' THEN (
            SELECT organization_id FROM vanguard_post WHERE vanguard_post.id = award.post_id
        )
        WHEN 'project' THEN (
            SELECT organization_id FROM project WHERE project.id = award.project_id
        )
        WHEN 'workshop' THEN COALESCE(
            (SELECT organization_id FROM workshop WHERE workshop.id = award.workshop_id),
            (SELECT id FROM root)
        )
        WHEN 'prosperity_workshop' THEN COALESCE(
            (
                SELECT workshop.organization_id
                FROM prosperity_workshop
                JOIN workshop ON workshop.id = prosperity_workshop.workshop_id
                WHERE prosperity_workshop.id = award.prosperity_workshop_id
            ),
            (SELECT id FROM root)
        )
        WHEN 'member' THEN COALESCE(
            (
                SELECT organization_id FROM assignment
                WHERE assignment.archived_at IS NULL
                  AND assignment.member_id = award.member_id
                  AND assignment.started_on <= award.awarded_on
                  AND (assignment.ended_on IS NULL OR award.awarded_on < assignment.ended_on)
            ),
            (
                SELECT organization_id FROM assignment
                WHERE assignment.archived_at IS NULL AND assignment.member_id = award.member_id
                ORDER BY assignment.started_on DESC LIMIT 1
            ),
            (SELECT id FROM root)
        )
    END
    FROM award
    WHERE archived_at IS NULL AND awarded_on BETWEEN :first AND :last
),
-- “授予日期 in the period”
reached AS (SELECT * FROM owned WHERE organization_id IN (SELECT id FROM s)),
-- “not of category medal”
given AS (SELECT * FROM reached WHERE category <> 'medal')

--: awards.total
SELECT id, 1 AS counts FROM given

--: awards.national awards.provincial awards.prefecture awards.county awards.township awards.enterprise
SELECT id, 1 AS counts FROM given WHERE level = :word

--: awards.to_organization awards.to_company awards.to_member awards.to_workshop
--: awards.to_team awards.to_post awards.to_project awards.to_prosperity_workshop
SELECT id, 1 AS counts FROM given WHERE 'to_' || recipient_kind = :word

--: awards.advanced_organization awards.outstanding_member awards.outstanding_party_worker awards.other
SELECT id, 1 AS counts FROM given WHERE category = :word

--: awards.medals
SELECT id, 1 AS counts FROM reached WHERE category = 'medal'
