"""The roll of members as a Django application with the same checks and records as PartyHub."""
