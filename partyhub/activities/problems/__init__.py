"""Rules about activities: the ledger, who was where, the meetings asked for, and votes."""

from partyhub.activities.problems import (
    assemblies,
    decisions,
    ledger,
    meetings,
    people,
    service,
    talks,
    votes,
)

problems = (
    *meetings.problems,
    *ledger.problems,
    *assemblies.problems,
    *people.problems,
    *talks.problems,
    *decisions.problems,
    *votes.problems,
    *service.problems,
)
