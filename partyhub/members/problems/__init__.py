"""Rules about people: their days, branches, posts and appraisals, and the sizes of branches."""

from partyhub.members.problems import (
    accounts,
    appraisals,
    assignments,
    development,
    holders,
    leavers,
    people,
    posts,
    sizes,
    transfers,
)

problems = (
    *sizes.problems,
    *people.problems,
    *holders.problems,
    *leavers.problems,
    *development.problems,
    *assignments.problems,
    *transfers.problems,
    *posts.problems,
    *appraisals.problems,
    *accounts.problems,
)
