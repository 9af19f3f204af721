"""Passwords: how they are hashed, what is refused, how new ones are made (reliability.md 5)."""

import os
import re
import secrets
import threading
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext

from partyhub.texts import normal_form
from partyhub.viewers import Role

LEAST = 12
LEAST_OF_ADMINISTRATOR = 15
MOST = 128
BANNED_WORDS = ("partyhub", "dangjian")
# Without 0 o, 1 l i: people read these out to each other.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
RUNS = ("abcdefghijklmnopqrstuvwxyz", "0123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm")
LONGEST_PERIOD = 4
LEAST_DIFFERENT = 5
MOST_PIECES = 3  # more pieces of letters and digits than these are no pattern

# Each verification takes tens of megabytes; eight at once would press a small machine.
_slots = threading.BoundedSemaphore(2)


def hash_password(password: str) -> str:
    with _slots:
        return _hasher().hash(_bytes(password))


def verify_password(password_hash: str | None, password: str) -> bool:
    """Compare; without a hash, or with an endless password, take as long and answer no."""
    judged = password_hash is not None and len(password) <= MOST
    try:
        with _slots:
            _hasher().verify(
                (password_hash if judged else None) or _dummy_hash(), _bytes(password[:MOST])
            )
    except (VerificationError, InvalidHashError):
        return False
    return judged


def needs_rehash(password_hash: str) -> bool:
    """Whether the hash was made with other costs than today's."""
    return _hasher().check_needs_rehash(password_hash)


def generate_password() -> str:
    """Make a password of four groups of four that can be read out: 79 random bits."""
    return make_code(groups=4, size=4)


def make_code(groups: int, size: int) -> str:
    characters = ("".join(secrets.choice(READABLE) for _ in range(size)) for _ in range(groups))
    return "-".join(characters)


def find_weakness(password: str, username: str, role: Role | None) -> str | None:
    """Return the sentence that says why this password won't do, or None."""
    least = LEAST_OF_ADMINISTRATOR if role is Role.ADMINISTRATOR else LEAST
    if len(password) < least:
        return str(gettext("Use at least %(num)s characters.", num=least))
    if len(password) > MOST:
        return str(gettext("Use at most %(num)s characters.", num=MOST))
    if _holds_name(password, username):
        return str(gettext("The password must not contain the username or the name of the system."))
    if _is_predictable(password):
        return str(gettext("This password is easy to guess. Join words that only you would."))
    return None


def _holds_name(password: str, username: str) -> bool:
    folded = normal_form(password)
    name = normal_form(username)
    return any(word in folded for word in (*BANNED_WORDS, name) if len(word) > 1)


def _is_predictable(password: str) -> bool:
    folded = normal_form(password)
    if folded in _common_passwords() or len(set(folded)) < LEAST_DIFFERENT:
        return True
    pieces = re.findall(r"[a-z]+|\d+|[^\W\d_a-z]+", folded)
    return 0 < len(pieces) <= MOST_PIECES and all(map(_is_run, pieces))


def _is_run(text: str) -> bool:
    """Whether the whole text is one short piece again and again, or walks along the keyboard."""
    repeats = any(
        text == (text[:size] * len(text))[: len(text)] for size in range(1, LONGEST_PERIOD + 1)
    )
    return repeats or any(_follows(text, run) for run in RUNS)


def _follows(text: str, run: str) -> bool:
    """Whether `text` walks along `run`, forwards or backwards, starting over at its end."""
    endless = run * (len(text) // len(run) + 2)
    return text in endless or text in endless[::-1]


@cache
def _common_passwords() -> frozenset[str]:
    path = Path(__file__).with_name("common_passwords.txt")
    return frozenset(path.read_text(encoding="utf-8").split())


@cache
def _hasher() -> PasswordHasher:
    """Use the library's profile, or for small machines the smaller one that ASVS allows too."""
    if os.environ.get("PARTYHUB_ARGON2") == "small":
        return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
    return PasswordHasher()


@cache
def _dummy_hash() -> str:
    """Return a hash that no password has: for accounts that don't exist."""
    return _hasher().hash(secrets.token_bytes(32))


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")
