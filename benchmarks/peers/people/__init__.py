"""The members as the peers' own programs show them; a Django application."""
