"""Packs of evidence for an inspection: the records of a unit and a period with their files."""
