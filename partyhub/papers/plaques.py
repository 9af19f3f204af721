"""The plaques of vanguard posts: one sheet a post, to be read from afar."""

from datetime import date

from flask_babel import gettext

from partyhub.documents import POSTER
from partyhub.papers.content import Paper, Plaque
from partyhub.vanguards.headings import heading
from partyhub.vanguards.models import VanguardPost

# Letters of the sheet in points, and the texts above which they are smaller.
LARGE, SMALL, SMALLER = 30.0, 24.0, 18.0
LONG, LONGER = 40, 110


def plaque_of(post: VanguardPost, day: date) -> Paper:
    """Return the plaque of a post with the people who hold it on a day, and what they promise."""
    holders = "、".join(member.name for member in post.holders_on(day))
    top = gettext("Party members: %(kind)s", kind=post.kind.label)
    lines = [(top, 60.0), (post.name, 40.0), (holders or gettext("(vacant)"), 48.0)]
    if post.show_commitment:
        words = " ".join(post.show_commitment.split())
        text = gettext("%(label)s: %(value)s", label=heading("show_commitment"), value=words)
        lines.append((text, _size_of(text)))
    lines.append((post.organization.name, 24.0))
    return Paper("", [Plaque(lines)], page=POSTER)


def _size_of(text: str) -> float:
    if len(text) <= LONG:
        return LARGE
    return SMALL if len(text) <= LONGER else SMALLER
