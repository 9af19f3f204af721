"""The first page, and what is offered on it."""

from partyhub.registers import Feature

feature = Feature(views="partyhub.home.views")
