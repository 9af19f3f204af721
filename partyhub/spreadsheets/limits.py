"""How much an uploaded workbook may hold, and what reading it may cost."""

from dataclasses import dataclass

MIB = 2**20


@dataclass(frozen=True)
class Limits:
    """Bounds on one uploaded workbook; sizes in bytes.

    `unpacked` is the sum over the parts of the package, `part` the largest sheet, `other_part`
    and `elements` what any part may have that holds no rows (styles, drawings, comments).
    `characters` bounds the text of a cell only roughly. `rows` counts the rows of one sheet that
    stand in the file, also empty ones; half the `cells` of a sheet may be empty. `seconds` is the
    processor time of the child process and how long it may say nothing, `memory` its address
    space; marking a workbook needs all of it in memory, so `marking_memory` is more. Where a
    platform can't bound memory, time alone does.
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
    memory: int = 512 * MIB
    marking_memory: int = 1536 * MIB
