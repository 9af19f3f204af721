"""Data on which the definitions of figures rest: workdays, and the words that decide who counts."""
