"""The only package that knows the .docx format: paragraphs and tables in, documents out.

Importing it does not load python-docx, which brings lxml: the pages that make no document don't pay
for it. The layout (GB/T 9704-2012: paper, margins, faces, sizes) is in `parts/styles.xml` and
`pages.py`; whoever writes a document chooses styles, never fonts.
"""

from partyhub.documents.content import Align, Cell, Content, Face, Run, runs_of, safe_text
from partyhub.documents.pages import OFFICIAL, POSTER, TABLE, WIDE, Page
from partyhub.documents.writer import DOCX, DocumentWriter

__all__ = [
    "DOCX",
    "OFFICIAL",
    "POSTER",
    "TABLE",
    "WIDE",
    "Align",
    "Cell",
    "Content",
    "DocumentWriter",
    "Face",
    "Page",
    "Run",
    "runs_of",
    "safe_text",
]
