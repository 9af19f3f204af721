"""The programs compared with PartyHub, set up as their documentation shows; they print JSON."""
