"""The command line: the owner of an instance at work, without a terminal, a user or a key."""

from partyhub.cli.main import main

__all__ = ["main"]
