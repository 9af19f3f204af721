"""The common-prosperity workshops and their monthly returns."""
