"""Rules by which facts on record contradict each other, or what a regulation asks for.

A feature lists those about its own records in `Feature.problems`; partyhub/problems reads them all.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, TypeAlias, TypeVar

from flask_babel import lazy_pgettext

from partyhub.database import LabeledEnum, db
from partyhub.figures import Rows, Scope
from partyhub.viewers import Viewer

# What a sentence names, by the words in it.
Values: TypeAlias = Mapping[str, Any]
# What several rules share within one search, by the function that selects or makes it.
Known: TypeAlias = dict[Any, Any]
Made = TypeVar("Made")


class Severity(LabeledEnum):
    """The severity of a problem: a blocking one is mended or explained before a report is signed.

    Where a regulation says “as a rule” (一般), missing it is a warning (domain.md 2).
    """

    BLOCK = "block", lazy_pgettext("problems", "Blocking")
    WARN = "warn", lazy_pgettext("problems", "Warning")


class Subject(LabeledEnum):
    """The subjects under which problems stand, in order."""

    ORGANIZATIONS = "organizations", lazy_pgettext("problems", "Organizations and terms")
    MEMBERS = "members", lazy_pgettext("problems", "Members and their development")
    PARTY_LIFE = "party_life", lazy_pgettext("problems", "Meetings, votes and appraisals")
    VANGUARDS = "vanguards", lazy_pgettext("problems", "Vanguard posts and teams")
    COMMISSARS = "commissars", lazy_pgettext("problems", "Workshop commissars")
    PROJECTS = "projects", lazy_pgettext("problems", "Key projects and mentoring")
    PROSPERITY = "prosperity", lazy_pgettext("problems", "Prosperity workshops")
    AWARDS = "awards", lazy_pgettext("problems", "Honors")
    FIGURES = "figures", lazy_pgettext("problems", "Figures")


class Basis(LabeledEnum):
    """The texts on which rules without a number rest."""

    LEDGER = "ledger", lazy_pgettext("basis", "The ledger: facts must agree with each other")
    LEAVING = "leaving", lazy_pgettext("basis", "The ledger: whoever leaves gives everything up")
    COMPLETE = "complete", lazy_pgettext("basis", "The ledger: what a report has to prove")
    BRANCHES = "branches", lazy_pgettext("basis", "Regulations on the work of Party branches, 2018")
    DEVELOPMENT = (
        "development",
        lazy_pgettext("basis", "Rules for the development of Party members"),
    )
    EDUCATION = (
        "education",
        lazy_pgettext("basis", "Regulations on the education and management of members, 2019"),
    )
    TERMS = "terms", lazy_pgettext("basis", "Opinions on the terms of primary organizations, 2018")
    APPRAISALS = "appraisals", lazy_pgettext("basis", "Yearly notices on democratic appraisal")
    STATISTICS = "statistics", lazy_pgettext("basis", "Party statistics: opening and movements")


@dataclass(frozen=True)
class Inquiry:
    """The question for problems: a scope, who asks, and the organization that the report is of.

    `known` has what several rules share, so that it is read once: the rows of each `select`, and
    what `once` makes.
    """

    scope: Scope
    viewer: Viewer
    organization: Any = None
    known: Known = field(default_factory=dict, compare=False)

    def once(self, make: Callable[["Inquiry"], Made]) -> Made:
        """Return what `make` makes of the inquiry, made for the first rule that asks."""
        if make not in self.known:
            self.known[make] = make(self)
        found: Made = self.known[make]
        return found


@dataclass(frozen=True)
class Mend:
    """An address at which a problem is mended.

    `columns` names for each argument the value of the row that it gets; `#id` is the record of that
    id as a form's select sends it. `fixed` are the arguments that are the same for every row.
    """

    endpoint: str
    label: Any
    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)

    def arguments(self, values: Values) -> dict[str, str]:
        """Return the arguments of the address for a row."""
        found = {
            argument: f"#{values[name[1:]]}" if name.startswith("#") else str(values[name])
            for argument, name in self.columns.items()
        }
        return {argument: text for argument, text in found.items() if text} | dict(self.fixed)


# The mend of what the record's own form can't mend: the sentence says whom to ask.
NOWHERE = Mend("", "")


def _always(_row: Any) -> bool:
    return True


@dataclass(frozen=True, eq=False)
class ProblemRule:
    """A rule with the query for the records that break it, the sentence, and its source.

    `select(scope)` selects `id` (of a record of `register`), `title`, mostly `code`, and what
    `sentence` names; None where no rule is in force. Rules with the same `select` share its rows,
    and `judge` picks each one's own: it returns whether a row breaks the rule, or what else the
    sentence names. What no query finds, `find` does. `mark` distinguishes rows of one record.
    `rules` are the keys of the numbers that it applies; without them `basis` is the source.
    A warning that `asks_reason` may be explained, as a blocking one always may. A `select` that
    `is_dated` looks at the days themselves, as it asks for the rule of a day; any other one may be
    asked once for all days, with placeholders.
    """

    key: str
    severity: Severity
    subject: Subject
    register: str
    label: Any
    sentence: Any
    _: KW_ONLY
    select: Callable[[Scope], Rows | None] | None = None
    find: Callable[[Inquiry], Iterable[Values]] | None = None
    judge: Callable[[Any], bool | Values] = _always
    rules: Sequence[str] = ()
    basis: Basis = Basis.LEDGER
    mend: Mend | None = None
    asks_reason: bool = False
    is_dated: bool = False

    @property
    def may_be_explained(self) -> bool:
        """Return whether a reason can be given, which is then printed."""
        return self.severity is Severity.BLOCK or self.asks_reason

    def read(self, inquiry: Inquiry) -> list[Values]:
        """Return the values of each record that breaks the rule; none where no rule is in force."""
        if self.find is not None:
            return list(self.find(inquiry))
        found: list[Values] = []
        for row in self._rows(inquiry):
            judged = self.judge(row)
            if judged or isinstance(judged, Mapping):
                values = row._asdict()
                found.append({**values, **judged} if isinstance(judged, Mapping) else values)
        return found

    def _rows(self, inquiry: Inquiry) -> Sequence[Any]:
        assert self.select is not None
        if self.select not in inquiry.known:
            query = self.select(inquiry.scope)
            found = [] if query is None else db.session.execute(query).all()
            inquiry.known[self.select] = found
        rows: Sequence[Any] = inquiry.known[self.select]
        return rows


def rules_of(
    prefix: str, subject: Subject, register: str, **defaults: Any
) -> Callable[..., ProblemRule]:
    """Return a maker of rules whose keys begin with `prefix`.

    It takes what is left of the key, severity, label, sentence and the options of a rule, which go
    before the defaults.
    """

    def make(
        key: str, severity: Severity, label: Any, sentence: Any, **options: Any
    ) -> ProblemRule:
        options = {"register": register} | defaults | options
        return ProblemRule(
            f"{prefix}.{key}", severity, subject, label=label, sentence=sentence, **options
        )

    return make
