"""Numbers that regulations set: dated data with their source, which a committee may change."""
