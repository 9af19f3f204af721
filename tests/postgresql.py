"""A PostgreSQL of the tests' own, and what a test needs of it: databases, and empty ones quickly.

It listens on a socket in its own folder, writes nothing through to the disk, and ends with the
process that started it, however that ends.
"""

import hashlib
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, NullPool, Row, StaticPool, create_engine
from sqlalchemy.engine import URL

USER = "postgres"
PROGRAMS = "/usr/lib/postgresql"
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "64MB",
    "max_connections": "200",
    "autovacuum_naptime": "5s",
}
WAIT = 30


def program(name: str) -> str:
    """Return where a program of PostgreSQL lies; Debian puts them beside no others."""
    found = sorted(Path(PROGRAMS).glob(f"*/bin/{name}"), reverse=True)
    path = str(found[0]) if found else shutil.which(name)
    assert path, "These tests need PostgreSQL: see tests/install_tools.sh."
    return path


def as_user(*command: str) -> list[str]:
    """Prefix a command so that it runs as PostgreSQL's user where it would run as root."""
    if os.geteuid() != 0:
        return list(command)
    return ["setpriv", "--reuid", USER, "--regid", USER, "--clear-groups", *command]


@contextmanager
def serving() -> Iterator[URL]:
    """Run a server; gives the address of its own database."""
    folder = Path(tempfile.mkdtemp(prefix="partyhub-postgresql-"))
    if os.geteuid() == 0:
        shutil.chown(folder, USER, USER)
    make = (
        "--auth=trust",
        f"--username={USER}",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    )
    command = as_user(program("initdb"), "-D", str(folder / "data"), *make)
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    command = _dying_with_us(*_server_command(folder))
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    url = URL.create("postgresql+psycopg", USER, database=USER, query={"host": str(folder)})
    try:
        _wait(server, url)
        yield url
    finally:
        server.send_signal(2)  # a fast shutdown: it waits for nobody
        server.wait(WAIT)
        shutil.rmtree(folder, ignore_errors=True)


def _server_command(folder: Path) -> list[str]:
    options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    return [program("postgres"), "-D", str(folder / "data"), "-k", str(folder), *options]


def _dying_with_us(*command: str) -> list[str]:
    who = ["--reuid", USER, "--regid", USER, "--clear-groups"] if os.geteuid() == 0 else []
    return ["setpriv", *who, "--pdeathsig", "INT", *command]


def _wait(server: subprocess.Popen[bytes], url: URL) -> None:
    ready = as_user(program("pg_isready"), "-q", "-h", str(url.query["host"]))
    for _ in range(WAIT * 10):
        if subprocess.run(ready, check=False).returncode == 0:
            return
        assert server.poll() is None, "PostgreSQL ended at once."
        time.sleep(0.1)
    raise AssertionError("PostgreSQL did not start.")


def schema_of(url: URL) -> str:
    """Everything that is defined in a database, as the statements that would make it."""
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    command = as_user(program("pg_dump"), "--schema-only", "--no-owner", f"--dbname={address}")
    dumped = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    lines = (line for line in dumped.splitlines() if line.startswith(("CREATE", "ALTER", " ")))
    return "\n".join(lines)


class Databases:
    """The databases of one run, one for the folder of each instance."""

    def __init__(self, server: URL) -> None:
        self.server = server
        self._engine = create_engine(server, poolclass=NullPool, isolation_level="AUTOCOMMIT")

    def make(self, folder: Path, *, like: Path | None = None, locale: str = "") -> URL:
        """Make an empty database for the instance in `folder`, or a copy of that of `like`."""
        source = f'"{self.name_of(like)}"' if like else "template0"
        if locale:
            source += f" LOCALE_PROVIDER icu ICU_LOCALE '{locale}'"
        with self._engine.connect() as connection:
            drop = f'DROP DATABASE IF EXISTS "{self.name_of(folder)}" WITH (FORCE)'
            connection.exec_driver_sql(drop)
            make = f'CREATE DATABASE "{self.name_of(folder)}" TEMPLATE {source}'
            connection.exec_driver_sql(make)
        return self.url_of(folder)

    def end_sessions(self, folder: Path) -> None:
        """Disconnect whoever is still connected, so that the database can be copied."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                f" WHERE datname = '{self.name_of(folder)}'"
            )

    def url_of(self, folder: Path) -> URL:
        return self.server.set(database=self.name_of(folder))

    def name_of(self, folder: Path) -> str:
        return "t_" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:20]


class State:
    """The rows that a database holds now; it can be brought back to them at any time."""

    def __init__(self, url: URL) -> None:
        self._engine = create_engine(url, poolclass=StaticPool)
        self._schema = f"kept_{secrets.token_hex(4)}"
        with self._engine.begin() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA {self._schema}")
            acts = [act for table in _tables(connection) for act in self._acts(connection, *table)]
            acts.insert(0, _same_schema(connection))
            body = "SET LOCAL session_replication_role = replica;\n" + "\n".join(acts)
            connection.exec_driver_sql(
                f"CREATE FUNCTION {self._schema}.put_back() RETURNS void LANGUAGE plpgsql"
                f" AS $body$ BEGIN {body} END $body$"
            )

    def put_back(self) -> None:
        """Bring the rows back; no trigger runs, so the order of the tables doesn't matter."""
        with self._engine.begin() as connection:
            connection.exec_driver_sql(f"SELECT {self._schema}.put_back()")

    def forget(self) -> None:
        with self._engine.begin() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA {self._schema} CASCADE")
        self._engine.dispose()

    def _acts(
        self, connection: Connection, name: str, columns: str, sequence: str | None
    ) -> Iterator[str]:
        table = f'public."{name}"'
        yield f"IF EXISTS (SELECT FROM {table}) THEN DELETE FROM {table}; END IF;"
        if connection.exec_driver_sql(f"SELECT EXISTS (SELECT FROM {table})").scalar():
            kept = f'{self._schema}."{name}"'
            connection.exec_driver_sql(f"CREATE TABLE {kept} AS TABLE {table}")
            yield f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {kept};"
        if sequence:
            last, called = connection.exec_driver_sql(
                f"SELECT last_value, is_called FROM {sequence}"
            ).one()
            yield (
                f"IF (SELECT (last_value, is_called) <> ({last}, {called}) FROM {sequence})"
                f" THEN PERFORM setval('{sequence}', {last}, {called}); END IF;"
            )


def _same_schema(connection: Connection) -> str:
    """Refuse to go on when a test leaves a table or an index behind, or takes one along."""
    names = (
        "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace"
    )
    known = connection.exec_driver_sql(names).scalar_one()
    return (
        f"IF ({names}) <> '{known}' THEN RAISE EXCEPTION USING"
        f" MESSAGE = 'A test left another schema: ' || ({names}); END IF;"
    )


def _tables(connection: Connection) -> Sequence[Row[Any]]:
    """Each table's name, the columns that are written, and the sequence that numbers its rows."""
    return connection.exec_driver_sql(
        """
        SELECT table_name,
               string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)
                 FILTER (WHERE is_generated = 'NEVER'),
               max(pg_get_serial_sequence(quote_ident(table_name), column_name))
        FROM information_schema.columns JOIN information_schema.tables
          USING (table_schema, table_name)
        WHERE table_schema = 'public' AND table_type = 'BASE TABLE' GROUP BY table_name
        """
    ).all()
