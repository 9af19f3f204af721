"""Pages on which an administrator manages accounts."""
