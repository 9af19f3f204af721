"""Workbooks broken in many ways, by chance that is the same each time.

Whatever takes files from people is to be tried with them: `malformed(folder)`.
"""

import io
import random
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from partyhub.spreadsheets import Heading, WorkbookWriter
from tests.spreadsheets.packages import HEAD, roster

COUNT = 320
_Parts = dict[str, bytes]
_TAG = re.compile(rb"<[^<>]{1,200}>")
_VALUE = re.compile(rb'="[^"]{0,80}"|>[^<]{1,80}<')
_ODD = (
    b"", b"-1", b"0", b"99999999999999999999", b"1e400", b"NaN", b"A", b"A0", b"ZZZZ9", b"1:1",
    b"A1:XFD1048576", b"&amp;", b"\xff\xfe", "甲".encode(), b"&#0;", b"&#xD800;", b"&nope;",
    b"true", b"../../x", b"rId999", b"inlineStr", b"d", b"e", b"s", b"b", b"x" * 5_000,
)  # fmt: skip


def malformed(folder: Path, count: int = COUNT, *, seed: int = 20230629) -> Iterator[Path]:
    """Yield the files one by one; each replaces the one before."""
    sources = [_packed_roster(), _own_workbook()]
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        change = _CHANGES[number % len(_CHANGES)]
        path = folder / f"malformed-{number:03}.xlsx"
        path.write_bytes(change(chance.choice(sources), chance))
        yield path
        path.unlink()


def _packed_roster() -> bytes:
    return _packed({name: content.encode() for name, content in roster().items()})


def _own_workbook() -> bytes:
    stream = io.BytesIO()
    with WorkbookWriter(stream) as writer:
        sheet = writer.add_sheet(
            "党员花名册", [Heading("编号", "code"), Heading("姓名"), Heading("得分", "decimal")]
        )
        for number in range(1, 31):
            sheet.append([f"甲{number:04}", "王·买", number / 4])
        writer.set_property("export", "一号")
    return stream.getvalue()


def _packed(parts: _Parts) -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings(), ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # of two parts of one name: they are meant
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _parts(source: bytes) -> _Parts:
    with ZipFile(io.BytesIO(source)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _flipped_bytes(source: bytes, chance: random.Random) -> bytes:
    data = bytearray(source)
    for _ in range(chance.choice((1, 3, 20))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def _cut(source: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(source)) for _ in range(2))
    return chance.choice((source[:end], source[start:], source[:start] + source[end:]))


def _flipped_in_part(source: bytes, chance: random.Random) -> bytes:
    """The package is whole, and the XML in one part isn't."""
    parts = _parts(source)
    name = chance.choice(sorted(parts))
    parts[name] = _flipped_bytes(parts[name], chance)
    return _packed(parts)


def _changed_tag(source: bytes, chance: random.Random) -> bytes:
    def change(content: bytes) -> bytes:
        tags = list(_TAG.finditer(content))
        tag = chance.choice(tags)
        new = chance.choice((b"", tag[0] * 2, chance.choice(tags)[0], tag[0].upper()))
        return content[: tag.start()] + new + content[tag.end() :]

    return _in_one_part(source, chance, change)


def _changed_value(source: bytes, chance: random.Random) -> bytes:
    """An attribute or a text is something that it can't be."""

    def change(content: bytes) -> bytes:
        found = chance.choice(list(_VALUE.finditer(content)))
        odd = chance.choice(_ODD)
        new = b'="' + odd + b'"' if found[0].startswith(b"=") else b">" + odd + b"<"
        return content[: found.start()] + new + content[found.end() :]

    return _in_one_part(source, chance, change)


def _in_one_part(source: bytes, chance: random.Random, change: Callable[[bytes], bytes]) -> bytes:
    parts = _parts(source)
    # Mostly what holds rows: there is more to go wrong.
    sheets = [name for name in parts if "sheet" in name and name.endswith(".xml")]
    name = chance.choice(sorted(parts) + 6 * sorted(sheets))
    parts[name] = change(parts[name])
    return _packed(parts)


def _without_part(source: bytes, chance: random.Random) -> bytes:
    parts = _parts(source)
    for _ in range(chance.choice((1, 1, 2))):
        parts.pop(chance.choice(sorted(parts)))
    return _packed(parts)


def _renamed_part(source: bytes, chance: random.Random) -> bytes:
    parts = _parts(source)
    old = chance.choice(sorted(parts))
    new = chance.choice((f"/{old}", f"../{old}", old.upper(), old.replace("/", "\\"), "x.xml"))
    parts[new] = parts.pop(old)
    return _packed(parts)


def _swapped_parts(source: bytes, chance: random.Random) -> bytes:
    parts = _parts(source)
    one, other = chance.sample(sorted(parts), 2)
    parts[one], parts[other] = parts[other], parts[one]
    return _packed(parts)


def _other_content(source: bytes, chance: random.Random) -> bytes:
    parts = _parts(source)
    content = (
        b"",
        b"<a/>",
        HEAD.encode(),
        b"\0" * 500,
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    )
    parts[chance.choice(sorted(parts))] = chance.choice(content)
    return _packed(parts)


_CHANGES = (
    _flipped_bytes,
    _cut,
    _flipped_in_part,
    _flipped_in_part,
    _changed_tag,
    _changed_tag,
    _changed_value,
    _changed_value,
    _changed_value,
    _without_part,
    _renamed_part,
    _swapped_parts,
    _other_content,
)
