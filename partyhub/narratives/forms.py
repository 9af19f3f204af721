"""The form of a section: its heading and its text with fields."""

from collections.abc import Container, Set
from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext
from wtforms import Field

from partyhub.forms import RecordForm, Required, TextField
from partyhub.narratives.rendering import AS_OF, TEXTS
from partyhub.narratives.syntax import LONGEST, Sentence, TemplateError, fields_of, parse
from partyhub.narratives.syntax import Field as SyntaxField
from partyhub.narratives.wording import list_names, units
from partyhub.registers import current_catalog


class SectionForm(RecordForm):
    """The form of a section of a report, or of its template."""

    heading = TextField(
        lazy_pgettext("narrative", "Heading"), longest=200, render_kw={"data-width": "w12"}
    )
    text = TextField(
        lazy_gettext("Text"),
        [Required(lazy_gettext("Enter a text."))],
        longest=LONGEST,
        lines=14,
        description=lazy_gettext(
            "A line is a paragraph. What stands in braces is a figure and is counted anew; all else"
            " stays as you write it."
        ),
    )

    def write_in(self, language: str) -> None:
        """Say in which language the fields are, which needn't be that of the page."""
        for field in (self.heading, self.text):
            code = "zh-CN" if language == "zh" else "en"
            field.render_kw = {**(field.render_kw or {}), "lang": code}

    def check(self) -> None:
        """Refuse a field that names no figure, a bracket without its other half, a wrong condition.

        Only figures can be compared, and only they have a day of their own.
        """
        try:
            paragraphs = parse(self.text.data)
        except TemplateError as error:
            self.refuse("text", str(error))
            return
        figures = current_catalog().figures_by_code.keys()
        for sentence in (each for paragraph in paragraphs for each in paragraph):
            if not self._check_condition(sentence, figures):
                return
        for field in fields_of(paragraphs):
            if not self._check_field(field, figures):
                return

    def _check_field(self, field: SyntaxField, figures: Set[str]) -> bool:
        known = figures | {*TEXTS, *list_names()}
        name = field.name.removesuffix(AS_OF)
        if name not in (known if name == field.name else figures):
            refusal = gettext(
                "“%(name)s” is no figure. Choose one from the list.", name=field.name[:60]
            )
        elif field.unit and field.unit not in units():
            refusal = gettext(
                "“%(unit)s” is no unit. Write one of: %(units)s.",
                unit=field.unit[:20],
                units="、".join(units()),
            )
        else:
            return True
        self.refuse("text", refusal)
        return False

    def _check_condition(self, sentence: Sentence, figures: Container[str]) -> bool:
        unknown = [each.code for each in sentence.conditions if each.code not in figures]
        if sentence.is_misread:
            refusal = gettext(
                "“%(text)s” is no condition. Write one like this: [[members.total>=10: a text]].",
                text=str(sentence.parts[0])[:60],
            )
        elif unknown:
            refusal = gettext(
                "“%(name)s” is no figure. Choose one from the list.", name=unknown[0][:60]
            )
        else:
            return True
        self.refuse("text", refusal)
        return False

    def sections(self) -> list[tuple[Any, list[Field]]]:
        return [(None, [self.heading, self.text])]
