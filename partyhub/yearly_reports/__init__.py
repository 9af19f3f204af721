"""Yearly reports: made, submitted, signed by two, frozen, and compared with what is so today."""
