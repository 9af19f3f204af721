"""Party organizations with their dated tree, their terms of office, and the workshops."""
