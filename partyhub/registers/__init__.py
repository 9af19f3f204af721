"""What every register can do, once: list, show, create, edit, archive, restore, export, history."""

from partyhub.registers.register import (
    Access,
    Column,
    Filter,
    Lifetime,
    Listing,
    Register,
    assign,
    enum_filter,
    happening,
    register_of,
    spanning,
    standing,
)
from partyhub.registers.views import add_register_views

__all__ = [
    "Access",
    "Column",
    "Filter",
    "Lifetime",
    "Listing",
    "Register",
    "add_register_views",
    "assign",
    "enum_filter",
    "happening",
    "register_of",
    "spanning",
    "standing",
]
