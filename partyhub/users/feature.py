"""The pages on which accounts are managed."""

from partyhub.registers import Feature

feature = Feature(views="partyhub.users.views")
