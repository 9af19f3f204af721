"""A copy of an instance's members into the peers' database: SOURCE TARGET."""

import sqlite3
import sys
from pathlib import Path

TABLES = """
PRAGMA journal_mode = WAL;
CREATE TABLE org (id INTEGER PRIMARY KEY, name VARCHAR(80), kind VARCHAR(20));
CREATE TABLE member (
    id INTEGER PRIMARY KEY, no VARCHAR(20), name VARCHAR(40), gender VARCHAR(2), birth DATE,
    joined DATE, org_id INTEGER REFERENCES org (id), status VARCHAR(10), edu VARCHAR(10),
    phone VARCHAR(20), post VARCHAR(40)
);
"""
INDEXES = """
CREATE INDEX member_org ON member (org_id);
CREATE INDEX member_name ON member (name);
CREATE INDEX member_no ON member (no);
ANALYZE;
"""
ORGANIZATIONS = "SELECT id, name, kind FROM organization"
MEMBERS = """
SELECT m.id, m.number, m.name, CASE m.sex WHEN 'male' THEN '男' ELSE '女' END, m.birth_date,
    m.joined_on, a.organization_id, CASE WHEN m.full_on IS NULL THEN '预备' ELSE '正式' END,
    m.education, m.phone, m.job
FROM member m JOIN assignment a ON a.member_id = m.id
"""


def main(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    reading = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
    writing = sqlite3.connect(target)
    writing.executescript(TABLES)
    writing.executemany("INSERT INTO org VALUES (?, ?, ?)", reading.execute(ORGANIZATIONS))
    marks = ", ".join("?" for _ in range(11))
    writing.executemany(f"INSERT INTO member VALUES ({marks})", reading.execute(MEMBERS))
    writing.executescript(INDEXES)
    writing.commit()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
