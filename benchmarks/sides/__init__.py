"""PartyHub's side of each comparison, in processes of its own that print JSON."""
