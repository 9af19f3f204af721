"""The typefaces of printed sheets, as official papers have them."""

from collections.abc import Mapping
from typing import NamedTuple

CHARSET = 134  # GB 2312: a program without the font then takes another Chinese one


class Face(NamedTuple):
    """The name of a typeface, and the family that stands for it where it is missing."""

    name: str
    family: int


FACES: Mapping[str, Face] = {
    "title": Face("方正小标宋简体", 1),
    "heading": Face("黑体", 2),
    "body": Face("仿宋_GB2312", 1),
    "note": Face("楷体_GB2312", 1),
    # Its digits are as wide as those of 宋体. Widths of columns are counted in digits of the first
    # font, and where 宋体 is missing, others stand in with digits that are wider by a sixth: all
    # tables would shrink by as much. This one is where 宋体 isn't; where it is, 宋体 stands in.
    "standard": Face("Noto Sans CJK SC", 2),
}
