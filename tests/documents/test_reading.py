"""Documents that are read, and files that only look like one."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document

from partyhub.documents.reading import Fault, Limits, UnreadableDocumentError, read_document

MAIN = "word/document.xml"


def document() -> bytes:
    made = Document()
    made.add_heading("年度总结", 1)
    made.add_paragraph("党员先锋岗54个。")
    table = made.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "先锋队16支"
    table.cell(1, 0).text = "党员171名"
    made.add_paragraph("结束。")
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def rewritten(change: dict[str, bytes]) -> bytes:
    """The document with some parts replaced or added."""
    stream = BytesIO()
    with ZipFile(BytesIO(document())) as source, ZipFile(stream, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change.pop(name, source.read(name)))
        for name, content in change.items():
            target.writestr(name, content)
    return stream.getvalue()


def fault_of(data: bytes, limits: Limits | None = None) -> Fault:
    with pytest.raises(UnreadableDocumentError) as caught:
        read_document(data, limits)
    return caught.value.fault


def test_paragraphs_and_cells_are_read_in_their_order() -> None:
    lines = [line for line in read_document(document()).split("\n") if line]
    assert lines == ["年度总结", "党员先锋岗54个。", "先锋队16支", "党员171名", "结束。"]


def test_what_is_broken_is_damaged() -> None:
    data = document()
    assert fault_of(b"PK\x03\x04" + b"x" * 100) is Fault.DAMAGED
    assert fault_of(data[: len(data) // 2]) is Fault.DAMAGED
    assert fault_of(rewritten({MAIN: b"<w:document"})) is Fault.DAMAGED
    assert fault_of(rewritten({MAIN: b""})) is Fault.DAMAGED
    assert fault_of(rewritten({"[Content_Types].xml": b"<Types/>"})) is Fault.DAMAGED


def test_what_is_large_is_refused_before_it_is_parsed() -> None:
    bomb = rewritten({MAIN: b"<a>" + b" " * 20_000_000})
    assert len(bomb) < 100_000
    assert fault_of(bomb) is Fault.TOO_BIG
    assert fault_of(document(), Limits(upload=100)) is Fault.TOO_BIG
    assert fault_of(document(), Limits(entries=3)) is Fault.TOO_BIG
    assert fault_of(document(), Limits(unpacked=1000)) is Fault.TOO_BIG


@pytest.mark.parametrize("declaration", [b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<!ENTITY b 'c'>"])
def test_declarations_are_unsafe(declaration: bytes) -> None:
    assert fault_of(rewritten({MAIN: b"<?xml version='1.0'?>" + declaration})) is Fault.UNSAFE
    wide = (b"<?xml version='1.0'?>" + declaration).decode().encode("utf-16")
    assert fault_of(rewritten({MAIN: wide})) is Fault.UNSAFE


def test_names_that_lead_elsewhere_are_unsafe() -> None:
    assert fault_of(rewritten({"../evil.xml": b"<a/>"})) is Fault.UNSAFE
    assert fault_of(rewritten({"WORD/Document.xml": b"<a/>"})) is Fault.UNSAFE


def test_another_package_is_foreign() -> None:
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    assert fault_of(stream.getvalue()) is Fault.FOREIGN


def written(body: str, **parts: str) -> bytes:
    """A document with this body, and other parts beside it."""
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    frame = f"<w:%s xmlns:w='{name}' xmlns:mc='{space}'>%s</w:%s>"
    change = {MAIN: frame % ("document", f"<w:body>{body}</w:body>", "document")}
    change |= {f"word/{part}.xml": frame % ("x", text, "x") for part, text in parts.items()}
    return rewritten({key: text.encode() for key, text in change.items()})


def run(text: str) -> str:
    return f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>"


def test_a_cell_that_claims_to_span_millions_of_columns_is_one_line() -> None:
    cell = f"<w:tc><w:tcPr><w:gridSpan w:val='100000000'/></w:tcPr><w:p>{run('54')}</w:p></w:tc>"
    table = f"<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr>{cell}</w:tr></w:tbl>"
    assert read_document(written(table)) == "54"


def test_a_table_without_a_grid_is_read() -> None:
    row = f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p>{run('54')}</w:p></w:tc></w:tr>"
    assert read_document(written(f"<w:tbl>{row}</w:tbl><w:p>{run('55')}</w:p>")) == "54\n55"


@pytest.mark.parametrize(
    "number",
    [
        f"<w:ins w:id='1'>{run('54')}</w:ins>",
        f"<w:del w:id='1'><w:r><w:delText>44</w:delText></w:r></w:del><w:ins>{run('54')}</w:ins>",
        f"<w:moveFrom>{run('7')}</w:moveFrom><w:moveTo>{run('54')}</w:moveTo>",
        f"<w:sdt><w:sdtContent>{run('54')}</w:sdtContent></w:sdt>",
        f"<w:smartTag>{run('54')}</w:smartTag>",
        f"<w:fldSimple>{run('54')}</w:fldSimple>",
        f"<w:hyperlink>{run('54')}</w:hyperlink>",
        f"<mc:Choice>{run('54')}</mc:Choice><mc:Fallback>{run('54')}</mc:Fallback>",
    ],
)
def test_nothing_that_is_shown_is_left_out(number: str) -> None:
    paragraph = f"<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>{run('a ')}{number}{run(' b')}</w:p>"
    assert read_document(written(paragraph)) == "a 54 b"
    whole = f"<w:sdt><w:sdtContent>{paragraph}</w:sdtContent></w:sdt>"
    assert read_document(written(whole)) == "a 54 b"


def test_notes_text_boxes_and_page_heads_are_read_but_not_the_numbers_of_pages() -> None:
    box = f"<w:r><w:pict><w:txbxContent><w:p>{run('box')}</w:p></w:txbxContent></w:pict></w:r>"
    page = f"<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r>{run('3')}</w:p>"
    data = written(
        f"<w:p>{run('main')}{box}</w:p>",
        footnotes=f"<w:footnote><w:p>{run('note')}</w:p></w:footnote>",
        header1=f"<w:p>{run('head')}</w:p>",
        footer2=page,
    )
    assert read_document(data).split("\n") == ["box", "main", "note", "head"]
