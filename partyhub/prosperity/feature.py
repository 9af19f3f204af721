"""Common-prosperity workshops and their monthly returns."""

from partyhub.prosperity.figures import figures
from partyhub.prosperity.problems import problems
from partyhub.prosperity.registers import prosperity_returns, prosperity_workshops, relations
from partyhub.registers import Feature

feature = Feature(
    registers=(prosperity_workshops, prosperity_returns),
    figures=figures,
    relations=relations,
    problems=problems,
    views="partyhub.prosperity.views",
)
