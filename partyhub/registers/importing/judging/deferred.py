"""New records of a sheet, some of whose values the rows of another sheet decide."""

from collections.abc import Collection
from dataclasses import dataclass, field

from partyhub.database import Nameable, Record
from partyhub.registers.batches import Batch
from partyhub.registers.deferring import Deferral, DeferredValues
from partyhub.registers.importing.judging.row_importer import RowImporter
from partyhub.registers.importing.reading.rows import Row
from partyhub.registers.importing.results import RowResult


@dataclass
class DeferredRows:
    """The rows of a register whose new records wait until `deferral` has resolved them.

    A register with several rolls may have several sheets, each with an importer of its own.
    """

    deferral: Deferral
    batch: Batch
    values: DeferredValues = field(default_factory=DeferredValues)
    _rows: dict[Record, tuple[RowImporter, Row, RowResult]] = field(default_factory=dict)

    def add(self, importer: RowImporter, row: Row, result: RowResult, record: Record) -> None:
        """Defer the new record of a row; other rows may already refer to it by name."""
        assert result.deferred is not None
        self.values[record] = result.deferred
        self._rows[record] = importer, row, result
        if isinstance(record, Nameable):
            importer.sheet.context.index.lend(record)

    def resolve(self) -> None:
        """Save the records that are still missing, and refuse rows that contradict the other sheet.

        Rights are checked here, because the organization of a record may follow from rows of the
        other sheet.
        """
        resolution = self.deferral.resolve(self.values)
        self.batch.add(resolution.made)
        self.batch.flush()
        for record, key, sentence in resolution.wrong:
            importer, row, result = self._rows[record]
            importer.sheet.refuse(row, result, key, sentence)
        self._refuse_out_of_scope(self._rows.keys() - {each.record for each in resolution.wrong})
        self.values.clear()
        self._rows.clear()

    def _refuse_out_of_scope(self, records: Collection[Record]) -> None:
        """Refuse the rows of those records that the viewer may not write."""
        by_id = {record.id: self._rows[record] for record in records}
        if by_id:
            first, *_ = next(iter(by_id.values()))  # rights are the same for each sheet
            for record_id in first.sheet.matcher.not_writable(set(by_id)):
                importer, _, result = by_id[record_id]
                importer.refuse_scope(result)
