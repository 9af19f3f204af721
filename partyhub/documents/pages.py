"""Papers and their margins, in millimeters."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """A sheet of paper; `has_number` says whether its foot shows the number of the page.

    The number stands at the outer side where the page `is_official`, otherwise in the middle.
    """

    width: float = 210
    height: float = 297
    top: float = 37
    bottom: float = 35
    left: float = 28
    right: float = 26
    foot: float = 25
    has_number: bool = True
    is_official: bool = False

    @property
    def text_width(self) -> float:
        """Return the width between the margins, for the columns of a table."""
        return self.width - self.left - self.right

    @property
    def is_wide(self) -> bool:
        """Return whether the sheet lies on its long side."""
        return self.width > self.height


# GB/T 9704-2012: A4, the text 156 by 225 mm, the number of the page 7 mm below it.
OFFICIAL = Page(is_official=True)
# Forms that are mostly a table have narrower margins.
TABLE = Page(top=25, bottom=22, left=22, right=20, foot=12)
WIDE = Page(width=297, height=210, top=22, bottom=20, left=20, right=20, foot=10)
POSTER = Page(297, 210, top=18, bottom=18, left=22, right=22, foot=8, has_number=False)
