"""Honors to every kind of recipient."""

from partyhub.awards.figures import figures
from partyhub.awards.near_misses import near_misses
from partyhub.awards.problems import problems
from partyhub.awards.registers import awards, relations
from partyhub.registers import Feature

feature = Feature(
    registers=(awards,),
    figures=figures,
    relations=relations,
    extensions=near_misses,
    problems=problems,
    views="partyhub.awards.views",
)
