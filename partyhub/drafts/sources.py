"""The text of a draft, from bytes: a .docx, or plain text in an encoding that drafts come in."""

from flask_babel import lazy_gettext

from partyhub.documents.reading import (
    Fault,
    Limits,
    UnreadableDocumentError,
    is_package,
    read_document,
)
from partyhub.drafts.checking import MOST

LARGEST = Limits().upload
# What to say of a file that isn't read; the command line translates it itself.
REASONS = {
    Fault.TOO_BIG: lazy_gettext(
        "The draft is too long: at most 200,000 characters, and a file of at most 16 MB."
        " Check it in parts."
    ),
    Fault.DAMAGED: lazy_gettext(
        "The file is damaged or no Word document. Open it in Word or WPS, save it as .docx again."
    ),
    Fault.ENCRYPTED: lazy_gettext("The file is protected by a password. Save it without one."),
    Fault.UNSAFE: lazy_gettext(
        "The file has parts that no Word document needs, and isn't opened. Copy its text instead."
    ),
    Fault.FOREIGN: lazy_gettext(
        "This is neither a .docx nor a text file. Save the draft as .docx or .txt."
    ),
}
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Signs that no text has: the file is something else.
_CONTROLS = frozenset(range(9)) | frozenset(range(14, 27))


def read_draft(data: bytes) -> str:
    """Return the text; raises UnreadableDocumentError."""
    if len(data) > LARGEST:
        raise UnreadableDocumentError(Fault.TOO_BIG)
    text = read_document(data) if is_package(data) else _decoded(data)
    if len(text) > MOST:
        raise UnreadableDocumentError(Fault.TOO_BIG)
    return text


def _decoded(data: bytes) -> str:
    marked = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    for encoding in marked or ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(ord(sign) in _CONTROLS for sign in text[:10_000]):
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UnreadableDocumentError(Fault.FOREIGN)
