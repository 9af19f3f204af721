"""The writer of a workbook whose rows go to disk as they come, so that memory doesn't grow."""

import os
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self, Unpack

from partyhub.spreadsheets._replacing import write_whole
from partyhub.spreadsheets._strings import SharedStrings
from partyhub.spreadsheets.cell_references import CREATOR, quoted, sheet_title
from partyhub.spreadsheets.headings import Heading
from partyhub.spreadsheets.input_hints import Filled, InputHint
from partyhub.spreadsheets.layout import Layout, Look, Plan
from partyhub.spreadsheets.sheets import SheetWriter
from partyhub.spreadsheets.values import clean, safe_text

if TYPE_CHECKING:  # the module loads openpyxl
    from partyhub.spreadsheets._paper import Paper

FOOTER = "第 &P 页 共 &N 页"
YES_NO = ("是", "否")
LISTS = "选项"


class WorkbookWriter:
    """A workbook being written; nothing is at the target until `close`.

    The target is a path, replaced in one step, or a binary file object, which stays open. Use it as
    a context manager: leaving it closes the workbook, an exception inside discards it. `footer` is
    on every printed page (&P the page, &N the pages), `yes_no` are the words for True and False,
    `lists` is the title of the hidden sheet with the choices of all cells. `fonts` are the names of
    fonts that stand in for those of official papers.
    """

    def __init__(
        self,
        target: str | os.PathLike[str] | IO[bytes],
        *,
        footer: str = FOOTER,
        yes_no: tuple[str, str] = YES_NO,
        lists: str = LISTS,
        fonts: Mapping[str, str] | None = None,
    ) -> None:
        from openpyxl import Workbook

        self._target = target
        self._footer = footer
        self._yes_no = yes_no
        self._lists = lists
        self._fonts = fonts or {}
        self._sheets: list[SheetWriter] = []
        self._papers: dict[str, Paper] = {}
        self._properties: dict[str, str] = {}
        self._over = False
        # The type stubs of openpyxl 3.1.5 do not know custom properties, hence Any.
        self._workbook: Any = Workbook(write_only=True)
        self._workbook.properties.creator = CREATOR
        self._strings = SharedStrings()
        self._styles: dict[Look, int] = {}

    def add_sheet(
        self, title: str, headings: Sequence[Heading], **layout: Unpack[Layout]
    ) -> SheetWriter:
        """Add a sheet after the existing ones and return its writer.

        Sheets are filled in any order.

        The title is made valid and unique (see `sheet_title`); `SheetWriter.title` is the result.
        `Plan` describes what `layout` may be. Raises ValueError without a heading or a visible
        column, for a column that doesn't exist, and after `close`.
        """
        if self._over:
            raise ValueError("The workbook is closed.")
        plan = Plan(tuple(headings), self._footer, **layout)
        return self._start(sheet_title(title, [sheet.title for sheet in self._sheets]), plan)

    def _start(self, title: str, plan: Plan) -> SheetWriter:
        from partyhub.spreadsheets import _contract, _paper, _streamed

        for earlier in self._papers.values():
            earlier.forget()
        made = self._workbook.create_sheet(title), plan, self._yes_no
        if _contract.IS_MET:
            paper: Paper = _streamed.StreamedPaper(*made, self._strings, self._styles)
        else:
            paper = _paper.WriteOnlyPaper(*made)
        sheet = SheetWriter(paper, plan, title)
        self._papers[title] = paper
        self._sheets.append(sheet)
        return sheet

    @property
    def cut_cells(self) -> list[str]:
        """Return the cells so far whose text was too long for Excel, as "'表'!B7", for the user."""
        return [cell for sheet in self._sheets for cell in sheet.cut_cells]

    def set_property(self, name: str, value: str) -> None:
        """Set a custom property of the document, replacing one of the same name; text only."""
        self._properties[clean(name)] = safe_text(value)

    def close(self) -> None:
        """Finish every sheet and write the workbook to the target; a second call does nothing.

        Raises ValueError without sheets, and for a link to a missing sheet; OSError when the disk
        refuses. Then the target is unchanged, and nothing temporary is left.
        """
        if self._over:
            return
        try:
            self._refuse_unfit()
            self._offer_choices()
            self._save()
        finally:
            self.discard()

    def discard(self) -> None:
        """Abandon the workbook and delete what was written of it; do nothing after `close`."""
        if self._over:
            return
        self._over = True
        for paper in self._papers.values():
            paper.discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()

    def _refuse_unfit(self) -> None:
        if not self._sheets:
            raise ValueError("A workbook needs at least one sheet.")
        titles = {sheet.title for sheet in self._sheets}
        lost = {title for sheet in self._sheets for title in sheet.linked} - titles
        if lost:
            raise ValueError(f"Links lead to sheets that are not there: {sorted(lost)}")

    def _offer_choices(self) -> None:
        """Let cells offer their choices by reference to a range.

        A list inside a cell is too short.
        """
        ranges = self._keep_choices()
        by_title = {sheet.title: sheet for sheet in self._sheets}

        def find(entry: InputHint) -> str:
            if isinstance(entry.choices, Filled):
                return by_title[entry.choices.sheet].filled(entry.choices.column)
            return ranges[entry.choices]

        for sheet in self._sheets:
            sheet.offer(find)

    def _keep_choices(self) -> dict[tuple[str, ...], str]:
        """Write each list of choices once, on a hidden sheet.

        Return the references by their choices.
        """
        labels: dict[tuple[str, ...], str] = {}
        for each in self._sheets:
            for label, entry in each.entries.items():
                if not isinstance(entry.choices, Filled):
                    labels.setdefault(entry.choices, label)
        if not labels:
            return {}
        headings = [Heading(label) for label in labels.values()]
        sheet = self.add_sheet(self._lists, headings, autofilter=False)
        for values in zip_longest(*labels):
            sheet.append(values)
        sheet.hide()
        return {
            choices: f"{quoted(sheet.title)}!{sheet.cell(at)}:"
            + sheet.cell(at, sheet.first_row + len(choices) - 1)
            for at, choices in enumerate(labels)
        }

    def _save(self) -> None:
        from openpyxl.packaging.custom import StringProperty

        for sheet in self._sheets:
            sheet.finish()
        for name, value in self._properties.items():
            self._workbook.custom_doc_props.append(StringProperty(name=name, value=value))
        write_whole(self._target, self._write)

    def _write(self, stream: IO[bytes]) -> None:
        from partyhub.spreadsheets._fonts import replace_fonts
        from partyhub.spreadsheets._package import save
        from partyhub.spreadsheets._streamed import StreamedPaper

        replace_fonts(self._workbook, self._fonts)
        streamed = {t: p for t, p in self._papers.items() if isinstance(p, StreamedPaper)}
        if streamed:
            save(self._workbook, streamed, self._strings, stream)
        else:
            self._workbook.save(stream)
