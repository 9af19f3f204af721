"""Key projects with their milestones, and mentoring pairs."""

from partyhub.projects.figures import figures
from partyhub.projects.near_misses import near_misses
from partyhub.projects.problems import problems
from partyhub.projects.registers import (
    holdings,
    mentorships,
    milestones,
    projects,
    relations,
)
from partyhub.registers import Feature

feature = Feature(
    registers=(projects, milestones, mentorships),
    figures=figures,
    relations=relations,
    extensions=(*holdings, *near_misses),
    problems=problems,
    views="partyhub.projects.views",
)
