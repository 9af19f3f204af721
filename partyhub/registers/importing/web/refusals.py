"""Sentences that explain why a requested import was not done."""

from flask_babel import gettext

from partyhub.registers.importing.results import Result

# The most errors in the sentence above a preview; its table has all of them.
MOST_ERRORS = 3


def describe_changed() -> str:
    """Return the sentence for records that have changed since the preview."""
    return gettext(
        "Records have changed since this preview. Nothing was imported. Look at it again."
    )


def describe_undecided() -> str:
    """Return the sentence for conflicts and questions without a decision."""
    return gettext("Nothing was imported yet: decide about each row and each cell asked below.")


def describe_contention() -> str:
    return gettext(
        "Others kept changing records that this file depends on. Nothing was imported. Try again"
        " when they are done."
    )


def describe_errors(result: Result) -> str:
    """Return the sentence with the first errors of the result."""
    sentences = [
        gettext(
            "row %(row)s %(column)s: %(sentence)s",
            row=error.place.row,
            column=error.place.header,
            sentence=error.message,
        )
        for error in result.errors[:MOST_ERRORS]
    ]
    return gettext("Nothing was imported: %(errors)s", errors=" ".join(sentences))
