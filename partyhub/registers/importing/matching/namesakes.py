"""Records of one name: the one that a row without a key is about, and records entered twice."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import gettext
from sqlalchemy import inspect
from werkzeug.utils import cached_property

from partyhub.database import db
from partyhub.known_dates import date_known, known_key
from partyhub.registers.folded_keys import Key, select_parts
from partyhub.registers.importing.matching.facts import Facts, agreeing, differing, read_fact
from partyhub.registers.importing.matching.key_index import chunks
from partyhub.registers.importing.matching.matches import Match
from partyhub.registers.importing.matching.questions import ask_who, follow, same_in
from partyhub.registers.importing.places import Place
from partyhub.registers.importing.questions import DOUBLE, SAME, Known
from partyhub.registers.importing.reading.layout import Layout
from partyhub.registers.importing.reading.rows import Row, without
from partyhub.registers.values import words
from partyhub.texts import clean_name, fold_name, normal_form

NO_ROW = Place("", 0)


@dataclass(frozen=True)
class Namesake:
    """A record (`id`) or a row of the file (`place`) with a name, and what tells it from others.

    `values` are the texts of a row or the values of a record by column, `kinds` the kinds of the
    columns that tell namesakes apart. `key` is the mark of a row's key.
    """

    values: Mapping[str, Any]
    kinds: Mapping[str, str]
    id: int = 0
    version: int = 0
    place: Place = NO_ROW
    key: Any = None

    @cached_property
    def facts(self) -> Facts:
        """Return what is said, as far as it can be read; few rows have a namesake to compare."""
        found = {}
        for name, kind in self.kinds.items():
            if value := self.values.get(name):
                with suppress(ValueError):
                    found[name] = read_fact(value, kind)
        return found


@dataclass(frozen=True)
class RowsOfFile:
    """The rows of a file about one register so far, on all of its sheets.

    `first` are the places of the first rows about each record and key, `made` the ids of the
    records that rows made, `named` the new rows by folded name.
    """

    first: dict[Any, Place] = field(default_factory=dict)
    made: set[int] = field(default_factory=set)
    named: dict[str, list[Namesake]] = field(default_factory=dict)


class Namesakes:
    """The records and the new rows of a register by name."""

    def __init__(self, layout: Layout, rows: RowsOfFile) -> None:
        self.layout, self.register, self._rows = layout, layout.register, rows
        # The ids of the records that rows of the last portion turned out to be about, by number.
        self.chosen: dict[int, int] = {}
        self._on_record: dict[str, list[Namesake]] = {}
        self._hidden: set[int] = set()
        columns = map(self.register.column, self.register.alike)
        self._kinds = {each.key: self.register.kind(each) for each in columns if each}

    def read(self, rows: Iterable[Row], out_of_sight: Callable[[set[int]], set[int]]) -> None:
        """Read the records with the names of a portion of rows."""
        self.chosen, self._on_record = {}, {}
        found = set()
        for name, namesake in self._find({row.typed.get(self.register.naming, "") for row in rows}):
            self._on_record.setdefault(fold_name(name), []).append(namesake)
            found.add(namesake.id)
        self._hidden = out_of_sight(found) if found else set()

    def judge(self, match: Match, key: Key | None, decisions: Mapping[str, str]) -> None:
        """Find the record of a row whose key finds none, or ask, or warn of a possible double."""
        row, register = match.row, self.register
        name = fold_name(row.typed.get(register.naming, ""))
        is_unreadable = (
            key is None and register.key[0] in row.raw and row.typed.get(register.key[0])
        )
        if not name or is_unreadable:
            return
        values = {name: row.typed.get(name) for name in register.alike}
        own = Namesake(values, self._kinds, place=row.place, key=key and key.mark)
        others = self._on_record.get(name, [])
        if key is None:
            match.row = replace(row, typed=without(row.typed, register.key))
            self._choose(match, own, others, decisions)
        else:
            self._note_double(match, own, others, decisions)
        if row.number not in self.chosen and not match.is_open and not match.is_left_out:
            self._compare_rows(match, own, self._rows.named.setdefault(name, []))

    def _choose(
        self, match: Match, own: Namesake, others: list[Namesake], decisions: Mapping[str, str]
    ) -> None:
        """Choose the one record that the row fits; ask if none or several do.

        One out of the viewer's sight is chosen only if more than the name agrees: else a namesake
        of another branch would keep a person out whom nobody there can enter.
        """
        fitting = [each for each in others if not differing(own.facts, each.facts)]
        agreed = [each for each in fitting if agreeing(own.facts, each.facts)]
        sure = agreed or fitting
        if len(sure) == 1 and (agreed or sure[0].id not in self._hidden):
            self.chosen[own.place.row] = sure[0].id
        else:
            self._ask(match, SAME, own, sure or others, decisions)

    def _note_double(
        self, match: Match, own: Namesake, others: list[Namesake], decisions: Mapping[str, str]
    ) -> None:
        """Warn of records with the name and with what the row says of one who is new by key."""
        alike = [each for each in others if agreeing(own.facts, each.facts)]
        shown = self._ask(match, DOUBLE, own, alike, decisions)
        if not shown or match.question is None or match.question.answer(decisions):
            return
        for each in shown:
            sentence = gettext(
                "%(known)s on record has the same name and the same %(columns)s. If it is the same"
                " person, write that number.",
                known=self._known(own, each).title,
                columns=self._headers(agreeing(own.facts, each.facts)),
            )
            match.warnings.append((self.register.key[0], sentence))

    def _ask(
        self,
        match: Match,
        kind: str,
        own: Namesake,
        others: Iterable[Namesake],
        decisions: Mapping[str, str],
    ) -> list[Namesake]:
        """Ask which of `others` the row is about; return those that the viewer may see."""
        shown = [each for each in others if each.id not in self._hidden]
        if not shown:
            return []
        known = [self._known(own, each) for each in shown]
        if match.question is not None:
            match.answered.append(match.question)
        match.question = ask_who(self.layout, match.row, kind, known)
        follow(match, decisions, self.register.key)
        answer = same_in(match.question.answer(decisions))
        if answer or match.is_open:  # meanwhile the cells are judged as if it were the first one
            self.chosen[own.place.row] = answer or shown[0].id
        return shown

    def _compare_rows(self, match: Match, own: Namesake, others: list[Namesake]) -> None:
        """Refuse a row that nothing tells from an earlier one; warn if both may be one person."""
        for other in others:
            if other.place == own.place or (own.key is not None and other.key == own.key):
                continue
            same = agreeing(own.facts, other.facts)
            if own.key is not None and other.key is not None:
                if same:
                    match.warnings.append(
                        (self.register.key[0], self._may_be_row(own, other, same))
                    )
            elif not differing(own.facts, other.facts):
                match.objections.append(self._is_row(own, other))
        if all(other.place != own.place for other in others):
            others.append(own)

    def _may_be_row(self, own: Namesake, other: Namesake, columns: Iterable[str]) -> str:
        return gettext(
            "%(row)s has the same name and the same %(columns)s. If it is the same person,"
            " leave one of the two out.",
            row=_words_of(other.place, own.place),
            columns=self._headers(columns),
        )

    def _is_row(self, own: Namesake, other: Namesake) -> str:
        return gettext(
            "%(row)s has the same name, and nothing tells the two apart. Give both a number, or"
            " leave one of them out.",
            row=_words_of(other.place, own.place),
        )

    def _headers(self, names: Iterable[str]) -> str:
        columns = (self.register.column(name) for name in names)
        return "、".join(self.register.header(column) for column in columns if column)

    def _find(self, names: set[str]) -> Iterator[tuple[str, Namesake]]:
        """Yield (name, record) for the records with one of these names, cleaned or folded."""
        naming, (key,) = self.register.naming, self.register.key
        columns = [naming, key, *self.register.alike]
        attributes: Any = inspect(self.register.model).all_orm_descriptors
        inexact = [name for name in self.register.alike if known_key(name) in attributes]
        query = select_parts(
            self.register, ["version", *columns, *(known_key(name) for name in inexact)]
        )
        stored = attributes[naming]
        forms = {form for name in names if name for form in (clean_name(name), normal_form(name))}
        for chunk in chunks(sorted(forms)):
            for row in db.session.execute(query.where(stored.in_(chunk))):
                if row[0] not in self._rows.made:
                    stored_values = tuple(row)[2:]
                    values: dict[str, Any] = dict(zip(columns, stored_values, strict=False))
                    for name, known in zip(inexact, stored_values[len(columns) :], strict=True):
                        values[name] = date_known(values[name], known)
                    found = Namesake(values, self._kinds, row[0], row[1])
                    yield values[naming], found

    def _known(self, own: Namesake, other: Namesake) -> Known:
        """Return a record to ask about, with its values in words."""
        shown = {
            name: words(value, self._kinds.get(name, "")) for name, value in other.values.items()
        }
        title = f"{shown[self.register.naming]}（{shown[self.register.key[0]]}）"
        return Known(other.id, other.version, title, shown, differing(own.facts, other.facts))


def _words_of(place: Place, seen_from: Place) -> str:
    """Return the words for a row, with its sheet if it is another one."""
    if place.sheet == seen_from.sheet:
        return gettext("Row %(row)s", row=place.row)
    return gettext("Row %(row)s of the sheet “%(sheet)s”", row=place.row, sheet=place.sheet)
