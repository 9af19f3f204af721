"""The narrative report as a document in the layout of official papers."""

from collections.abc import Sequence
from typing import IO

from partyhub import clock
from partyhub.definitions.queries import find_fonts
from partyhub.documents import DocumentWriter, Run
from partyhub.narratives.pieces import RenderedSection


def write_document(
    title: str,
    signature: Sequence[str],
    sections: Sequence[RenderedSection],
    author: str,
    stream: IO[bytes],
) -> None:
    """Write the report; each number is a link to its records, each gap is highlighted.

    `signature` are the lines at the end: who issues it, and the day.
    """
    name, at = title.replace("\n", " "), clock.now()
    writer = DocumentWriter(name, author=author, at=at, fonts=find_fonts())
    writer.title(title)
    writer.line()
    for section in sections:
        if section.heading:
            writer.heading(section.heading)
        for paragraph in section.paragraphs:
            runs = [Run(p.text, link=p.url, is_marked=p.is_gap) for p in paragraph if p.text]
            if runs:
                writer.paragraph(*runs)
    writer.line()
    for line in signature:
        writer.line(line, align="right", indent_right=2)
    writer.save(stream)
