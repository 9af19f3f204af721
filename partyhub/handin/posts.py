"""The vanguard posts by branch with who holds them and what they promise; then the other posts."""

from collections.abc import Sequence
from itertools import groupby

from flask_babel import pgettext

from partyhub.handin import looks
from partyhub.handin.facts import Facts
from partyhub.handin.frames import add_note, add_nothing, begin
from partyhub.handin.records import find_records, names_of, or_unfilled
from partyhub.registers.values import format_day
from partyhub.spreadsheets import Box, PrintedSheet
from partyhub.vanguards.models import VanguardPost

WIDTHS = (11, 59, 31, 71)
_ROW = 16.2
_SIZE = 10.5
KINDS = ("vanguards.posts", "vanguards.demonstration_posts", "vanguards.responsibility_areas")


def build_posts(facts: Facts) -> PrintedSheet:
    """Return the sheet: a band a branch, a line a post."""
    number = facts.count(KINDS[0])
    sheet = begin(
        facts,
        "posts",
        WIDTHS,
        pgettext("handin", "Vanguard posts of Party members (%(number)s)", number=number),
        pgettext("handin", "In force at the end of the period"),
        landscape=False,
        size=20,
        repeated=(3, 3),
        frozen="A4",
    )
    sheet.add(*(Box(each, looks.HEAD) for each in _heads()), height=19)
    posts: Sequence[VanguardPost] = find_records(
        facts, KINDS[0], VanguardPost.named_on, VanguardPost.code
    )
    _add_branches(sheet, facts, posts)
    if not posts:
        add_nothing(sheet)
    vacant = [post for post in posts if not _holders(facts, post)]
    for code in KINDS[1:]:
        _add_others(sheet, facts, code)
    add_note(sheet, _notes(facts, vacant))
    return sheet


def _heads() -> Sequence[str]:
    return (
        pgettext("handin", "No."),
        pgettext("handin", "Post"),
        pgettext("handin", "Held by"),
        pgettext("handin", "Commitment"),
    )


def _add_branches(sheet: PrintedSheet, facts: Facts, posts: Sequence[VanguardPost]) -> None:
    """Add a band a branch with its posts, numbers running through."""
    number = 0
    for branch, group in groupby(posts, lambda post: post.organization):
        own = list(group)
        words = pgettext("handin posts", "%(name)s (%(number)s)", name=branch.name, number=len(own))
        _add_band(sheet, words)
        for offset, post in enumerate(own, 1):
            _add_post(sheet, facts, number + offset, post)
        number += len(own)


def _add_band(sheet: PrintedSheet, words: str) -> None:
    sheet.add(Box(words, looks.sized(looks.BAND, _SIZE), len(WIDTHS)), height=_ROW)


def _add_post(sheet: PrintedSheet, facts: Facts, number: int, post: VanguardPost) -> None:
    text = looks.sized(looks.TEXT, _SIZE)._replace(indent=1)
    body = looks.sized(looks.BODY, _SIZE)
    holders = _holders(facts, post)
    holder = Box(holders, body)
    if not holders:
        style = body._replace(face="heading", color=looks.RED)
        holder = Box(pgettext("handin", "vacant"), style)
    promise = or_unfilled(post.show_commitment)
    style = text if post.show_commitment else looks.grayed(text)
    sheet.add(Box(number, body), Box(post.name, text), holder, Box(promise, style), least=_ROW)


def _holders(facts: Facts, post: VanguardPost) -> str:
    return names_of(facts, post.holders_on(facts.as_of), facts.as_of)


def _add_others(sheet: PrintedSheet, facts: Facts, code: str) -> None:
    """Add the posts of another kind in one cell, each with who holds it."""
    posts: Sequence[VanguardPost] = find_records(facts, code, VanguardPost.named_on)
    label = f"{facts.figure(code).label}"
    words = pgettext("handin posts", "%(name)s (%(number)s)", name=label, number=len(posts))
    vacant = pgettext("handin", "vacant")
    parts = [
        pgettext(
            "handin", "%(post)s (%(holder)s)", post=p.name, holder=_holders(facts, p) or vacant
        )
        for p in posts
    ]
    text = pgettext("handin", "; ").join(parts) or looks.NOTHING
    style = looks.sized(looks.TEXT, _SIZE)
    sheet.add(
        Box(words, looks.sized(looks.BODY, _SIZE)._replace(face="heading"), 2),
        Box(text, style, 2),
        least=_ROW,
    )


def _notes(facts: Facts, vacant: Sequence[VanguardPost]) -> list[str]:
    notes = [
        pgettext(
            "handin",
            "Posts named by the last day and not closed, by organization and day of naming. Held by"
            " whom is as of the last day; who is not in the Party here then is not named.",
        )
    ]
    for post in vacant:
        since = post.vacant_since(facts.as_of)
        if since is not None:
            words = pgettext(
                "handin",
                "%(post)s has been vacant since %(day)s; a vacant post counts.",
                post=post.name,
                day=format_day(since),
            )
            notes.append(words)
    return notes
