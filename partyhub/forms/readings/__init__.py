"""Readings of values as people write them, one module a kind; forms and sheets share them.

The functions raise ValueError, with a sentence for the user, for a text with no certain reading.
"""
