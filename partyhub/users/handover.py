"""New passwords on the way from the page that makes them to the page that shows them once.

They are in the server's memory for a few minutes: not in the database, which stores hashes only,
nor in a cookie, which browsers write to disk. An administrator who loses one makes another.
"""

import threading
from datetime import datetime, timedelta

from partyhub.clock import now

LIFETIME = timedelta(minutes=5)
MOST = 100

_lock = threading.Lock()
_waiting: dict[tuple[int, int], tuple[datetime, str]] = {}


def hand_over(actor_id: int, user_id: int, password: str) -> None:
    """Store the password of `user_id` for the administrator `actor_id` who made it."""
    with _lock:
        for key in [key for key, (until, _) in _waiting.items() if until <= now()]:
            del _waiting[key]
        if len(_waiting) >= MOST:
            _waiting.clear()
        _waiting[actor_id, user_id] = (now() + LIFETIME, password)


def take_over(actor_id: int, user_id: int) -> str | None:
    """Return the password and forget it; None if there is none or it has expired."""
    with _lock:
        until, password = _waiting.pop((actor_id, user_id), (None, None))
    return password if until is not None and until > now() else None
