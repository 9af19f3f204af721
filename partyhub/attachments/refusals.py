"""Refusals of files, each a sentence that says why and what to do."""

from flask_babel import gettext

MEGA = 2**20
MILLION = 1_000_000


class RefusedFileError(Exception):
    """Error raised for a file that can't be attached; its text is a sentence for people."""


def empty() -> RefusedFileError:
    return RefusedFileError(gettext("The file is empty. Save it anew, and choose it again."))


def too_large(most: int) -> RefusedFileError:
    sentence = gettext(
        "It is larger than %(most)s MB. Photograph or scan it with fewer pixels, or split it.",
        most=whole(most, MEGA),
    )
    return RefusedFileError(sentence)


def too_many_pixels(most: int) -> RefusedFileError:
    sentence = gettext(
        "The picture has more than %(most)s million pixels. Photograph or scan it with fewer.",
        most=whole(most, MILLION),
    )
    return RefusedFileError(sentence)


def unknown() -> RefusedFileError:
    sentence = gettext(
        "Its content is none of these: photos in JPEG, PNG, WebP or HEIC, PDF, OFD, Word (.docx)"
        " and Excel (.xlsx). Save it as one of them, best as PDF."
    )
    return RefusedFileError(sentence)


def macros() -> RefusedFileError:
    return RefusedFileError(
        gettext("The document contains macros. Save it without them, or as PDF.")
    )


def damaged() -> RefusedFileError:
    sentence = gettext(
        "It is damaged or incomplete. Open it where it comes from, save it anew, and choose it"
        " again."
    )
    return RefusedFileError(sentence)


def double() -> RefusedFileError:
    return RefusedFileError(gettext("The same file is attached already."))


def too_many(most: int) -> RefusedFileError:
    sentence = gettext(
        "A record takes at most %(most)s files. Remove one, or join several into one PDF.",
        most=most,
    )
    return RefusedFileError(sentence)


def whole(count: int, unit: int) -> str:
    """Return a limit in `unit`, without decimals where it has none."""
    return f"{count / unit:.1f}".removesuffix(".0")
