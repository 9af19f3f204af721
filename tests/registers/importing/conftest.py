"""The desk on which files lie is there for every test of imports."""

from tests.registers.importing.workbooks import desk

__all__ = ["desk"]
