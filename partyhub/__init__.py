"""PartyHub: the records, figures and yearly workbook of a Party committee in a company."""
