"""The writing of papers as a document."""

from collections.abc import Iterable
from typing import IO

from partyhub import clock
from partyhub.definitions.queries import find_fonts
from partyhub.documents import DocumentWriter
from partyhub.papers.content import Grid, Note, Paper, Part, Plaque, Signatures


def write_papers(papers: Iterable[Paper], target: IO[bytes], title: str, author: str) -> int:
    """Write papers one after the other, each on a new page; return how many there were."""
    writer: DocumentWriter | None = None
    count = 0
    for paper in papers:
        if writer is None:
            page, fonts = paper.page, find_fonts()
            writer = DocumentWriter(title, author=author, page=page, at=clock.now(), fonts=fonts)
        elif paper.page == writer.page:
            writer.new_page()
        else:
            writer.new_section(paper.page)
        write_paper(writer, paper)
        count += 1
    (writer or DocumentWriter(title, author=author, at=clock.now())).save(target)
    return count


def write_paper(writer: DocumentWriter, paper: Paper) -> None:
    """Add a paper at the current place of a document."""
    if paper.title:
        writer.title(paper.title, bookmark=paper.bookmark)
    if paper.subtitle:
        writer.subtitle(paper.subtitle)
    for part in paper.parts:
        _write_part(writer, part)


def _write_part(writer: DocumentWriter, part: Part) -> None:
    if isinstance(part, Grid):
        writer.table(part.columns, part.rows, heads=part.heads, row_height=part.row_height)
    elif isinstance(part, Note):
        writer.note(part.text)
    elif isinstance(part, Signatures):
        writer.signatures(part.labels)
    else:
        _write_plaque(writer, part)


def _write_plaque(writer: DocumentWriter, plaque: Plaque) -> None:
    (text, size), *lines = plaque.lines
    if writer.page.is_wide:
        writer.poster_line(text, size, is_top=True)
    else:
        writer.cover_title(text)
    for text, size in lines:
        writer.poster_line(text, size)
