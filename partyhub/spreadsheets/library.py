"""The safe loading of openpyxl: without lxml, with defusedxml.

With lxml installed (python-docx brings it) openpyxl parses through lxml and ignores defusedxml, so
that a hostile workbook could expand entities. The switch is read once, while openpyxl is imported;
therefore it is set here, and the package imports this module before any that loads openpyxl.
"""

import os
import sys
from importlib.util import find_spec

os.environ["OPENPYXL_LXML"] = "False"


def assert_safe() -> None:
    """Raise RuntimeError unless openpyxl works without lxml and with defusedxml.

    As long as it isn't loaded, what it will find then is looked at, which takes no time.
    """
    loaded = sys.modules.get("openpyxl")
    has_lxml = loaded.LXML if loaded else _is_used("lxml")
    if has_lxml:
        raise RuntimeError("openpyxl was imported with lxml before partyhub.spreadsheets was.")
    has_defused = loaded.DEFUSEDXML if loaded else _is_used("defusedxml")
    if not has_defused:
        raise RuntimeError("openpyxl does not use defusedxml: install it to read workbooks safely.")


def _is_used(library: str) -> bool:
    """Return whether openpyxl will use the library: the environment allows it and it is there."""
    is_wanted = os.environ.get(f"OPENPYXL_{library.upper()}", "True") == "True"
    return is_wanted and find_spec(library) is not None
