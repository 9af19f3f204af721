"""The edition of the yearly workbook that is handed in."""

from partyhub.registers import Feature

feature = Feature(views="partyhub.handin.views")
