"""The changes of past figures: the question before they are saved, and the page that lists them."""

from partyhub.past_figures.imports import keep
from partyhub.past_figures.looking import look
from partyhub.registers import Feature
from partyhub.registers.committing import ImportKeeper, LastLook

feature = Feature(
    extensions=(LastLook(look), ImportKeeper(keep)),
    views="partyhub.past_figures.views",
)
