"""The writer of a document, from its first paragraph to its last."""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from partyhub.documents.content import Align, Content, Run, safe_text
from partyhub.documents.pages import OFFICIAL, Page

if TYPE_CHECKING:  # the module loads python-docx
    from partyhub.documents._tables import Row

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MOST = 255  # characters of a property


class DocumentWriter:
    """A document in the layout of official papers, written from its beginning to its end.

    `title` and `author` are its properties, `at` the moment that they name; without one the moment
    is left out, so that the same content gives the same bytes. Texts may hold any characters: what
    no document can carry is left out. Line ends break lines. `fonts` are the names of fonts that
    stand in for those of official papers.
    """

    def __init__(
        self,
        title: str,
        *,
        author: str = "",
        page: Page = OFFICIAL,
        at: datetime | None = None,
        fonts: Mapping[str, str] | None = None,
    ) -> None:
        from docx import Document

        from partyhub.documents._nodes import Composer
        from partyhub.documents._package import empty_document

        self._document = Document(BytesIO(empty_document(tuple((fonts or {}).items()))))
        self._composer = Composer(self._document.part)
        self._at = at
        self._page = page
        self._breaks = False  # whether the next element begins a new page
        self._set_properties(title, author)
        self._set_page(page)

    @property
    def page(self) -> Page:
        """Return the paper of the current section."""
        return self._page

    def title(self, text: Content, bookmark: str = "") -> None:
        """Add the title, centered; a line end in it breaks it."""
        self._add("Title", text, bookmark=bookmark)

    def subtitle(self, text: Content) -> None:
        """Add the line below the title, such as the period in brackets."""
        self._add("Subtitle", text)

    def heading(self, text: Content, level: int = 1, bookmark: str = "") -> None:
        """Add a heading of level 1 to 4; `bookmark` is a name that a link can lead to."""
        self._add(f"Heading{level}", text, bookmark=bookmark)

    def paragraph(self, *content: str | Run) -> None:
        """Add a paragraph of the text, its first line indented by two characters."""
        self._add("BodyText", content)

    def line(
        self, content: Content = "", align: Align | None = None, indent_right: int = 0
    ) -> None:
        """Add a line that is not indented, such as one with a name and a date to its right."""
        self._add("Normal", content, align=align, indent_right=indent_right)

    def note(self, content: Content, align: Align | None = None) -> None:
        """Add a line of small letters, as above and below tables."""
        self._add("Note", content, align=align)

    def cover_title(self, text: Content) -> None:
        """Add the large title of a cover, below the upper third of the sheet."""
        self._add("CoverTitle", text)

    def poster_line(self, text: Content, size: float, *, is_top: bool = False) -> None:
        """Add a centered line of a poster, in points; the top one is red."""
        self._add("PosterTop" if is_top else "Poster", text, size=size)

    def table(
        self,
        columns: Sequence[float],
        rows: Sequence["Row"],
        *,
        heads: int = 0,
        size: float | None = None,
        has_borders: bool = True,
        row_height: float = 0,
    ) -> None:
        """Add a table, its columns in millimeters; its first `heads` rows are on every page.

        Cells are contents or `Cell`s; a row leaves out what a `Cell` covers. `row_height` is the
        least height of a row in millimeters. Raises ValueError where a row doesn't fill it.
        """
        from partyhub.documents._tables import TableMaker

        maker = TableMaker(
            self._composer,
            columns,
            heads=heads,
            size=size,
            has_borders=has_borders,
            row_height=row_height,
        )
        self._append(maker.make(rows))

    def signatures(self, labels: Sequence[str], size: float = 12) -> None:
        """Add places for signatures beside each other, each after its label."""
        width = self._page.text_width / len(labels)
        columns, rows = [width] * len(labels), [list(labels)]
        self.table(columns, rows, size=size, has_borders=False, row_height=14)

    def new_page(self) -> None:
        """Go on at the top of a new page."""
        self._breaks = True

    def new_section(self, page: Page) -> None:
        """Go on at the top of a new sheet of another paper."""
        self._page = page
        self._end_with_paragraph()
        self._document.add_section()
        self._set_page(page)

    def save(self, target: str | os.PathLike[str] | IO[bytes]) -> None:
        """Write the document to a path or to a binary file object, which stays open."""
        from partyhub.documents._package import copy_package

        self._end_with_paragraph()
        stream = BytesIO()
        self._document.save(stream)
        if isinstance(target, str | os.PathLike):
            with Path(target).open("wb") as file:
                copy_package(stream, file, self._at)
        else:
            copy_package(stream, target, self._at)

    def _add(
        self,
        style: str,
        content: Content,
        *,
        align: Align | None = None,
        indent_right: int = 0,
        size: float | None = None,
        bookmark: str = "",
    ) -> None:
        from partyhub.documents._nodes import paragraph_node

        runs = list(self._composer.runs(content, size))
        if bookmark:
            start, end = self._composer.bookmark(bookmark)
            runs = [start, *runs, end]
        self._append(paragraph_node(style, *runs, align=align, indent_right=indent_right))

    def _append(self, element: Any) -> None:
        """Add a paragraph or a table before the properties of the last section.

        A table is parted from the one before by a paragraph; one that begins a page, too.
        """
        from partyhub.documents._nodes import break_before, gap_node

        end = self._document.element.body[-1]
        is_table, before = _is_table(element), end.getprevious()
        if is_table and (self._breaks or before is None or _is_table(before)):
            end.addprevious(gap_node())
        end.addprevious(element)
        if self._breaks:
            break_before(element.getprevious() if is_table else element)
            self._breaks = False

    def _end_with_paragraph(self) -> None:
        """Let the body end with a paragraph, as Word asks."""
        from partyhub.documents._nodes import gap_node

        end = self._document.element.body[-1]
        if end.getprevious() is None or _is_table(end.getprevious()):
            end.addprevious(gap_node())

    def _set_properties(self, title: str, author: str) -> None:
        properties = self._document.core_properties
        properties.title = safe_text(title)[:_MOST]
        properties.author = safe_text(author)[:_MOST]
        if self._at:
            with suppress(ValueError):
                properties.created = properties.modified = self._at.replace(tzinfo=None)

    def _set_page(self, page: Page) -> None:
        from partyhub.documents._sections import set_page

        set_page(self._document, page)


def _is_table(element: Any) -> bool:
    return str(element.tag).endswith("}tbl")
