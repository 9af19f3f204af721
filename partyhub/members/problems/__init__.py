"""Rules about people: their days, branches, posts and appraisals, and the sizes of branches."""

from partyhub.members.problems import (
    appraisals,
    assignments,
    development,
    leavers,
    people,
    posts,
    sizes,
    transfers,
)

problems = (
    *sizes.problems,
    *people.problems,
    *leavers.problems,
    *development.problems,
    *assignments.problems,
    *transfers.problems,
    *posts.problems,
    *appraisals.problems,
)
