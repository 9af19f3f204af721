"""Looks of the cells of the edition: one for each part of a table."""

from partyhub.spreadsheets import Style

HEAD_FILL, BAND_FILL, GAP_FILL = "EFEDE8", "F8F6F2", "F6E0D0"
RED, GRAY, BLUE = "9A1B1F", "8A857C", "1F1F7A"

TITLE = Style("title", 22, edges="none")
FILING = Style("note", 11, horizontal="left", edges="none", wraps=False)
FILING_RIGHT = FILING._replace(horizontal="right")
SECTION = Style("heading", 12, horizontal="left", edges="none", wraps=False)
HEAD = Style("heading", 10.5, fill=HEAD_FILL)
BAND = Style("heading", 11, horizontal="left", fill=BAND_FILL, indent=1)
BODY = Style("body", 10.5)
TEXT = Style("body", 10.5, horizontal="left")
NUMBER = BODY._replace(format="#,##0", wraps=False)
DECIMAL = BODY._replace(format="#,##0.0", wraps=False)
PERCENT = BODY._replace(format="0.0%", wraps=False)
TOTAL = Style("heading", 10.5, fill=BAND_FILL, edges="total")
TOTAL_NUMBER = TOTAL._replace(format="#,##0", wraps=False)
NOTE = Style("note", 9.5, horizontal="left", vertical="top", edges="none")
BACK = Style("standard", 10, horizontal="left", color=BLUE, edges="none", is_underlined=True)

# What stands for a number that does not apply.
NOTHING = "—"


def sized(style: Style, size: float) -> Style:
    """Return the style in another size."""
    return style._replace(size=size)


def grayed(style: Style) -> Style:
    """Return the style in gray."""
    return style._replace(color=GRAY)


def missing(style: Style) -> Style:
    """Return the style of what is missing: red, and in a heavy face that survives a copy."""
    return style._replace(face="heading", color=RED, fill=GAP_FILL, bold=True)
