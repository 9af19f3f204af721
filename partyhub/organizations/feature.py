"""The organization tree, its terms and the workshops."""

from partyhub.organizations.figures import figures
from partyhub.organizations.problems import problems
from partyhub.organizations.registers import organizations, terms, workshops
from partyhub.registers import Feature

feature = Feature(
    registers=(organizations, terms, workshops),
    figures=figures,
    problems=problems,
    views="partyhub.organizations.views",
)
