"""The roll of members as a Django application: what PartyHub checks and keeps, said its way."""
