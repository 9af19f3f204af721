"""Names of files and folders that Windows, other systems and links in workbooks take alike."""

import re

from partyhub.attachments.file_names import DEVICES, FORBIDDEN
from partyhub.texts import clean_text

# Characters of a name, so that a whole path stays well below the 260 of Windows.
LONGEST = 40
_SPECIAL = re.compile("[#%]")  # in links


def safe_name(text: str, longest: int = LONGEST) -> str:
    """Return a text as a name without an ending; "_" where nothing is left of it."""
    line = " ".join(clean_text(text).split())
    name = _SPECIAL.sub("_", FORBIDDEN.sub("_", line))
    units = name.encode("utf-16-le")[: 2 * longest]  # as Windows counts them
    name = units.decode("utf-16-le", "ignore").strip(" .")
    if not name:
        return "_"
    return f"_{name}" if DEVICES.fullmatch(name) else name


def safe_file_name(name: str, longest: int = LONGEST) -> str:
    """Return the name of a file with its ending, which is never cut."""
    stem, dot, ending = name.rpartition(".")
    if not dot or not ending.isalnum() or not ending.isascii():
        return safe_name(name, longest)
    return f"{safe_name(stem, longest)}.{ending}"
