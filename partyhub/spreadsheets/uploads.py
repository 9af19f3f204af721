"""STAND-IN until the guarded reader comes: reads in this process, without limits."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from partyhub.spreadsheets.values import plain_text


@dataclass(frozen=True)
class Limits:
    upload: int = 32 * 2**20
    unpacked: int = 512 * 2**20
    part: int = 256 * 2**20
    rows: int = 200_000
    columns: int = 300


class UnreadableError(Exception):
    pass


class SheetInfo(NamedTuple):
    title: str
    is_hidden: bool


@dataclass
class Upload:
    properties: dict[str, str]
    sheets: list[SheetInfo]
    epoch: int
    workbook: Any = field(repr=False)

    def rows(self, title: str) -> Iterator[tuple[int, list[Any]]]:
        sheet = self.workbook[title]
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            yield number, [plain_text(v) if isinstance(v, str) else v for v in row]


@contextmanager
def open_upload(path: Path, limits: Limits) -> Iterator[Upload]:
    from openpyxl import load_workbook

    try:
        workbook = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:
        raise UnreadableError(str(error)) from error
    properties = {p.name: p.value for p in workbook.custom_doc_props.props}
    sheets = [SheetInfo(s.title, s.sheet_state != "visible") for s in workbook.worksheets]
    yield Upload(properties, sheets, 1904 if workbook.epoch.year == 1904 else 1900, workbook)
    workbook.close()


def fault_sentence(error: UnreadableError) -> str:
    return str(error)


class Mark(NamedTuple):
    sheet: str
    row: int
    column: int | None
    sentence: str


def mark_upload(
    source: Any, target: Any, marks: Any, right: Any, *, heading: str, limits: Any
) -> None:
    raise NotImplementedError
