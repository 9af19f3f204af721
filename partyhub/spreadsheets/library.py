"""The safe loading of openpyxl: without lxml, with defusedxml.

With lxml installed (python-docx brings it) openpyxl parses through lxml and ignores defusedxml, so
that a hostile workbook could expand entities. The switch is read once, while openpyxl is imported;
therefore it is set here, and the package imports this module before any that loads openpyxl.
"""

import os

os.environ["OPENPYXL_LXML"] = "False"


def assert_safe() -> None:
    """Raise RuntimeError unless openpyxl works without lxml and with defusedxml."""
    import openpyxl

    if openpyxl.LXML:
        raise RuntimeError("openpyxl was imported with lxml before partyhub.spreadsheets was.")
    if not openpyxl.DEFUSEDXML:
        raise RuntimeError("openpyxl does not use defusedxml: install it to read workbooks safely.")
