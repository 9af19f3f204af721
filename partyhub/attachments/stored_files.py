"""Files in the storage that are no attachments: a feature above says which it keeps there.

It does so by a `StoredFiles` among the extensions of its `feature.py`.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class StoredFiles:
    """The finder of the digests of files that are never deleted, and the table that it reads."""

    table: str
    find: Callable[[], Collection[str]]
