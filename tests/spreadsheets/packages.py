"""Workbooks made by hand, part by part, as Excel writes them and as nobody should."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# Of the styles, 1 is a date, 2 a date of the Chinese editions, 3 a time, 4 a duration.
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="[h]:mm"/></numFmts>'
    "<fonts><font><sz val='11'/><name val='宋体'/></font></fonts>"
    '<fills><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    "<borders><border/></borders>"
    '<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0" xfId="0"/><xf numFmtId="14" xfId="0"/><xf numFmtId="31" xfId="0"/>'
    '<xf numFmtId="20" xfId="0"/><xf numFmtId="164" xfId="0"/></cellXfs>'
    '<cellStyles><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def sheet(*rows: str, before: str = "", after: str = "") -> str:
    """A worksheet of rows as XML, with what stands before and after them."""
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}'
        f"<sheetData>{''.join(rows)}</sheetData>{after}</worksheet>"
    )


def row(number: int, *cells: str, **attributes: str) -> str:
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<row r="{number}"{more}>{"".join(cells)}</row>'


def shared(reference: str, index: int) -> str:
    return f'<c r="{reference}" t="s"><v>{index}</v></c>'


def number(reference: str, value: object, style: int = 0) -> str:
    return f'<c r="{reference}" s="{style}"><v>{value}</v></c>'


def inline(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def strings(*texts: str) -> str:
    items = (f"<si><t xml:space='preserve'>{escape(text)}</t></si>" for text in texts)
    return rich_strings(*items)


def rich_strings(*items: str) -> str:
    return f'{HEAD}<sst xmlns="{MAIN}">{"".join(items)}</sst>'


def parts_of(
    sheets: Mapping[str, str], shared_strings: str = "", *, workbook: str = "", states: str = ""
) -> dict[str, str]:
    """The parts of a workbook of these sheets; `states` has a letter a sheet, h for hidden."""
    numbers = range(1, len(sheets) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{KINDS}.worksheet+xml"/>'
        for n in numbers
    )
    listed = "".join(
        f'<sheet name="{escape(title)}" sheetId="{n}" r:id="rId{n}"'
        f" state='{_state(states[n - 1 : n])}'/>"
        for n, title in zip(numbers, sheets, strict=True)
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    if shared_strings:
        overrides += (
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{KINDS}.sharedStrings+xml"/>'
        )
    return {
        "[Content_Types].xml": f"{HEAD}<Types "
        'xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KINDS}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{KINDS}.styles+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{workbook}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{RELATIONS}">{relations}'
        f'<Relationship Id="rId91" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId92" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/styles.xml": STYLES,
        **{
            f"xl/worksheets/sheet{n}.xml": xml
            for n, xml in zip(numbers, sheets.values(), strict=True)
        },
        **({"xl/sharedStrings.xml": shared_strings} if shared_strings else {}),
    }


def _state(letter: str) -> str:
    return "hidden" if letter == "h" else "visible"


def pack(path: Path, parts: Mapping[str, str | bytes | Iterable[bytes]]) -> Path:
    """Write a package; a part given in pieces may be larger than memory."""
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            if isinstance(content, str | bytes):
                archive.writestr(name, content)
                continue
            with archive.open(name, "w", force_zip64=True) as stream:
                for piece in content:
                    stream.write(piece)
    return path


def roster() -> dict[str, str]:
    """A small roster as Excel writes it: shared strings, styles, a formula, a hidden sheet."""
    texts = ("姓名", "入党日期", "得分", "王·买", "张三", "说明")
    members = sheet(
        row(1, *(shared(f"{letter}1", i) for i, letter in enumerate("ABC"))),
        row(2, shared("A2", 3), number("B2", 45106, 1), number("C2", "98.5")),
        row(3, shared("A3", 4), number("B3", 45106, 2), '<c r="C3"><f>C2+1</f><v>99.5</v></c>'),
    )
    notes = sheet(row(1, shared("A1", 5)), row(3, inline("A3", "第三行")))
    return parts_of({"党员花名册": members, "说明": notes}, strings(*texts), states="vh")
