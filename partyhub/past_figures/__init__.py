"""Figures of periods that have ended: how an act changes them, said before it is stored."""
