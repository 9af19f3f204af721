"""The rows that a signature is given for: each record in the workbooks, and a digest of its cells.

Figures say nothing of texts; these digests show what was changed before the second signature.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any, NamedTuple
from zlib import compress, decompress

from flask_babel import force_locale

from partyhub.figures import Figure, Scope
from partyhub.registers import Names, Register, current_catalog
from partyhub.registers.sheet_rows import stream_values
from partyhub.registers.values import plain
from partyhub.reports.marks import find_marks
from partyhub.reports.sheet_rows import select_told, told_columns
from partyhub.yearly_reports.comparing import Kind, RecordChange
from partyhub.yearly_reports.queries import find_last_entry_id

DIGEST = 6  # bytes of the digest of a row


class Row(NamedTuple):
    """A record's version, and a digest of what the workbooks say of it."""

    version: int
    cells: str


@dataclass(frozen=True)
class Rows:
    """The rows of a register by the ids of their records; `columns` are the keys of the columns."""

    columns: str
    rows: Mapping[int, Row]


@dataclass(frozen=True)
class SignedRows:
    """The rows of all registers by name; the history's entries after `last_entry_id` came later."""

    last_entry_id: int
    registers: Mapping[str, Rows]

    @classmethod
    def at(cls, scope: Scope, locale: str) -> "SignedRows":
        """Return the rows as they are now; words in them are those of the report's language."""
        names = Names()
        registers = [each for each in current_catalog().registers if not each.is_confidential]
        with force_locale(locale):
            found = {each.name: _read(each, scope, names) for each in registers}
        return cls(find_last_entry_id(), found)

    def pack(self) -> dict[str, Any]:
        """Return the rows as JSON holds them."""
        text = json.dumps({name: asdict(each) for name, each in self.registers.items()})
        packed = b64encode(compress(text.encode())).decode()
        return {"last_entry_id": self.last_entry_id, "registers": packed}

    @classmethod
    def unpack(cls, packed: Mapping[str, Any]) -> "SignedRows":
        """Return what `pack` made."""
        read: dict[str, Any] = json.loads(decompress(b64decode(packed["registers"])))
        registers = {
            name: Rows(each["columns"], {int(key): Row(*row) for key, row in each["rows"].items()})
            for name, each in read.items()
        }
        return cls(packed["last_entry_id"], registers)

    def changes_since(self, earlier: "SignedRows") -> list[RecordChange]:
        """Return what came, went or was changed; a register that was unknown then is left out."""
        return [
            change
            for register in current_catalog().registers
            if register.name in self.registers and register.name in earlier.registers
            for change in _changes(
                register, earlier.registers[register.name], self.registers[register.name]
            )
        ]


def _read(register: Register, scope: Scope, names: Names) -> Rows:
    figures = [each for each in current_catalog().figures if isinstance(each, Figure)]
    own = [each for each in figures if each.model is register.model]
    counted = find_marks(own, scope).keys() if own else ()
    columns, model = told_columns(register), register.model
    query = select_told(register, scope, counted).order_by(None)
    rows: dict[int, Row] = {}
    kinds = [register.kind(column) for column in columns]
    for values, (ids, versions) in stream_values(
        register, query, columns, scope.as_of, model.id, model.version, names=names
    ):
        cells = [[plain(each, k) for each in own] for k, own in zip(kinds, values, strict=True)]
        for record_id, version, *row in zip(ids, versions, *cells, strict=True):
            rows[record_id] = Row(version, _digest_of(row))
    return Rows(_digest_of([column.key for column in columns]), rows)


def _digest_of(cells: list[Any]) -> str:
    return blake2b(repr(cells).encode(), digest_size=DIGEST).hexdigest()


def _changes(register: Register, old: Rows, new: Rows) -> Iterator[RecordChange]:
    """Yield the changes; rows of other columns, as an update brings, are told apart by version."""
    is_same = old.columns == new.columns
    gone, come = old.rows.keys() - new.rows.keys(), new.rows.keys() - old.rows.keys()
    yield from (RecordChange(Kind.REMOVED, register, each) for each in sorted(gone))
    yield from (RecordChange(Kind.ADDED, register, each) for each in sorted(come))
    for record_id in sorted(old.rows.keys() & new.rows.keys()):
        was, now = old.rows[record_id], new.rows[record_id]
        if (was.cells != now.cells) if is_same else (was.version != now.version):
            yield RecordChange(Kind.CHANGED, register, record_id)
