"""Awards to organizations, people, workshops and the company."""
