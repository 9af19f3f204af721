"""Vanguard posts with their reviews, and teams."""

from partyhub.registers import Feature
from partyhub.vanguards.figures import figures
from partyhub.vanguards.near_misses import near_misses
from partyhub.vanguards.problems import problems
from partyhub.vanguards.registers import (
    holdings,
    post_reviews,
    relations,
    teams,
    vanguard_posts,
)

feature = Feature(
    registers=(vanguard_posts, post_reviews, teams),
    figures=figures,
    relations=relations,
    extensions=(*holdings, *near_misses),
    problems=problems,
    views="partyhub.vanguards.views",
)
