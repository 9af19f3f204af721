"""The records that a signed report counted: packed into portions, and read again."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from zlib import compress, decompress

from sqlalchemy import select

from partyhub.database import Record, db
from partyhub.figures import Figure, Number, Scope
from partyhub.registers import Register
from partyhub.reports.marks import find_marks

# Ids in one portion: a record's page reads no more than that.
PORTION = 1_000
# As many ids as a statement may list.
MOST_IDS = 500


class Counted(NamedTuple):
    """A record as it is counted: its version, the codes of figures, and its numbers by key."""

    version: int
    codes: tuple[str, ...]
    numbers: Mapping[str, Number]


def find_counted(register: Register, figures: Sequence[Figure], scope: Scope) -> dict[int, Counted]:
    """Return the records, by id, that one of the figures counts; all are of this register."""
    own = [figure for figure in figures if figure.model is register.model]
    if not own:
        return {}
    marks = find_marks(own, scope)
    versions = _find_versions(register.model, sorted(marks))
    return {
        record_id: Counted(versions[record_id], found.codes, found.numbers)
        for record_id, found in marks.items()
        if record_id in versions
    }


def _find_versions(model: type[Record], ids: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for start in range(0, len(ids), MOST_IDS):
        portion = ids[start : start + MOST_IDS]
        rows = db.session.execute(select(model.id, model.version).where(model.id.in_(portion)))
        found.update((record_id, version) for record_id, version in rows)
    return found


def pack(counted: Mapping[int, Counted]) -> Iterator[tuple[int, str]]:
    """Yield (number of the portion, packed content)."""
    portions: dict[int, dict[int, Counted]] = {}
    for record_id, each in sorted(counted.items()):
        portions.setdefault(record_id // PORTION, {})[record_id] = each
    for number, own in portions.items():
        yield number, _pack(own)


def _pack(counted: Mapping[int, Counted]) -> str:
    """Return the records as text; equal sets of codes are written once."""
    sets: dict[tuple[str, ...], int] = {}
    rows = [
        [
            record_id,
            each.version,
            sets.setdefault(each.codes, len(sets)),
            {key: as_json(value) for key, value in each.numbers.items()},
        ]
        for record_id, each in counted.items()
    ]
    text = json.dumps({"sets": list(sets), "rows": rows}, separators=(",", ":"))
    return b64encode(compress(text.encode(), 9)).decode()


def unpack(contents: Iterable[str]) -> dict[int, Counted]:
    """Return the records of packed portions, by id."""
    found: dict[int, Counted] = {}
    for content in contents:
        read: dict[str, Any] = json.loads(decompress(b64decode(content)))
        sets = [tuple(codes) for codes in read["sets"]]
        for record_id, version, codes, numbers in read["rows"]:
            found[record_id] = Counted(version, sets[codes], numbers)
    return found


def as_json(value: Any) -> Any:
    """Return a number as JSON holds it; sums in another order are the same number."""
    return value if value is None or isinstance(value, int) else round(float(value), 6)
