"""The catalog of the program, for tests that are made once for each register or figure."""

from partyhub.features import FEATURES
from partyhub.registers import Catalog

CATALOG = Catalog(FEATURES)
