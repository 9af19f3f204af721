"""Why nothing was imported though somebody asked for it, in words."""

from flask_babel import gettext

from partyhub.registers.importing.outcomes import Result

# So many errors stand in the sentence above a preview; its table has all of them.
MOST_ERRORS = 3


def words_of_changed() -> str:
    return gettext(
        "Records have changed since this preview. Nothing was imported. Look at it again."
    )


def words_of_undecided() -> str:
    return gettext("Nothing was imported yet: decide each cell that was changed here.")


def words_of_unrest() -> str:
    return gettext(
        "Others kept changing records that this file depends on. Nothing was imported. Try again"
        " when they are done."
    )


def words_of_errors(result: Result) -> str:
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
