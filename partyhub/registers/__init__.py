"""What every register can do, once: list, show, create, edit, archive, restore, export, history."""

from partyhub.registers.lifetimes import Lifetime, happening, spanning, standing
from partyhub.registers.names import Names
from partyhub.registers.register import (
    Access,
    Column,
    Filter,
    Listing,
    Register,
    Summary,
    assign,
    enum_filter,
    record_filter,
    register_of,
)
from partyhub.registers.relations import Parts, Relation, arrange, relate

__all__ = [
    "Access",
    "Column",
    "Filter",
    "Lifetime",
    "Listing",
    "Names",
    "Parts",
    "Register",
    "Relation",
    "Summary",
    "arrange",
    "assign",
    "enum_filter",
    "happening",
    "record_filter",
    "register_of",
    "relate",
    "spanning",
    "standing",
]
