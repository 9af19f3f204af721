"""The narrative report of a unit and a period: sentences whose numbers are figures."""
