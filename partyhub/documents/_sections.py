"""Sections: their paper, and the numbers at the foot of their pages."""

from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENTATION
from docx.shared import Mm

from partyhub.documents._nodes import field, node, paragraph_node, run_node
from partyhub.documents.content import Align, Run
from partyhub.documents.pages import Page


def set_page(document: Document, page: Page) -> None:
    """Give the last section its paper and its foot.

    GB/T 9704 has the number to the right on odd pages and to the left on even ones; forms on other
    paper have it in the middle.
    """
    section = document.sections[-1]
    section.orientation = WD_ORIENTATION.LANDSCAPE if page.is_wide else WD_ORIENTATION.PORTRAIT
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.header_distance, section.footer_distance = Mm(page.foot), Mm(page.foot)
    sides: tuple[Align, Align] = ("right", "left") if page.is_official else ("center", "center")
    for footer, side in zip((section.footer, section.even_page_footer), sides, strict=True):
        footer.is_linked_to_previous = False
        _set_number(footer.part.element, page, side)


def _set_number(footer: Any, page: Page, side: Align) -> None:
    """Write the number of the page between dashes; one character from the margin if at a side."""
    for old in list(footer):
        footer.remove(old)
    shown = [run_node(Run("— ")), *field("PAGE"), run_node(Run(" —"))] if page.has_number else []
    made = paragraph_node("Footer", *shown, align=side)
    if page.is_official:
        made[0].insert(1, node("ind", left=280, right=280))
    footer.append(made)
