"""Workshop commissars and their duties."""

from partyhub.commissars.figures import figures
from partyhub.commissars.problems import problems
from partyhub.commissars.registers import commissars, duties, exclusions, holdings, relations
from partyhub.registers import Feature

feature = Feature(
    registers=(commissars, duties),
    figures=figures,
    relations=relations,
    extensions=(*holdings, *exclusions),
    problems=problems,
    views="partyhub.commissars.views",
)
