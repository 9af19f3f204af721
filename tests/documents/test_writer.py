"""Documents as other programs read them: python-docx, LibreOffice, and plain XML."""

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from partyhub.documents import OFFICIAL, WIDE, Cell, DocumentWriter, Run

HOSTILE = "=cmd|' /C calc'!A0 \x00\x07\x1b\ud800\ufffe <w:p/> & ]]> 𠮷😀 \u202e{{x}}"
AT = datetime(2023, 6, 30, 9, 0)  # noqa: DTZ001  # the format knows no time zones


def saved(write: Callable[[DocumentWriter], Any], title: str = "党建工作报告") -> Any:
    stream = BytesIO()
    writer = DocumentWriter(title, author="党委办公室", at=AT)
    write(writer)
    writer.save(stream)
    return docx.Document(stream)


def texts(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def test_the_layout_is_that_of_official_papers() -> None:
    document = saved(lambda writer: writer.title("关于党建工作的报告"))
    section = document.sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]
    margins = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    assert OFFICIAL.text_width == 156
    styles = document.styles
    assert styles["Title"].font.size.pt == 22
    assert not styles["Title"].font.bold
    body = styles["Normal"].paragraph_format
    assert body.line_spacing.pt == 28
    xml = styles.element.xml
    for name in ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"):
        assert f'w:eastAsia="{name}"' in xml, name
    assert 'w:firstLineChars="200"' in styles["Body Text"].element.xml
    assert 'w:val="32"' in xml  # 16 pt, in half points


def test_pages_are_numbered_between_dashes_on_the_outer_side() -> None:
    document = saved(lambda writer: writer.paragraph("正文"))
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        assert footer.paragraphs[0].text == "— 1 —"
        assert " PAGE " in footer.part.element.xml
        assert f'<w:jc w:val="{side}"/>' in footer.part.element.xml
    assert document.settings.odd_and_even_pages_header_footer


def test_every_font_has_a_substitute() -> None:
    stream = BytesIO()
    writer = DocumentWriter("报告")
    writer.save(stream)
    fonts = zipfile.ZipFile(stream).read("word/fontTable.xml").decode()
    for font, other in (
        ("方正小标宋简体", "华文中宋"),
        ("仿宋_GB2312", "仿宋"),
        ("华文中宋", "宋体"),
    ):
        assert f'w:name="{font}"><w:altName w:val="{other}"' in fonts


def test_whatever_people_type_is_text() -> None:
    def write(writer: DocumentWriter) -> None:
        writer.title(HOSTILE)
        writer.heading(HOSTILE, bookmark="one")
        writer.paragraph(HOSTILE, Run(HOSTILE, is_bold=True, link="javascript:\x00'\"<>"))
        writer.paragraph("长" * 100_000)
        writer.table([50, 50], [[HOSTILE, Cell(HOSTILE, align="right")]])

    document = saved(write, title=HOSTILE * 20)
    clean = "=cmd|' /C calc'!A0  <w:p/> & ]]> 𠮷😀 \u202e{{x}}"
    assert texts(document)[:2] == [clean, clean]
    assert document.paragraphs[3].text == "长" * 100_000
    assert document.tables[0].cell(0, 1).text == clean
    assert len(document.core_properties.title) == 255
    assert document.core_properties.author == "党委办公室"
    assert document.core_properties.created.replace(tzinfo=None) == AT


def test_line_ends_break_lines_and_tabs_stay() -> None:
    document = saved(lambda writer: writer.paragraph("一\r\n二\t三\u2028四"))
    assert document.paragraphs[0].text == "一\n二\t三\n四"


def test_cells_span_columns_and_rows() -> None:
    rows = [
        ["序号", Cell("到会", columns=2)],
        ["1", Cell("支部", rows=2), "8"],
        ["2", "9"],
        [Cell("合计", columns=2), Cell("17", align="right")],
    ]
    document = saved(lambda writer: writer.table([20, 60, 40], rows, heads=1))
    table = document.tables[0]
    shown = [[table.cell(row, column).text for column in range(3)] for row in range(4)]
    assert shown == [
        ["序号", "到会", "到会"],
        ["1", "支部", "8"],
        ["2", "支部", "9"],
        ["合计", "合计", "17"],
    ]
    assert [round(column.width.mm) for column in table.columns] == [20, 60, 40]
    assert table._tbl.xml.count("w:tblHeader") == 1


@pytest.mark.parametrize("row", [["1"], ["1", "2", "3"], [Cell("1", columns=3)]])
def test_a_row_that_does_not_fill_its_table_is_refused(row: Any) -> None:
    with pytest.raises(ValueError, match="A row of a table has too"):
        saved(lambda writer: writer.table([20, 60], [row]))


def test_new_pages_and_papers() -> None:
    def write(writer: DocumentWriter) -> None:
        writer.paragraph("一")
        writer.new_page()
        writer.paragraph("二")
        writer.new_page()
        writer.table([40], [["三"]])
        writer.table([40], [["四"]])
        writer.new_section(WIDE)
        writer.paragraph("五")

    document = saved(write)
    assert [section.page_width.mm > 250 for section in document.sections] == [False, True]
    breaks = [p for p in document.paragraphs if p.paragraph_format.page_break_before]
    assert [p.text for p in breaks] == ["二", ""]
    assert len(document.tables) == 2  # parted, so that they don't become one


def test_links_lead_out_and_inside() -> None:
    def write(writer: DocumentWriter) -> None:
        writer.heading("二、荣誉", bookmark="awards")
        writer.paragraph(
            "共", Run("12", link="https://partyhub.example.cn/figures?a=1&b=2"), "项，见"
        )
        writer.paragraph(Run("荣誉", link="#awards"))

    document = saved(write)
    links = [link for p in document.paragraphs for link in p.hyperlinks]
    assert [(link.text, link.address, link.fragment) for link in links] == [
        ("12", "https://partyhub.example.cn/figures?a=1&b=2", ""),
        ("荣誉", "", "awards"),
    ]


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    found = []
    for name in ("a.docx", "b.docx"):
        writer = DocumentWriter("报告", at=AT)
        writer.paragraph("正文")
        writer.table([20], [["1"]])
        writer.save(tmp_path / name)
        found.append((tmp_path / name).read_bytes())
    assert found[0] == found[1]


def test_importing_loads_neither_library_and_workbooks_stay_without_lxml() -> None:
    code = (
        "import sys; from partyhub.documents import DocumentWriter;"
        "assert 'docx' not in sys.modules and 'lxml' not in sys.modules;"
        "DocumentWriter('x'); assert 'lxml' in sys.modules;"
        "from partyhub.spreadsheets import assert_safe; assert_safe()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.slow
def test_libreoffice_opens_it(tmp_path: Path, office: Callable[[Path, str], Path]) -> None:
    writer = DocumentWriter("报告", author=HOSTILE)
    writer.title(HOSTILE)
    writer.table([40, 40], [["序号", "事项"], *[[str(row), "内容"] for row in range(200)]], heads=1)
    writer.signatures(["填表人：", "审核人："])
    writer.new_section(WIDE)
    writer.paragraph("末页")
    writer.save(tmp_path / "paper.docx")
    printed = office(tmp_path / "paper.docx", "pdf")
    program = shutil.which("pdftotext")
    assert program, "Install poppler-utils."
    read = subprocess.run([program, "-layout", printed, "-"], capture_output=True, check=True)
    pages = read.stdout.decode().rstrip("\f").split("\f")
    assert len(pages) > 4
    for page in pages[:-1]:
        assert "序号" in page or "填表人" in page
    assert "—1—" in pages[0].replace(" ", "")
    assert "末页" in pages[-1]
