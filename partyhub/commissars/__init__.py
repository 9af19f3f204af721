"""The political commissars of the workshops, and what they do."""
