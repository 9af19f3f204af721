"""Importing workbooks: read, judged, applied, taken back, for every register."""
