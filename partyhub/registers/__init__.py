"""Operations that every register has: list, show, create, edit, archive, restore, export, history.

Each is written once here; a feature only describes its register.
"""

from partyhub.registers.aftereffects import Aftereffect, Refusal
from partyhub.registers.catalog import Catalog, Feature, current_catalog, register_of
from partyhub.registers.deferring import Deferral
from partyhub.registers.exclusions import Exclusion
from partyhub.registers.filling import assign
from partyhub.registers.known_date_columns import known_date_column
from partyhub.registers.lifetimes import Ending, Lifetime, event, existing, lasting
from partyhub.registers.reference_names import Names, Summary
from partyhub.registers.register import (
    Access,
    Column,
    Filter,
    Listing,
    Register,
    enum_filter,
    record_filter,
)
from partyhub.registers.relations import Parts, Relation
from partyhub.registers.rolls import Roll

__all__ = [
    "Access",
    "Aftereffect",
    "Catalog",
    "Column",
    "Deferral",
    "Ending",
    "Exclusion",
    "Feature",
    "Filter",
    "Lifetime",
    "Listing",
    "Names",
    "Parts",
    "Refusal",
    "Register",
    "Relation",
    "Roll",
    "Summary",
    "assign",
    "current_catalog",
    "enum_filter",
    "event",
    "existing",
    "known_date_column",
    "lasting",
    "record_filter",
    "register_of",
]
