"""The contradiction finder: what on record contradicts itself, or what a regulation asks for."""
