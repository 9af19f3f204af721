"""Activities with attendance by person, and the votes of meetings."""

from partyhub.activities import figures, registers
from partyhub.activities.frequencies import figures as frequency_figures
from partyhub.activities.near_misses import near_misses
from partyhub.activities.problems import problems
from partyhub.activities.sign_in.elsewhere import sign_in_sheets
from partyhub.activities.voting import figures as voting_figures
from partyhub.activities.voting import registers as voting_registers
from partyhub.activities.voting.operations import judged_by_rules
from partyhub.registers import Feature

feature = Feature(
    registers=(registers.activities, voting_registers.votes),
    figures=(*figures.figures, *frequency_figures.figures, *voting_figures.figures),
    relations=(*registers.relations, *voting_registers.relations),
    extensions=(sign_in_sheets, judged_by_rules, *near_misses),
    problems=problems,
    views="partyhub.activities.views",
)
