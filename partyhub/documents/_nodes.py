"""The making of elements of WordprocessingML: paragraphs, runs, fields and bookmarks."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import oxml_parser

from partyhub.documents.content import Align, Content, Run, runs_of, safe_text

_PREFIX = {"w": nsmap["w"]}
_W = f"{{{nsmap['w']}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def node(tag: str, *children: Any, **attributes: str | float) -> Any:
    """Return an element, for instance `node("jc", val="center")`."""
    named = {f"{_W}{key}": str(value) for key, value in attributes.items()}
    made = oxml_parser.makeelement(f"{_W}{tag}", named, _PREFIX)
    made.extend(children)
    return made


def gap_node() -> Any:
    """Return a paragraph without height, which parts a table from what follows."""
    spacing = node("spacing", before=0, after=0, line=20, lineRule="exact")
    mark = node("rPr", node("sz", val=2), node("szCs", val=2))
    return node("p", node("pPr", node("pStyle", val="Normal"), spacing, mark))


def break_before(paragraph: Any) -> None:
    """Let a paragraph begin a new page."""
    paragraph[0].insert(1, node("pageBreakBefore"))


def paragraph_node(
    style: str, *children: Any, align: Align | None = None, indent_right: int = 0
) -> Any:
    """Return a paragraph of a style; `indent_right` is in characters of its text."""
    properties = node("pPr", node("pStyle", val=style))
    if indent_right:
        properties.append(node("ind", rightChars=indent_right * 100, right=indent_right * 320))
    if align:
        properties.append(node("jc", val=align))
    return node("p", properties, *children)


class Composer:
    """Makes the runs of one part of a document: its links belong to the part."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._bookmarks = count(1)

    def runs(self, content: Content, size: float | None = None) -> Iterator[Any]:
        """Yield the elements of a content; `size` is that of runs without their own."""
        for run in runs_of(content):
            made = run_node(run, size)
            yield self._link(run.link, made) if run.link else made

    def bookmark(self, name: str) -> tuple[Any, Any]:
        """Return the start and the end of a bookmark."""
        number = next(self._bookmarks)
        return node("bookmarkStart", id=number, name=name), node("bookmarkEnd", id=number)

    def _link(self, target: str, run: Any) -> Any:
        if target.startswith("#"):
            return node("hyperlink", run, anchor=target[1:], history=1)
        made = node("hyperlink", run, history=1)
        address = safe_text(target)
        relation = self._part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        made.set(qn("r:id"), relation)
        return made


def field(code: str, shown: str = "1") -> list[Any]:
    """Return the runs of a field such as PAGE, with the text shown until it is computed."""
    text = node("instrText")
    text.text = f" {code} "
    text.set(_SPACE, "preserve")
    return [
        node("r", node("fldChar", fldCharType="begin")),
        node("r", text),
        node("r", node("fldChar", fldCharType="separate")),
        run_node(Run(shown)),
        node("r", node("fldChar", fldCharType="end")),
    ]


def run_node(run: Run, size: float | None = None) -> Any:
    """Return a run; its line ends and tabs become elements of their own."""
    made = node("r", *_look(run, run.size or size))
    for at, line in enumerate(safe_text(run.text).split("\n")):
        if at:
            made.append(node("br"))
        for tab, piece in enumerate(line.split("\t")):
            if tab:
                made.append(node("tab"))
            if piece:
                made.append(_text(piece))
    return made


def _text(piece: str) -> Any:
    text = node("t")
    text.text = piece
    text.set(_SPACE, "preserve")
    return text


def _look(run: Run, size: float | None) -> list[Any]:
    """Return the properties of a run, in the order of the schema; none if it has no look."""
    found = []
    if run.face:
        found.append(node("rStyle", val=run.face.value))
    if run.is_bold:
        found += [node("b"), node("bCs")]
    if size:
        found += [node("sz", val=round(2 * size)), node("szCs", val=round(2 * size))]
    if run.is_marked:
        found.append(node("highlight", val="yellow"))
    if run.is_underlined:
        found.append(node("u", val="single"))
    return [node("rPr", *found)] if found else []
