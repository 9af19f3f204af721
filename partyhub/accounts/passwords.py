"""Passwords: hashing, rules for new ones, and random ones (reliability.md 5)."""

import os
import re
import secrets
import threading
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext

from partyhub.roles import Right, Role
from partyhub.texts import normal_form

LEAST = 12
LEAST_OF_ADMINISTRATOR = 15
MOST = 128
BANNED_WORDS = ("partyhub", "dangjian")
# Without 0 o, 1 l i, because people read these out to each other.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
RUNS = ("abcdefghijklmnopqrstuvwxyz", "0123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm")
LONGEST_PERIOD = 4
LEAST_DIFFERENT = 5
MOST_PIECES = 3  # with more pieces of letters and digits, it is no pattern

# Each verification takes tens of megabytes; eight at once would overload a small machine.
_slots = threading.BoundedSemaphore(2)


def hash_password(password: str) -> str:
    """Return the Argon2 hash of the password."""
    with _slots:
        return _hasher().hash(_bytes(password))


def verify_password(password_hash: str | None, password: str) -> bool:
    """Return whether the password fits the hash.

    Without a hash, or with an overlong password, it takes as long and returns False.
    """
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
    """Return whether the hash was made with other costs than today's."""
    return _hasher().check_needs_rehash(password_hash)


def generate_password() -> str:
    """Return a random password of four groups of four readable characters: 79 random bits."""
    return make_code(groups=4, size=4)


def make_code(groups: int, size: int) -> str:
    """Return a random code of readable characters: groups of `size`, joined by hyphens."""
    characters = ("".join(secrets.choice(READABLE) for _ in range(size)) for _ in range(groups))
    return "-".join(characters)


def find_weakness(password: str, username: str, role: Role | None) -> str | None:
    """Return the sentence that explains why this password is refused, or None."""
    is_powerful = role is not None and role.may(Right.MANAGE_ACCOUNTS)
    least = LEAST_OF_ADMINISTRATOR if is_powerful else LEAST
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
    """Return whether the text repeats one short piece or runs along the keyboard."""
    repeats = any(
        text == (text[:size] * len(text))[: len(text)] for size in range(1, LONGEST_PERIOD + 1)
    )
    return repeats or any(_follows(text, run) for run in RUNS)


def _follows(text: str, run: str) -> bool:
    """Return whether `text` runs along `run`, forwards or backwards, starting over at its end."""
    endless = run * (len(text) // len(run) + 2)
    return text in endless or text in endless[::-1]


@cache
def _common_passwords() -> frozenset[str]:
    path = Path(__file__).with_name("common_passwords.txt")
    return frozenset(path.read_text(encoding="utf-8").split())


@cache
def _hasher() -> PasswordHasher:
    """Return the library's default hasher, or the smaller one for small machines.

    ASVS allows that one too.
    """
    if os.environ.get("PARTYHUB_ARGON2") == "small":
        return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
    return PasswordHasher()


@cache
def _dummy_hash() -> str:
    """Return a hash that no password has, for accounts that don't exist."""
    return _hasher().hash(secrets.token_bytes(32))


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")
