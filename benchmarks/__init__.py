"""How quick PartyHub is, beside what a colleague would set up: `make bench`, `make bench-quick`.

`lines.py` names the lines, a module a subject; `sides/` runs PartyHub in processes of its own,
`peers/` the others, in an environment of their own; `data/` fills the instances.
"""
