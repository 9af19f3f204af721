"""The records and the columns that the yearly workbook shows of a register."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, and_, or_

from partyhub.dialects import among
from partyhub.figures import Scope
from partyhub.registers import Column, Register


def told_columns(register: Register) -> list[Column]:
    """Return the columns that say something of a record; the others are for imports alone."""
    fields = ((column, register.field(column)) for column in register.columns)
    return [column for column, field in fields if not (field and field.is_about_others)]


def select_told(register: Register, scope: Scope, counted: Collection[int]) -> Select[Any]:
    """Select the records of the period, those valid on its last day, and all that figures count."""
    belongs = register.access.belongs(scope, scope.as_of)
    inside = and_(register.lifetime.within(scope.period), belongs)
    query = register.load().where(register.model.archived_at.is_(None))
    return query.where(or_(inside, among(register.model.id, counted)) if counted else inside)
