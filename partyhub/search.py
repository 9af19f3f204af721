"""The index behind the search boxes, which finds any part of a word in both databases.

A record is found by a word that occurs anywhere in its `search_text`, also inside another word, as
LIKE would find it. The index contains a token for every character: a Chinese character alone, a
Latin letter or digit with the two that follow it. So a searched word is a phrase of tokens, and its
last one or two letters are the beginning of a token. SQLite stores the tokens in an FTS5 table,
PostgreSQL in a tsvector with a GIN index. The session writes the index together with the records,
in their transaction.
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
    Text,
    bindparam,
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
from partyhub.statement_cache import remember

NAME = "record_search"
LETTERS = 3
# A token between two words, so that no phrase spans them; nobody types this character.
GAP = "\u2423"
PORTION = 2000
# With more matches than this, reading the texts in the order of the list is quicker.
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
# ASCII marks are syntax in both databases, so they are stored as full-width ones, which normal
# forms never contain.
_MARKS = {code: code + 0xFEE0 for code in range(0x21, 0x7F) if not chr(code).isalnum()}
_index = table(NAME, column("rowid", BigInteger), column("tokens"))


class Question(NamedTuple):
    """The tokens of a searched word.

    With `is_open` the last one is only the beginning of a token.
    """

    tokens: tuple[str, ...]
    is_open: bool

    def for_sqlite(self) -> str:
        """Return the FTS5 query."""
        return f'"{" ".join(self.tokens)}"{" *" if self.is_open else ""}'

    def for_postgresql(self) -> str:
        """Return the tsquery text."""
        phrase = " <-> ".join(f"'{token}'" for token in self.tokens)
        return f"{phrase}:*" if self.is_open else phrase


def tokens_of(words: str) -> list[str]:
    """Return the tokens of a whole text, with a gap token after each word."""
    return [token for word in words.split() for token in _tokens_of_word(word)]


@lru_cache(maxsize=4096)  # lists repeat the same names, and each record the others it refers to
def _tokens_of_word(word: str) -> Sequence[str]:
    pieces = _PIECES.findall(word.translate(_MARKS))
    return [*(piece[at : at + LETTERS] for piece in pieces for at in range(len(piece))), GAP]


@lru_cache(maxsize=256)
def question_of(word: str) -> Question:
    """Return the tokens of a part of a word, whose last letters may continue in the text."""
    *ended, last = _PIECES.findall(word.translate(_MARKS))
    found = [piece[at : at + LETTERS] for piece in ended for at in range(len(piece))]
    whole = range(max(len(last) - LETTERS + 1, 1))
    found += [last[at : at + LETTERS] for at in whole]
    is_letters = last.isascii() and last.isalnum()
    return Question(tuple(found), is_open=is_letters and len(last) < LETTERS)


class _Matches(FunctionElement[bool]):
    """The condition that tokens match a question, compiled into each database's own syntax."""

    inherit_cache = True


@compiles(_Matches, "sqlite")
def _match_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    tokens, question, _ = element.clauses
    return f"{compiler.process(tokens, **options)} MATCH {compiler.process(question, **options)}"


@compiles(_Matches, "postgresql")
def _match_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    tokens, _, question = element.clauses
    requested = compiler.process(question, **options)
    return f"{compiler.process(tokens, **options)} @@ CAST({requested} AS tsquery)"


def is_found(columns: Sequence[Any], word: str) -> ColumnElement[bool]:
    """Return the condition that `word` occurs in a text by which the query's record is found.

    `columns` are the ids of the records whose texts are searched: the record's own, or that of one
    it refers to. The index is queried immediately, so that the final query starts with the few ids
    found. A word that occurs in very many texts is searched in each text instead, which soon fills
    a page.
    """
    found = find_ids(columns, word)
    return contains_text(columns, word) if found is None else columns[0].class_.id.in_(found)


def contains_text(columns: Sequence[Any], word: str) -> ColumnElement[bool]:
    """Return the condition of `is_found` without the index, reading the texts one by one."""
    return or_(*(_holds(each, word) for each in columns))


def find_ids(columns: Sequence[Any], word: str) -> Sequence[int] | None:
    """Return the ids of all records found, or None for a lone Latin letter or too many records."""
    if len(word) < LETTERS - 1 and word.isascii():
        return None
    requested = question_of(word)
    names = ((each.class_, each.key) for each in columns)
    query = remember((find_ids, *names), lambda: _select_found(columns))
    values = {"for_sqlite": requested.for_sqlite(), "for_postgresql": requested.for_postgresql()}
    found = db.session.scalars(query, values | {"most": MOST_FOUND + 1}).all()
    return None if len(found) > MOST_FOUND else found


def _select_found(columns: Sequence[Any]) -> Select[Any]:
    found = union(*(_select_ids(column) for column in columns)).subquery()
    return select(found.c.id).limit(bindparam("most", type_=BigInteger))


def _select_ids(id_column: Any) -> Select[Any]:
    """Select the records whose own text, or that of a record they refer to, matches a question."""
    model, kind = id_column.class_, _table_of(id_column)
    first, place = _first_of(kind), _index.c.rowid
    matches = _Matches(
        _index.c.tokens,
        bindparam("for_sqlite", type_=Text),
        bindparam("for_postgresql", type_=Text),
    )
    ids = select((place - first).label("id")).where(matches, place > first, place < first + 2**32)
    return ids if kind is model.__table__ else select(model.id).where(id_column.in_(ids))


def _holds(id_column: Any, word: str) -> ColumnElement[bool]:
    """Return the condition that one text contains `word`, without the index."""
    model, kind = id_column.class_, _table_of(id_column)
    if kind is model.__table__:
        own: ColumnElement[bool] = model.search_text.contains(word, autoescape=True)
        return own
    other = kind.alias()
    contains_text = other.c.search_text.contains(word, autoescape=True)
    return exists().where(other.c.id == id_column, contains_text)


def _kind_of(record: Record) -> Table:
    table: Table = record.__table__  # type: ignore[assignment]  # of a whole table, not of a query
    return table


def _table_of(id_column: Any) -> Table:
    """Return the table of the record whose id is in the column.

    That is the target of the column's foreign key, or the column's own table.
    """
    stored = inspect(id_column.class_).columns[id_column.key]
    keys = list(stored.foreign_keys)
    found: Table = keys[0].column.table if keys else stored.table
    return found


def _first_of(kind: Table) -> int:
    """Return the offset of a table's records in the index, to which the record's id is added."""
    return crc32(kind.name.encode()) % 2**20 << 32


def rebuild(connection: Connection) -> int:
    """Rebuild the index of every record, for data written without the session; return the number.

    A migration calls it too, when the tables of later registers don't exist yet.
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
    """Return how many records the index lacks: all of them where it doesn't exist yet."""
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
    """Index the records that a session has just flushed, and remove those that it deleted."""
    known = (item for item in (*session.new, *session.dirty) if isinstance(item, Record))
    index_records(session.connection(), filter(_is_written, known))
    gone = [record for record in session.deleted if isinstance(record, Record)]
    if gone:
        places = [_first_of(_kind_of(record)) + record.id for record in gone]
        session.connection().execute(delete(_index).where(_index.c.rowid.in_(places)))


def index_records(connection: Connection, records: Iterable[Record]) -> None:
    """Index records that have just been written."""
    written: dict[Table, list[tuple[int, str]]] = {}
    for record in records:
        written.setdefault(_kind_of(record), []).append((record.id, record.search_text))
    for kind, rows in written.items():
        _write(connection, kind, rows)


def _is_written(record: Record) -> bool:
    history = inspect(record).get_history("search_text", PassiveFlag.PASSIVE_NO_INITIALIZE)
    return bool(history.has_changes())


def _write(connection: Connection, kind: Table, texts: Iterable[Any]) -> None:
    """Write index rows for (id, search_text) pairs of records of one table."""
    first, dialect = _first_of(kind), connection.dialect.name
    write = " ".join if dialect == "sqlite" else _as_vector
    rows = [{"place": first + each, "tokens": write(tokens_of(words))} for each, words in texts]
    connection.execute(_INSERT[dialect], rows)


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
