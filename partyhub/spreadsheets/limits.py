"""Limits on the content of an uploaded workbook, and on the cost of reading it."""

from dataclasses import dataclass

MIB = 2**20


@dataclass(frozen=True)
class Limits:
    """Limits on one uploaded workbook; sizes in bytes.

    `unpacked` is the sum over the parts of the package, `part` the largest sheet, `other_part` and
    `elements` the limits of any part without rows (styles, drawings, comments). `characters` limits
    the text of a cell only roughly. `rows` counts the rows of one sheet that are in the file, also
    empty ones; half the `cells` of a sheet may be empty. `seconds` is the CPU time of the child
    process, `memory` its address space; marking a workbook needs all of it in memory, so
    `marking_memory` is more. `silence` is how many seconds of wall-clock time the child may send
    nothing: on a busy machine the little CPU time that it needs takes long. Where a platform can't
    limit CPU time and memory, only `silence` does.
    """

    upload: int = 32 * MIB
    unpacked: int = 512 * MIB
    part: int = 256 * MIB
    other_part: int = 16 * MIB
    strings_part: int = 128 * MIB
    entries: int = 2_000
    sheets: int = 50
    rows: int = 200_000
    columns: int = 300
    cells: int = 4_000_000
    strings: int = 2_000_000
    elements: int = 400_000
    merged: int = 100_000
    characters: int = 32_767
    seconds: int = 60
    silence: int = 300
    memory: int = 512 * MIB
    marking_memory: int = 1536 * MIB
