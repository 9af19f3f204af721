"""Rows that are read by one expression are the very rows that the parser tells."""

from io import BytesIO

import pytest

from partyhub.spreadsheets.cell_values import Reading
from partyhub.spreadsheets.faults import Fault, UnreadableError
from partyhub.spreadsheets.limits import Limits
from partyhub.spreadsheets.rows import read_rows
from partyhub.spreadsheets.scanning import CHUNK, scan_sheet
from partyhub.spreadsheets.simple_rows import read_simple_rows

READING = Reading(["one", "two", ""], frozenset({1}))
SIMPLE = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" s="1"><v>27113</v></c></row>'
    '<row r="3" spans="1:3" ht="36" customHeight="1"><c r="B3" s="1"/>'
    '<c r="D3"><v>1.50</v></c></row>'
)
ODD = {
    "empty": '<row r="1"/><row r="2" ></row><row><c r="A3"><v>1</v></c></row>',
    "no numbers": "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>",
    "hidden": '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row>',
    "entity": '<row r="1"><c r="A1" t="str"><v>a &amp; b&#x4e2d;</v></c></row>',
    "references": (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&#32534;&#x53F7;</t></is></c>'
        '<c r="B1" t="str"><v>&lt;a&gt; &amp;amp; &quot;&apos;&#13;&#10;&#x1F600;</v></c></row>'
    ),
    "inline": '<row><c r="A1" t="inlineStr"><is><t xml:space="preserve"> x </t></is></c></row>',
    "spaced": '<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve">x</t></is></c></row>',
    "rich": '<row r="1"><c r="A1" t="inlineStr"><is><r><t>x</t></r><r><t>y</t></r></is></c></row>',
    "formula": '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>B2</f></c></row>',
    "kinds": '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="e"><v>#REF!</v></c></row>',
    "nothing": '<row r="1"><c r="A1" t="s"><v></v></c><c r="B1"></c></row>',
    "no text": '<row r="1"><c r="A1" t="s"><v>2</v></c><c r="B1" t="str"></c></row>',
    "backwards": '<row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c></row>',
    "twice": '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>4</v></c></row>',
    "spaces": '<row r="1" >\n <c r="A1" >\n<v>1</v>\n</c>\n</row>\n',
    "line end": '<row r="1"><c r="A1" t="str"><v>a\r\nb</v></c></row>',
    "closing": '<row r="1"><c r="A1"><f>1</f><v>1</v></c></row ><row r="2"><c><v>2</v></c></row\n>',
    "quoted": '<row r="1" x="a>b"/><row r="2"><c r="A2"><v>1</v></c></row>',
    "quotes": "<row r='1' x='>'><c r='A1'><v>1</v></c></row>",
    "digits": '<row r="1"><c r="A1"><v>12345678901234567890</v></c></row>',
}
MERGED = '<mergeCells count="1"><mergeCell ref="A1:A3"/></mergeCells>'
STRANGE = {
    "comment": f'<!-- <row r="9"> -->{SIMPLE}',
    "section": '<row r="1"><c r="A1" t="str"><v><![CDATA[<row r="2">]]></v></c></row>',
    "instruction": f'<?x <row r="9">?>{SIMPLE}',
    "prefix": '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>',
}


def sheet(rows: str, after: str = "", encoding: str = "utf-8") -> bytes:
    text = (
        f'<worksheet><cols/><sheetData>{rows}</sheetData>{after}<rowBreaks count="0"/></worksheet>'
    )
    return text.encode(encoding)


def both(data: bytes, limits: Limits | None = None) -> tuple[object, object]:
    """What either reader finds, or which fault it meets."""
    found = []
    for read in (read_simple_rows, read_rows):
        try:
            scan = scan_sheet(BytesIO(data), Limits())
            portions = read(BytesIO(data), scan, READING, limits or Limits())
            found.append([row for rows in portions for row in rows])
        except UnreadableError as error:
            found.append(error.fault)
    return found[0], found[1]


@pytest.mark.parametrize("rows", [SIMPLE, *ODD.values()], ids=["simple", *ODD])
@pytest.mark.parametrize("after", ["", MERGED], ids=["plain", "merged"])
def test_both_readers_find_the_same(rows: str, after: str) -> None:
    data = sheet(rows, after)
    assert scan_sheet(BytesIO(data), Limits()).is_simple
    one, other = both(data)
    assert one == other


def test_a_simple_row_is_found_at_all() -> None:
    one, _ = both(sheet(SIMPLE))
    assert one == [
        [1, 0, ["one", None, ["d", "1974-03-25"]]],
        [3, 0, [None, None, None, ["n", "1.5"]]],
    ]


def test_references_are_the_characters_they_stand_for() -> None:
    one, _ = both(sheet(ODD["references"]))
    assert one == [[1, 0, ["编号", "<a> &amp; \"'\n😀"]]]


def test_rows_go_on_from_one_chunk_to_the_next() -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="str"><v>第{n}行</v></c><c r="B{n}"><v>{n}</v></c></row>'
        for n in range(1, 3 * CHUNK // 60)
    )
    one, other = both(sheet(rows))
    assert one == other
    assert isinstance(one, list)
    assert one[-1][2][1] == len(one)


@pytest.mark.parametrize("rows", STRANGE.values(), ids=STRANGE)
def test_a_sheet_whose_tags_its_text_does_not_tell_is_not_simple(rows: str) -> None:
    assert not scan_sheet(BytesIO(sheet(rows)), Limits()).is_simple


def test_another_encoding_is_not_simple() -> None:
    assert not scan_sheet(BytesIO(sheet(SIMPLE, encoding="utf-16")), Limits()).is_simple
    declared = b'<?xml version="1.0" encoding="ISO-8859-1"?>' + sheet(SIMPLE)
    assert not scan_sheet(BytesIO(declared), Limits()).is_simple


def test_a_row_of_much_text_is_not_simple() -> None:
    cells = "".join(f'<c r="A1" t="str"><v>{"x" * 30_000}</v></c>' for _ in range(150))
    data = sheet(f'<row r="1">{cells}</row>')
    assert not scan_sheet(BytesIO(data), Limits()).is_simple


def test_both_readers_refuse_a_column_too_far_off() -> None:
    one, other = both(sheet('<row r="1"><c r="C1"><v>1</v></c></row>'), Limits(columns=2))
    assert one == other == Fault.TOO_MANY_COLUMNS
