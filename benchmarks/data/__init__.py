"""Invented records that fill an empty instance: `python -m benchmarks.data FOLDER`.

No person, number or organization in them exists. Two runs of the same sizes make the same records.
"""
