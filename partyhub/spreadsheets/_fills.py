"""Conversion of a cell's fill to a few characters and back. Loads openpyxl."""

from typing import Any

from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color


def described(fill: Any) -> str:
    """Return the color of a solid fill as text; other patterns, and no fill, give an empty text."""
    if getattr(fill, "fill_type", None) != "solid":
        return ""
    color = fill.fgColor
    if color.type == "rgb":
        return f"#{color.rgb}"
    return f"{color.type} {color.value} {color.tint}"


def filled_as(text: str) -> PatternFill:
    """Return the fill that `described` turned into the text.

    An empty or unknown text gives none.
    """
    try:
        return PatternFill("solid", fgColor=_color(text)) if text else PatternFill()
    except (ValueError, TypeError):
        return PatternFill()


def _color(text: str) -> Color:
    if text.startswith("#"):
        return Color(rgb=text[1:])
    kind, value, tint = text.split()
    if kind == "theme":
        return Color(theme=int(value), tint=float(tint))
    return Color(indexed=int(value), tint=float(tint))
