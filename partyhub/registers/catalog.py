"""The catalog of a running program: its registers and figures by name, made from its features.

A feature's package exports one `feature` (`<package>/feature.py`). Nothing registers itself:
`create_app` makes the catalog from the list of features and binds it to the application.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, TypeVar

from flask import Blueprint, Flask, current_app

from partyhub.database import Model, Record
from partyhub.figures import AnyFigure
from partyhub.problem_rules import ProblemRule
from partyhub.registers.deferring import Deferral
from partyhub.registers.register import Register
from partyhub.registers.relations import Relation

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")

KEY = "partyhub_catalog"


@dataclass(frozen=True, eq=False)
class Feature:
    """Everything that one package adds to the program.

    `registers` and `figures` stand in the order of pages and sheets. `relations` are what it shows
    on the pages of registers below, `deferrals` whose new records its rows complete.
    `extensions` are what features below ask for without knowing it, each found by its type.
    `problems` are the rules by which its records contradict each other or a regulation. `models`
    are those of its tables that no register has: the database must know them before a page asks.
    `subjects` maps what the history names beside registers to the words for it. `views` is the
    module whose `blueprints` are its pages: commands that show none never load it.
    """

    registers: Sequence[Register] = ()
    figures: Sequence[AnyFigure] = ()
    relations: Sequence[Relation] = ()
    deferrals: Sequence[Deferral] = ()
    extensions: Sequence[Any] = ()
    problems: Sequence[ProblemRule] = ()
    models: Sequence[type[Model]] = ()
    subjects: Mapping[str, Any] = field(default_factory=dict)
    views: str = ""


class Catalog:
    """Every register, figure, relation and problem of some features, in their order; unchanging.

    Raises ValueError where two registers have one name or model, two figures one code, or two
    problems one key.
    """

    def __init__(self, features: Sequence[Feature]) -> None:
        self.features = tuple(features)
        self.registers = tuple(each for feature in features for each in feature.registers)
        self.figures = tuple(each for feature in features for each in feature.figures)
        self.by_name: Mapping[str, Register] = _unique((r.name, r) for r in self.registers)
        self.by_model: Mapping[type[Record], Register] = _unique(
            (r.model, r) for r in self.registers
        )
        self.figures_by_code: Mapping[str, AnyFigure] = _unique((f.code, f) for f in self.figures)
        self.problems_by_key: Mapping[str, ProblemRule] = _unique(
            (rule.key, rule) for feature in features for rule in feature.problems
        )
        self.problems = tuple(self.problems_by_key.values())
        self.subjects = _unique(item for feature in features for item in feature.subjects.items())
        self._deferrals = _unique((c.of, c) for feature in features for c in feature.deferrals)
        self._relations = self._order_relations()

    def relations_to(self, model: type[Record]) -> Sequence[Relation]:
        """Return what stands on the page of a record of `model`, in the order of the registers."""
        return self._relations.get(model, ())

    def deferral_of(self, register: Register) -> Deferral | None:
        """Return what completes new records of `register` where a file has both sheets."""
        return self._deferrals.get(register)

    def extensions(self, kind: type[T]) -> Sequence[T]:
        """Return what the features offer of a kind that a feature below them asks for."""
        return [
            each
            for feature in self.features
            for each in feature.extensions
            if isinstance(each, kind)
        ]

    def load_blueprints(self) -> Sequence[Blueprint]:
        """Load the pages of all features."""
        modules = [import_module(feature.views) for feature in self.features if feature.views]
        return [blueprint for module in modules for blueprint in module.blueprints]

    def titles(self) -> Mapping[str, str]:
        """Return the title of each register by its name, in the language of the page."""
        return {register.name: str(register.title) for register in self.registers}

    def _order_relations(self) -> Mapping[type[Record], Sequence[Relation]]:
        places = {register: place for place, register in enumerate(self.registers)}
        found: dict[type[Record], list[Relation]] = {}
        every = [each for feature in self.features for each in feature.relations]
        for relation in sorted(every, key=lambda relation: places[relation.of]):
            found.setdefault(relation.to, []).append(relation)
        return found


def init_app(app: Flask, features: Sequence[Feature]) -> Catalog:
    """Make the catalog of `features` and bind it to `app`."""
    made = app.extensions[KEY] = Catalog(features)
    return made


def current_catalog() -> Catalog:
    """Return the catalog of the running application; KeyError where it was made without one."""
    found: Catalog = current_app.extensions[KEY]
    return found


def register_of(record: Record) -> Register:
    """Return the register that `record` belongs to."""
    return current_catalog().by_model[type(record)]


def _unique(pairs: Iterable[tuple[K, V]]) -> Mapping[K, V]:
    found: dict[K, V] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"{key} stands twice in the catalog.")
        found[key] = value
    return found
