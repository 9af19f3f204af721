"""The index behind the search boxes: where any part of a word may stand, in both databases.

A record is found by a word that stands anywhere in its `search_text`, inside another word too, as
LIKE would find it. The index holds a token for every character: a character of Chinese alone, a
Latin letter or digit with the two that follow it; so the word is a phrase of tokens, and its last
one or two letters are the beginning of one. SQLite holds the tokens in an FTS5 table, PostgreSQL in
a tsvector with a GIN index. The session writes the index with the records, in their transaction.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from zlib import crc32

from sqlalchemy import (
    DDL,
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    Table,
    column,
    delete,
    event,
    exists,
    func,
    inspect,
    literal,
    or_,
    select,
    table,
    text,
    union,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import PassiveFlag, Session
from sqlalchemy.sql.functions import FunctionElement

from partyhub.database import Record, db

NAME = "record_search"
LETTERS = 3
# Between two words, so that no phrase goes across: nobody types it.
GAP = "\u2423"
PORTION = 2000
# Of more records it is quicker to read their texts in the order of the list.
MOST_FOUND = 2000

_FTS5 = "fts5(tokens, tokenize = 'ascii', columnsize = 0)"
_COLUMNS = "(rowid BIGINT PRIMARY KEY, tokens TSVECTOR NOT NULL)"
CREATE = {
    "sqlite": (f"CREATE VIRTUAL TABLE IF NOT EXISTS record_search USING {_FTS5}",),
    "postgresql": (
        f"CREATE TABLE IF NOT EXISTS record_search {_COLUMNS}",
        "CREATE INDEX IF NOT EXISTS ix_record_search_tokens ON record_search USING gin (tokens)",
    ),
}
_PIECES = re.compile(r"[0-9a-z]+|.", re.DOTALL)
# Both databases take ASCII marks for something else; normal forms hold no full-width ones.
_MARKS = {code: code + 0xFEE0 for code in range(0x21, 0x7F) if not chr(code).isalnum()}
_index = table(NAME, column("rowid", BigInteger), column("tokens"))


class Question(NamedTuple):
    """The tokens of a word that is searched; of the last one, `is_open`, only the beginning."""

    tokens: tuple[str, ...]
    is_open: bool

    def for_sqlite(self) -> str:
        return f'"{" ".join(self.tokens)}"{" *" if self.is_open else ""}'

    def for_postgresql(self) -> str:
        phrase = " <-> ".join(f"'{token}'" for token in self.tokens)
        return f"{phrase}:*" if self.is_open else phrase


def tokens_of(words: str) -> list[str]:
    """The tokens of a whole text, whose words stand apart."""
    found: list[str] = []
    for word in words.split():
        for piece in _PIECES.findall(word.translate(_MARKS)):
            found += [piece[at : at + LETTERS] for at in range(len(piece))]
        found.append(GAP)
    return found


@lru_cache(maxsize=256)
def question_of(word: str) -> Question:
    """The tokens of a part of a word: its last letters may go on in the text."""
    *ended, last = _PIECES.findall(word.translate(_MARKS))
    found = [piece[at : at + LETTERS] for piece in ended for at in range(len(piece))]
    whole = range(max(len(last) - LETTERS + 1, 1))
    found += [last[at : at + LETTERS] for at in whole]
    is_letters = last.isascii() and last.isalnum()
    return Question(tuple(found), is_open=is_letters and len(last) < LETTERS)


class _Matches(FunctionElement[bool]):
    """Whether the tokens fulfil a question, which each database takes in its own words."""

    inherit_cache = True


@compiles(_Matches, "sqlite")
def _match_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    tokens, question, _ = element.clauses
    return f"{compiler.process(tokens, **options)} MATCH {compiler.process(question, **options)}"


@compiles(_Matches, "postgresql")
def _match_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    tokens, _, question = element.clauses
    asked = compiler.process(question, **options)
    return f"{compiler.process(tokens, **options)} @@ CAST({asked} AS tsquery)"


def is_found(columns: Sequence[Any], word: str) -> ColumnElement[bool]:
    """Whether `word` stands in a text by which the record of the query is found.

    `columns` are the ids of the records whose texts are searched: its own, or of one it refers to.
    The index is asked here and now, so that the query begins with the few that it names. A word
    that stands in very many texts is looked for in each instead, which soon fills a page.
    """
    found = _find_ids(columns, word)
    if found is None:
        return or_(*(_holds(each, word) for each in columns))
    condition: ColumnElement[bool] = columns[0].class_.id.in_(found)
    return condition


def _find_ids(columns: Sequence[Any], word: str) -> Sequence[int] | None:
    """The ids of all records that are found; None for a letter alone, or for too many."""
    if len(word) < LETTERS - 1 and word.isascii():
        return None
    asked = question_of(word)
    queries = (_select_ids(column, asked) for column in columns)
    found = db.session.scalars(union(*queries).limit(MOST_FOUND + 1)).all()
    return None if len(found) > MOST_FOUND else found


def _select_ids(id_column: Any, asked: Question) -> Select[Any]:
    """The ids of the records whose own text fulfils a question, or that of one they refer to."""
    model, kind = id_column.class_, _table_of(id_column)
    first, place = _first_of(kind), _index.c.rowid
    matches = _Matches(
        _index.c.tokens, literal(asked.for_sqlite()), literal(asked.for_postgresql())
    )
    ids = select((place - first).label("id")).where(matches, place > first, place < first + 2**32)
    return ids if kind is model.__table__ else select(model.id).where(id_column.in_(ids))


def _holds(id_column: Any, word: str) -> ColumnElement[bool]:
    """The same of one text at a time, without the index."""
    model, kind = id_column.class_, _table_of(id_column)
    if kind is model.__table__:
        own: ColumnElement[bool] = model.search_text.contains(word, autoescape=True)
        return own
    other = kind.alias()
    holds = other.c.search_text.contains(word, autoescape=True)
    return exists().where(other.c.id == id_column, holds)


def _kind_of(record: Record) -> Table:
    table: Table = record.__table__  # type: ignore[assignment]  # of a whole table, not of a query
    return table


def _table_of(id_column: Any) -> Table:
    """The table of the record whose id stands in the column."""
    stored = inspect(id_column.class_).columns[id_column.key]
    keys = list(stored.foreign_keys)
    found: Table = keys[0].column.table if keys else stored.table
    return found


def _first_of(kind: Table) -> int:
    """The place in the index before the first record of a kind; its id is added to it."""
    return crc32(kind.name.encode()) % 2**20 << 32


def rebuild(connection: Connection) -> int:
    """Index every record anew, for data that came without the session; return how many.

    A revision calls it too: kinds of records that come with later ones have no table yet.
    """
    connection.execute(text("DELETE FROM record_search"))
    count = 0
    there = inspect(connection).get_table_names()
    for kind in (each for each in _kinds() if each.name in there):
        rows = connection.execute(select(kind.c.id, kind.c.search_text)).all()
        for at in range(0, len(rows), PORTION):
            _write(connection, kind, rows[at : at + PORTION])
        count += len(rows)
    return count


def count_missing(connection: Connection) -> int:
    """How many records the index lacks; all of them where it isn't there yet."""
    there = inspect(connection).get_table_names()
    count = 0
    for kind in (each for each in _kinds() if each.name in there):
        query = select(func.count()).select_from(kind)
        if NAME in there:
            place = literal(_first_of(kind), BigInteger) + kind.c.id
            query = query.where(~exists().where(_index.c.rowid == place))
        count += connection.scalar(query) or 0
    return count


def _kinds() -> list[Table]:
    models = [mapper.class_ for mapper in Record.registry.mappers]
    found: list[Any] = [model.__table__ for model in models if issubclass(model, Record)]
    return found


def index_session(session: Session, _flushing: Any) -> None:
    """Index the records that a session has just written, and forget those that it deleted."""
    written: dict[Table, list[tuple[int, str]]] = {}
    for record in (*session.new, *session.dirty):
        if isinstance(record, Record) and _is_written(record):
            kind = _kind_of(record)
            written.setdefault(kind, []).append((record.id, record.search_text))
    for kind, rows in written.items():
        _write(session.connection(), kind, rows)
    gone = [record for record in session.deleted if isinstance(record, Record)]
    if gone:
        places = [_first_of(_kind_of(record)) + record.id for record in gone]
        session.connection().execute(delete(_index).where(_index.c.rowid.in_(places)))


def _is_written(record: Record) -> bool:
    history = inspect(record).get_history("search_text", PassiveFlag.PASSIVE_NO_INITIALIZE)
    return bool(history.has_changes())


def _write(connection: Connection, kind: Table, texts: Iterable[Any]) -> None:
    """Index the (id, search_text) of records of one kind."""
    first, dialect = _first_of(kind), connection.dialect.name
    write = _as_text if dialect == "sqlite" else _as_vector
    rows = [{"place": first + each, "tokens": write(tokens_of(words))} for each, words in texts]
    connection.execute(_INSERT[dialect], rows)


def _as_text(tokens: list[str]) -> str:
    return " ".join(tokens)


def _as_vector(tokens: list[str]) -> str:
    return " ".join(f"'{token}':{at}" for at, token in enumerate(tokens, 1))


_INSERT = {
    "sqlite": text("INSERT OR REPLACE INTO record_search (rowid, tokens) VALUES (:place, :tokens)"),
    "postgresql": text(
        "INSERT INTO record_search (rowid, tokens) VALUES (:place, CAST(:tokens AS tsvector))"
        " ON CONFLICT (rowid) DO UPDATE SET tokens = EXCLUDED.tokens"
    ),
}


def _ddl(statement: str) -> DDL:
    return DDL(statement)  # type: ignore[no-untyped-call]  # SQLAlchemy says no types here


for _dialect, _statements in CREATE.items():
    for _statement in _statements:
        event.listen(db.metadata, "after_create", _ddl(_statement).execute_if(dialect=_dialect))
event.listen(db.metadata, "before_drop", _ddl("DROP TABLE IF EXISTS record_search"))
event.listen(Session, "after_flush", index_session)
