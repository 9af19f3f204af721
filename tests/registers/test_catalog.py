"""The catalog of a program: made of its features alone, and bound to one application."""

from dataclasses import replace

import pytest
from flask import Flask

from partyhub.campaigns.feature import feature as campaigns_feature
from partyhub.campaigns.registers import campaigns
from partyhub.features import FEATURES
from partyhub.members.feature import feature as members_feature
from partyhub.members.registers import assignments, members
from partyhub.organizations.occupants import Occupants
from partyhub.registers import Catalog, Feature, catalog, current_catalog
from tests.catalog import CATALOG


def test_every_register_and_figure_is_found_by_name_and_model() -> None:
    assert [CATALOG.by_name[each.name] for each in CATALOG.registers] == [*CATALOG.registers]
    assert [CATALOG.by_model[each.model] for each in CATALOG.registers] == [*CATALOG.registers]
    assert [CATALOG.figures_by_code[each.code] for each in CATALOG.figures] == [*CATALOG.figures]


def test_the_application_has_the_catalog_of_all_features(app: Flask) -> None:
    with app.app_context():
        assert current_catalog().features == tuple(FEATURES)


def test_two_applications_have_catalogs_of_their_own() -> None:
    first, second = Flask("first"), Flask("second")
    catalog.init_app(first, [campaigns_feature])
    catalog.init_app(second, [members_feature])
    with first.app_context():
        assert current_catalog().registers == (campaigns,)
        assert current_catalog().extensions(Occupants) == []
        with second.app_context():
            assert members in current_catalog().registers
            assert len(current_catalog().extensions(Occupants)) == 3
        assert current_catalog().registers == (campaigns,)


def test_an_application_without_a_catalog_says_so() -> None:
    with Flask("bare").app_context(), pytest.raises(KeyError):
        current_catalog()


def test_no_name_model_or_code_stands_twice() -> None:
    twin = replace(campaigns, name="others")
    figure = CATALOG.figures[0]
    for feature in (
        Feature(registers=(campaigns, campaigns)),
        Feature(registers=(campaigns, twin)),
        Feature(figures=(figure, figure)),
    ):
        with pytest.raises(ValueError, match="stands twice"):
            Catalog([feature])


def test_registers_are_compared_by_identity() -> None:
    twin = replace(campaigns)
    assert twin != campaigns
    assert len({twin, campaigns}) == 2


def test_what_stands_on_a_page_is_in_the_order_of_the_registers() -> None:
    places = {register: place for place, register in enumerate(CATALOG.registers)}
    for register in CATALOG.registers:
        found = [places[relation.of] for relation in CATALOG.relations_to(register.model)]
        assert found == sorted(found)
    turned = Catalog(FEATURES[::-1])
    assert turned.relations_to(members.model) != CATALOG.relations_to(members.model)


def test_rows_of_assignments_complete_new_members() -> None:
    deferral = CATALOG.deferral_of(members)
    assert deferral is not None
    assert deferral.by is assignments
    assert CATALOG.deferral_of(assignments) is None
