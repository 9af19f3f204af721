"""Rules about people: their days, branches, posts and appraisals, and the sizes of branches."""

from partyhub.members.problems import (
    accounts,
    appraisals,
    assignments,
    committees,
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
    *committees.problems,
    *appraisals.problems,
    *accounts.problems,
)
