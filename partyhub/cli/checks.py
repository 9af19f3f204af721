"""Checks of conflicting options, made before anything is loaded."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from partyhub.cli.language import gettext
from partyhub.cli.parsing import RefusalError
from partyhub.cli.values import REGISTERS, XLSX


def check_list(given: dict[str, Any]) -> None:
    if given["period"] and given["as_on"]:
        raise RefusalError(gettext("--period and --as-on don't go together; give one of them."))
    if given["form"] == XLSX and given["out"] is None:
        raise RefusalError(gettext("A workbook needs a file: add --out FILE.xlsx."))


def check_template(given: dict[str, Any]) -> None:
    if given["register"] and given["everything"]:
        raise RefusalError(gettext("A register and --all don't go together; give one of them."))
    if not given["register"] and not given["everything"]:
        raise RefusalError(gettext("Name a register, or give --all for all of them."))


def check_import(given: dict[str, Any]) -> None:
    find_source(given["register"], given["file"], given["all_of"])
    split_maps(given["maps"])


def split_maps(maps: Sequence[str]) -> list[tuple[str, str]]:
    """Return (header, column) of each --map; the column is "" for a header that is left out.

    Raises RefusalError for what isn't such a pair.
    """
    pairs = []
    for text in maps:
        header, sign, column = text.rpartition("=")
        if not sign or not header.strip():
            raise RefusalError(
                gettext(
                    "“%(text)s” maps no column. Write --map HEADER=COLUMN, or --map HEADER= to"
                    " leave the column out.",
                    text=text,
                )
            )
        pairs.append((header.strip(), column.strip()))
    return pairs


def find_source(register: str | None, file: str | None, all_of: str | None) -> tuple[str, Path]:
    """Return (register, file) of an import; the register is "" for all of them.

    Raises RefusalError for any other combination of arguments, or a missing file.
    """
    if all_of is not None:
        if register is not None:
            raise RefusalError(gettext("--all FILE goes without a register; give one of them."))
        return "", _existing(all_of)
    if register is None or file is None:
        raise RefusalError(gettext("Say which register and which file, or --all FILE."))
    if register not in REGISTERS:
        known = "、".join(REGISTERS)
        raise RefusalError(
            gettext("“%(value)s” is none of: %(known)s.", value=register, known=known)
        )
    return register, _existing(file)


def _existing(name: str) -> Path:
    path = Path(name)
    if "\0" in name or not path.is_file():
        raise RefusalError(gettext("There is no file %(file)s.", file=name))
    return path
