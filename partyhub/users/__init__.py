"""The pages on which an administrator manages accounts."""

from partyhub.users.views import blueprint

__all__ = ["blueprint"]
