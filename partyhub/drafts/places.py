"""Places of words in one text: each pattern is looked for once, however often it is asked for."""

from bisect import bisect_right

from partyhub.drafts.vocabulary import Vocabulary


class Places:
    """The places of the words of a vocabulary in a text."""

    def __init__(self, text: str, words: Vocabulary) -> None:
        self.text = text
        self._words = words
        self._found: dict[tuple[str, str], tuple[list[int], list[int]]] = {}

    def last(self, group: str, name: str, first: int, last: int) -> tuple[int, int] | None:
        """Return the place of the last of these words between two places of the text."""
        starts, ends = self._of(group, name)
        index = bisect_right(ends, last) - 1
        if index < 0 or starts[index] < first:
            return None
        return starts[index], ends[index]

    def begins(self, group: str, name: str, place: int) -> int:
        """Return where what follows the last of these words before a place begins."""
        ends = self._of(group, name)[1]
        index = bisect_right(ends, place) - 1
        return 0 if index < 0 else ends[index]

    def _of(self, group: str, name: str) -> tuple[list[int], list[int]]:
        if (group, name) not in self._found:
            spans = [found.span() for found in self._words.words[group][name].finditer(self.text)]
            self._found[group, name] = ([s for s, _ in spans], [e for _, e in spans])
        return self._found[group, name]
