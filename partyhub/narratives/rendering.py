"""A report as paragraphs of pieces: plain text, numbers with the address of their records, gaps."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_babel import force_locale, gettext, ngettext
from sqlalchemy import Select, func

from partyhub.database import db
from partyhub.figures import AnyFigure
from partyhub.narratives.models import Narrative
from partyhub.narratives.pieces import Paragraph, Piece, RenderedSection
from partyhub.narratives.syntax import Condition, Field, Sentence, TemplateError, fields_of, parse
from partyhub.narratives.wording import find_list, publish, wording
from partyhub.organizations.models import Organization
from partyhub.periods import Period
from partyhub.registers import Register, current_catalog
from partyhub.registers.values import format_day, format_month, words
from partyhub.reports.calculation import (
    Computed,
    compute,
    register_of_figure,
    scope_of,
    select_counted,
)
from partyhub.viewers import Viewer

LOCALES = {"zh": "zh_Hans_CN", "en": "en"}
MOST_LISTED = 30
_COLUMN = re.compile(r"<(\w+)>")
TEXTS = ("unit.name", "period", "as_of")
AS_OF = ".as_of"


class Renderer:
    """The rendering of templates for a viewer, a unit, a period and a language."""

    def __init__(
        self,
        viewer: Viewer,
        organization: Organization,
        period: Period,
        language: str,
        *,
        is_external: bool = False,
    ) -> None:
        self.organization, self.period, self.language = organization, period, language
        self.scope = scope_of(viewer, period, organization)
        self.is_external = is_external
        self.figures: Mapping[str, AnyFigure] = current_catalog().figures_by_code
        self._computed: dict[str, Computed] = {}
        self._lists: dict[str, list[Piece]] = {}

    def render(self, sections: Iterable[Mapping[str, str]]) -> list[RenderedSection]:
        """Return the sections with all numbers computed at once; a broken text is one gap."""
        parsed = [(each, _parse(each["text"])) for each in sections]
        with force_locale(LOCALES[self.language]):
            self._compute(field for _, found in parsed for field in fields_of(found))
            return [
                RenderedSection(
                    each["key"],
                    each["heading"],
                    [pieces for paragraph in found if (pieces := self._paragraph(paragraph))],
                )
                for each, found in parsed
            ]

    def text(self, template: str) -> str:
        """Return a short template, such as the title, as plain text."""
        (section,) = self.render([{"key": "", "heading": "", "text": template}])
        return "\n".join("".join(p.text for p in paragraph) for paragraph in section.paragraphs)

    def _compute(self, fields: Iterable[Field]) -> None:
        codes = {code for field in fields if (code := self._code(field.name)) in self.figures}
        wanted = [self.figures[code] for code in sorted(codes - self._computed.keys())]
        if wanted:
            self._computed |= compute(self.scope, wanted)

    def _code(self, name: str) -> str:
        """Return the code of the figure that a field is about, or an empty text."""
        listed = find_list(name, self.language)
        if listed:
            return listed.code
        return name.removesuffix(AS_OF)

    def _paragraph(self, sentences: Sequence[Sentence]) -> list[Piece]:
        """Return the pieces of a paragraph; none where every sentence falls away."""
        paragraph = Paragraph()
        for sentence in sentences:
            pieces = self._sentence(sentence)
            if pieces is None:
                paragraph.leave_out()
            else:
                paragraph.add(pieces, is_optional=sentence.is_optional)
        return paragraph.finish()

    def _sentence(self, sentence: Sentence) -> list[Piece] | None:
        """Return the pieces of a sentence, or None if it falls away."""
        if not all(self._holds(condition) for condition in sentence.conditions):
            return None
        found = [self._piece(part) for part in sentence.parts]
        if sentence.is_optional and not sentence.conditions:
            is_missing = any(not pieces or pieces[0].is_gap for pieces in found)
            if is_missing or self._is_nothing(sentence):
                return None
        return [piece for pieces in found for piece in pieces]

    def _holds(self, condition: Condition) -> bool:
        found = self._computed.get(condition.code)
        if found is None or found.value is None:
            return False
        return condition.holds(Decimal(str(found.value)))

    def _is_nothing(self, sentence: Sentence) -> bool:
        """Return whether a number of the sentence is 0, so that there is nothing to say."""
        names = [part.name for part in sentence.parts if isinstance(part, Field)]
        return any(name in self._computed and not self._computed[name].value for name in names)

    def _piece(self, part: str | Field) -> list[Piece]:
        if isinstance(part, str):
            return [Piece(part)]
        if part.name in TEXTS:
            return [Piece(self._plain(part.name))]
        if find_list(part.name, self.language):
            return self._list(part.name)
        code = self._code(part.name)
        found = self._computed.get(code)
        if found is None or found.value is None:
            return [self._gap(code)]
        if part.name.endswith(AS_OF):
            text = self._day(found)
        else:
            text = part.shown or publish(found.figure, found.value, part, self.language)
        return [Piece(text, self._url(code)), *_noun_behind(part, found)]

    def _plain(self, name: str) -> str:
        if name == "unit.name":
            return self.organization.name
        return self.period.label() if name == "period" else format_day(self.scope.as_of)

    def _day(self, found: Computed) -> str:
        """Return the day that a number is as of: as its month if that has ended with it."""
        day = found.as_of
        is_last = (day + timedelta(days=1)).day == 1
        return format_month(day) if is_last else format_day(day)

    def _gap(self, code: str) -> Piece:
        figure = self.figures.get(code)
        label = str(figure.label) if figure else code
        url = self._url(code) if figure else ""
        return Piece(gettext("[to be added: %(label)s]", label=label), url, is_gap=True)

    def _url(self, code: str) -> str:
        return url_for(
            "reports.counted",
            code=code,
            period=self.period.key,
            organization=self.organization.id,
            _external=self.is_external,
        )

    def _list(self, name: str) -> list[Piece]:
        """Return the records of a list, each leading to its page; empty if there is none."""
        if name not in self._lists:
            self._lists[name] = self._find_list(name)
        return self._lists[name]

    def _find_list(self, name: str) -> list[Piece]:
        listed = find_list(name, self.language)
        assert listed is not None
        figure = self.figures[listed.code]
        register = register_of_figure(figure)
        query = select_counted(figure, self.scope)
        if listed.needs:
            needed = getattr(register.model, listed.needs)
            query = query.where(needed.is_not(None), needed != "")
        records = db.session.scalars(query.order_by(register.model.id).limit(MOST_LISTED)).unique()
        separator = listed.separator or wording()[self.language]["separator"]
        pieces: list[Piece] = []
        for record in records:
            if pieces:
                pieces.append(Piece(separator))
            text = self._filled(listed.pattern, register, record)
            url = url_for(f"{register.name}.show", record_id=record.id, _external=self.is_external)
            pieces.append(Piece(text, url))
        return [*pieces, *self._rest(listed.code, query)]

    def _rest(self, code: str, query: Select[Any]) -> list[Piece]:
        """Return how many records a list leaves out, leading to all of them; empty if none."""
        counted = query.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
        more = (db.session.scalar(counted) or 0) - MOST_LISTED
        if more <= 0:
            return []
        text = ngettext(", and %(num)d more", ", and %(num)d more", more)
        return [Piece(text, self._url(code))]

    def _filled(self, pattern: str, register: Register, record: Any) -> str:
        """Return the pattern of a list with the record's values in the place of <columns>."""
        return _COLUMN.sub(lambda match: self._column(register, record, match[1]), pattern)

    def _column(self, register: Register, record: Any, key: str) -> str:
        column = register.column(key)
        assert column is not None
        value = column.value(record, self.scope.as_of)
        return words(value, register.kind(column)).rstrip("。.")


def _noun_behind(field: Field, found: Computed) -> list[Piece]:
    """Return the noun that belongs to the number of a field; empty if it has none."""
    if field.nouns is None:
        return []
    one, several = field.nouns
    return [Piece(f" {one if found.value == 1 else several}")]


def _parse(text: str) -> list[list[Sentence]]:
    try:
        return parse(text)
    except TemplateError:
        return [[Sentence([text])]]


def renderer_of(viewer: Viewer, narrative: Narrative, *, is_external: bool = False) -> Renderer:
    """Return the renderer of a stored report."""
    return Renderer(
        viewer,
        narrative.organization,
        Period.parse(narrative.period),
        narrative.language.value,
        is_external=is_external,
    )
