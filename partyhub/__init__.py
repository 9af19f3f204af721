"""PartyHub: the records, figures and yearly workbook of a Party committee in a company."""

__version__ = "0.1.0"
