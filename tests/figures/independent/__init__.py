"""The figures counted by plain SQL, written from the text of registers.md, section Figures, alone.

A file a subject; quotations are the contract's. A block begins with lines of `--: CODE …`, the
codes that it counts, and selects the `id` of each record and what it `counts`. `:word` is the code
after its dot, `NAME=VALUE` another parameter; `/ N` says by how much the sum is divided, `or-null`
that it is null, not 0, where nobody has reported anything: then the block selects the `month` too.
`dated` says that the value is as of the last `day` that the block selects. `:days` are days.
The block `shared` names what the others of its file read, `common.sql` what all of them may.
`CODE = CODE / CODE` is a ratio. What the contract marks as changed against its first edition is
counted here from the day on which the figure does.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Date, Integer, TextClause, bindparam, text

FOLDER = Path(__file__).parent
CODE = re.compile(r"\w+\.\w+")
TYPES = dict.fromkeys(("first", "last", "before", "last_month", "today"), Date())
NUMBERS = ("year", "first_year", "calendar_year", "requested", "seen_from")
TYPES |= dict.fromkeys(NUMBERS, Integer())
# The days among which workdays are counted, each with whether it is one from Monday to Friday.
FIRST, COUNT, FRIDAY = date(2021, 7, 1), 1000, 5
DAYS = ", ".join(
    f"('{day}', {str(day.isoweekday() <= FRIDAY).upper()})"
    for day in (FIRST + timedelta(number) for number in range(COUNT))
)


@dataclass(frozen=True)
class Statement:
    """Selects the records that a figure counts; `divisor` makes their sum the figure's value."""

    query: str
    divisor: int = 1
    is_null_of_nothing: bool = False
    is_dated: bool = False

    def named(self, code: str) -> str:
        """The same as (code, id, counts, month), to be put together with others."""
        month = "q.month" if self.is_null_of_nothing else "CAST(NULL AS date)"
        day = "q.day" if self.is_dated else "CAST(NULL AS date)"
        columns = f"q.id, q.counts, {month} AS month, {day} AS day"
        return f"SELECT '{code}' AS code, {columns} FROM ({self.query}) AS q"


@dataclass(frozen=True)
class Subject:
    """What a file says: its statements by code, the parts of its ratios, and all in one query."""

    statements: Mapping[str, Statement]
    ratios: Mapping[str, tuple[str, str]]
    query: TextClause
    names: frozenset[str]


def read(file: Path) -> Subject:
    """Read a file of blocks; no code may stand in it twice."""
    named = without_comments((FOLDER / "common.sql").read_text("utf-8"))
    statements: list[tuple[str, Statement]] = []
    ratios = {}
    for head, query in blocks(file.read_text("utf-8")):
        if head == ["shared"]:
            named += ",\n" + query
        elif "=" in head:
            code, _, first, _, second = head
            ratios[code] = (first, second)
        else:
            statements += statements_of(head, query)
    assert len(statements) == len(dict(statements)), file.name
    parts = [statement.named(code) for code, statement in statements]
    whole = f"WITH RECURSIVE {named}\n" + "\nUNION ALL\n".join(parts)
    whole = whole.replace(":days", DAYS)
    names = frozenset(re.findall(r"(?<!:):(\w+)", whole))
    bound = (bindparam(name, type_=TYPES[name]) for name in names)
    return Subject(dict(statements), ratios, text(whole).bindparams(*bound), names)


def blocks(content: str) -> Iterator[tuple[list[str], str]]:
    """Each line of words after `--:`, and the query that follows it, maybe after more of them."""
    heads: list[list[str]] = []
    for part in re.split(r"^(?=--:)", content, flags=re.MULTILINE)[1:]:
        first, _, rest = part.partition("\n")
        heads.append(first.removeprefix("--:").split())
        query = without_comments(rest).strip()
        if query or "=" in heads[-1]:
            yield from ((head, query) for head in heads)
            heads = []
    assert not heads, heads


def without_comments(content: str) -> str:
    return re.sub(r"^\s*--.*\n", "", content, flags=re.MULTILINE)


def statements_of(head: list[str], query: str) -> Iterator[tuple[str, Statement]]:
    """The statement of each code in the line, to which the other words of the line apply."""
    options = dict(word.split("=") for word in head if "=" in word)
    divisor = int(head[head.index("/") + 1]) if "/" in head else 1
    for code in filter(CODE.fullmatch, head):
        own = query
        for name, value in (options | {"word": code.partition(".")[2]}).items():
            own = re.sub(rf":{name}\b", f"'{value}'", own)
        yield code, Statement(own, divisor, "or-null" in head, "dated" in head)


SUBJECTS = [read(file) for file in sorted(FOLDER.glob("*.sql")) if file.name != "common.sql"]
STATEMENTS = {code: one for subject in SUBJECTS for code, one in subject.statements.items()}
RATIOS = {code: parts for subject in SUBJECTS for code, parts in subject.ratios.items()}
