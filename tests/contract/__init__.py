"""What is promised of each register, one file a register: a new register adds its file here.

The promises are restated, and not imported: a guard must not take its truth from what it guards.
"""

from importlib import import_module
from pkgutil import iter_modules

from tests.contract._promises import Contract


def _in_order(found: dict[str, Contract]) -> dict[str, Contract]:
    """Put them in the order of the sheets of a workbook."""
    after = {contract.follows: name for name, contract in found.items()}
    ordered, name = {}, after.get("")
    while name:
        ordered[name] = found[name]
        name = after.get(name)
    assert ordered.keys() == found.keys(), "Two follow the same register, or one follows none."
    return ordered


CONTRACTS = _in_order(
    {
        module.name: import_module(f"{__name__}.{module.name}").contract
        for module in iter_modules(__path__)
        if not module.name.startswith("_")
    }
)
