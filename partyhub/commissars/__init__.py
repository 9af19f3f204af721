"""The political commissars of the workshops, and their duties."""
