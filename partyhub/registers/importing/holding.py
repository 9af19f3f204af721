"""The new records of a sheet on which the rows of another sheet have the last word."""

from dataclasses import dataclass, field

from partyhub.database import Nameable, Record
from partyhub.registers.completing import Completion, Held
from partyhub.registers.importing.judging import Judge
from partyhub.registers.importing.outcomes import Problem, RowOutcome, State
from partyhub.registers.importing.rows import Row


@dataclass
class Holding:
    """What the rows of `judge` said, by record, until `completion` has settled it."""

    judge: Judge
    completion: Completion
    said: Held = field(default_factory=Held)
    _rows: dict[Record, tuple[Row, RowOutcome]] = field(default_factory=dict)

    def add(self, row: Row, outcome: RowOutcome, record: Record) -> None:
        assert outcome.held is not None
        self.said[record] = outcome.held
        self._rows[record] = row, outcome
        if isinstance(record, Nameable):
            self.judge.index.lend(record)

    def settle(self) -> None:
        """Make what is still missing, and judge what could not be judged before.

        Whose a record is may follow from the rows of the other sheet, so rights are asked now.
        """
        settled = self.completion.settle(self.said)
        self.judge.batch.add(settled.made)
        self.judge.batch.flush()
        for record, key, sentence in settled.wrong:
            row, outcome = self._rows[record]
            place = self.judge.layout.place(row.place.sheet, row.number, key)
            outcome.state = State.ERROR
            outcome.problems.append(Problem(place, row.raw.get(key, ""), sentence))
        right = self._rows.keys() - {wrong.record for wrong in settled.wrong}
        by_id = {record.id: record for record in right}
        for record_id in self.judge.matcher.not_kept(set(by_id)):
            self.judge.refuse_scope(self._rows[by_id[record_id]][1])
        self.said.clear()
        self._rows.clear()
