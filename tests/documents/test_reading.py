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
