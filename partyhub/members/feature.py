"""Members, their assignments, posts and appraisals."""

from partyhub.members.extensions import deferrals, exclusions, holdings, leaving, occupants
from partyhub.members.figures import figures
from partyhub.members.near_misses import near_misses
from partyhub.members.problems import problems
from partyhub.members.registers import appraisals, assignments, members, party_posts
from partyhub.members.voting_pauses.registers import voting_pauses
from partyhub.registers import Feature

feature = Feature(
    registers=(members, assignments, party_posts, appraisals, voting_pauses),
    figures=figures,
    deferrals=deferrals,
    extensions=(*occupants, *holdings, *leaving, *exclusions, *near_misses),
    problems=problems,
    views="partyhub.members.views",
)
