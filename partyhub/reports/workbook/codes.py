"""Codes of the figures that count a row, as formulas search for them, and as people read them."""

from collections.abc import Iterable, Sequence

from partyhub.figures import Figure


def codes_text(codes: Iterable[str]) -> str:
    """Return the codes as the formulas search for them, each between semicolons.

    Without codes it is an empty text.
    """
    joined = ";".join(codes)
    return f";{joined};" if joined else ""


class CodeTexts(dict[tuple[str, ...], str]):
    """A cache of the texts of codes, of which there are few."""

    def __missing__(self, codes: tuple[str, ...]) -> str:
        text = self[codes] = codes_text(codes)
        return text


class Labels(dict[tuple[str, ...], str]):
    """A cache of the names of the figures with some codes."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self._label = {figure.code: str(figure.label) for figure in figures}

    def __missing__(self, codes: tuple[str, ...]) -> str:
        text = self[codes] = "、".join(self._label[code] for code in codes)
        return text
