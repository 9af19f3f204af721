"""Benchmarks of PartyHub beside comparable programs: `make bench`, `make bench-quick`.

`lines.py` lists the lines, one module for each subject; `sides/` runs PartyHub in processes of its
own, `peers/` runs the others, in an environment of their own; `data/` fills the instances.
"""
