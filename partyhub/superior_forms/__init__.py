"""Own forms of the superior office: uploaded once, mapped to figures, filled every year."""
