"""Forms of a day of the calendar and of a list of words."""

from hashlib import sha256

from flask_babel import gettext, lazy_gettext

from partyhub.definitions.queries import find_words
from partyhub.forms import BoolField, DateField, RecordForm, Required, TextField

MOST_WORDS, LONGEST = 60, 60
# What a search by LIKE takes for any text.
WILD = frozenset("%_")


class DayForm(RecordForm):
    """The form of what the company decided about a day."""

    day = DateField(lazy_gettext("Day"), [Required(lazy_gettext("Enter the day."))])
    is_workday = BoolField(
        lazy_gettext("Workday"),
        description=lazy_gettext("Empty: as the official calendar and the weekday say."),
    )
    note = TextField(
        lazy_gettext("Note"),
        longest=60,
        description=lazy_gettext("Such as: annual leave of the whole works"),
    )


class WordsForm(RecordForm):
    """The form of a list, one word a line."""

    words = TextField(
        lazy_gettext("Words"),
        [Required(lazy_gettext("Enter at least one word."))],
        longest=(LONGEST + 2) * MOST_WORDS,
        lines=10,
        description=lazy_gettext("One word a line"),
    )

    def knows(self, key: str) -> bool:
        """Return whether the form was filled from the words that are stored now."""
        return bool(self.version.data == version_of(key))

    @property
    def entered(self) -> list[str]:
        """Return the words, each once, in their order."""
        lines = (line.strip() for line in (self.words.data or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def check(self) -> None:
        """Refuse words that are too long, or that would stand for any text."""
        for word in self.entered:
            if len(word) > LONGEST or not WILD.isdisjoint(word):
                sentence = gettext(
                    "“%(word)s” can't be used: write at most 60 characters, without %% and _.",
                    word=word[:LONGEST],
                )
                self.refuse("words", sentence)
                return
        if len(self.entered) > MOST_WORDS:
            self.refuse("words", gettext("Enter at most 60 words."))


class FontsForm(RecordForm):
    """The form of the fonts in which workbooks and documents are made."""

    is_common = BoolField(
        lazy_gettext("Common fonts"),
        description=lazy_gettext(
            "For computers without the fonts of official papers: STZhongsong, FangSong and KaiTi"
            " instead of FZXiaoBiaoSong, FangSong_GB2312 and KaiTi_GB2312."
        ),
    )


def version_of(key: str) -> str:
    """Return a text that changes whenever the list does."""
    return sha256(repr(list(find_words(key))).encode()).hexdigest()[:16]
