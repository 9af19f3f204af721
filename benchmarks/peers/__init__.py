"""What PartyHub is compared with, set up as their documentation shows; they answer with JSON."""
