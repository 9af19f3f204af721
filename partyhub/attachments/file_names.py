"""Names of attached files: as they were given, without what no folder or page can take."""

import re

from partyhub.attachments.models import FileKind
from partyhub.texts import clean_text

# Bytes of UTF-8 that file systems allow a name, without room for an ending.
LONGEST_STEM = 180
# What Windows allows in no name.
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}$")
# Names of devices, which Windows would open instead of the file.
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\..*)?", re.IGNORECASE)


def clean_file_name(given: str, kind: FileKind) -> str:
    """Return the name of a file without folders, with the ending of its kind.

    The ending follows the content: what was called `minutes.exe` and is a PDF is `minutes.pdf`.
    """
    last = given.replace("\\", "/").rpartition("/")[2]
    stem = SUFFIX.sub("", " ".join(clean_text(last).split()))
    stem = FORBIDDEN.sub("_", stem).strip(" .")
    stem = stem.encode()[:LONGEST_STEM].decode("utf-8", "ignore").strip(" .")
    if not stem:
        stem = kind.label
    return f"{'_' if DEVICES.fullmatch(stem) else ''}{stem}{kind.suffix}"
