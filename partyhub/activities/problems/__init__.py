"""Rules about activities: the ledger, who was where, the meetings asked for, and votes."""

from partyhub.activities.problems import ledger, meetings, people, service, votes

problems = (
    *meetings.problems,
    *ledger.problems,
    *people.problems,
    *votes.problems,
    *service.problems,
)
