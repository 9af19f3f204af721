--: shared
-- “status held, 日期 in the period, organization in S”
held AS (
    SELECT * FROM activity
    WHERE archived_at IS NULL
      AND status = 'held'
      AND held_on BETWEEN :first AND :last
      AND organization_id IN (SELECT id FROM s)
),
-- The rows of attendance of people on record.
row_of AS (SELECT * FROM attendance WHERE member_id IN (SELECT id FROM person)),
-- “present and made_up”
came AS (SELECT * FROM row_of WHERE state IN ('present', 'made_up')),
-- Activities that “have an expected list”, or the number that was typed for it.
with_list AS (
    SELECT * FROM held
    WHERE typed_expected IS NOT NULL
       OR EXISTS (
           SELECT 1 FROM attendance
           WHERE attendance.activity_id = held.id AND attendance.is_expected
       )
),
-- “held activities of kind volunteer_service; Σ (present + 列席人数)”; “the typed 实到人数 …
-- service person-times likewise”
service (id, minutes, persons) AS (
    SELECT
        id,
        COALESCE(minutes_long, 0),
        guest_count + COALESCE(
            typed_present, (SELECT COUNT(*) FROM came WHERE came.activity_id = held.id)
        )
    FROM held
    WHERE id IN (SELECT activity_id FROM activity_kind WHERE kind = 'volunteer_service')
)

--: activities.general_meeting activities.committee_meeting activities.group_meeting
--: activities.party_lecture activities.theme_day activities.org_life_meeting
--: activities.democratic_life_meeting activities.appraisal_meeting activities.study_center_group
--: activities.study activities.volunteer_service activities.heart_talk activities.conference
--: activities.forum activities.joint_activity activities.other
--: activities.party_committee_meeting activities.general_branch_committee activities.congress
--: activities.oath
-- “…, of that kind”
SELECT id, 1 AS counts FROM held
WHERE id IN (SELECT activity_id FROM activity_kind WHERE kind = :word)

--: activities.gatherings
-- “the same, each once”
SELECT id, 1 AS counts FROM held

--: activities.expected_times
-- “attendance rows (or the typed 应到人数) of those that have an expected list”
SELECT id, COALESCE(
    typed_expected,
    (SELECT COUNT(*) FROM row_of WHERE row_of.activity_id = with_list.id AND row_of.is_expected)
) AS counts
FROM with_list

--: activities.present_times
-- “present and made_up”, of these rows, “(or the typed 实到人数; …)”
SELECT id, COALESCE(
    typed_present,
    (SELECT COUNT(*) FROM came WHERE came.activity_id = with_list.id AND came.is_expected)
) AS counts
FROM with_list

--: activities.attendance_rate = activities.present_times / activities.expected_times

--: activities.study_person_hours / 100
-- “Σ 计入学时 × members present”; hours are kept in hundredths
SELECT id, study_hours * COALESCE(
    typed_present, (SELECT COUNT(*) FROM came WHERE came.activity_id = held.id)
) AS counts
FROM held WHERE study_hours > 0

--: activities.study_hours_average = activities.study_person_hours / members.total

--: service.activities
SELECT id, 1 AS counts FROM service

--: service.person_times
SELECT id, persons AS counts FROM service

--: service.hours / 60
-- “Σ 时长 ÷ 60 × that activity's person-times”
SELECT id, minutes * persons AS counts FROM service
