"""The home page and the frame around every page: it composes the features."""

from partyhub.home import errors, navigation
from partyhub.home.views import blueprint

__all__ = ["blueprint", "errors", "navigation"]
