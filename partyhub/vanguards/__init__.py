"""Vanguard posts, their reviews, and the teams of Party members."""
