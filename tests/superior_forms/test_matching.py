"""Cells of a newer file found by the labels of the older one, and left open where they are not."""

import pytest

from partyhub.superior_forms.differences import Difference, compare
from partyhub.superior_forms.grids import Grid, address_of, grids_of, parse_address
from partyhub.superior_forms.mapping import FormMapping, Place, Source
from partyhub.superior_forms.matching import Finder
from partyhub.superior_forms.proposals import Proposer
from tests import factories
from tests.superior_forms.making import Rows, grid

HEAD = ["项目", "本年"]
AGES = [["35岁及以下", 1], ["36岁至50岁", 2], ["51岁至60岁", 3]]
WOMEN = [["党员总数", 1], ["其中：女", 2], ["新发展党员", 3], ["其中：女", 4]]
SWAPPED = [WOMEN[2], WOMEN[3], WOMEN[0], WOMEN[1]]


def found(old: Rows, new: Rows, *addresses: str) -> list[str]:
    """The new addresses of cells, empty for those left open."""
    finder = Finder(Grid(grid(old)), Grid(grid(new)))
    places = [parse_address(address) for address in addresses]
    at = [finder.find(*place) for place in places if place]
    return [address_of(*each) if each else "" for each in at]


def test_numbers_tell_labels_apart_and_years_do_not() -> None:
    old, new = [["2022年"], HEAD, *AGES], [["2023年"], ["说明"], HEAD, *AGES]
    assert found(old, new, "B3", "B4", "B5") == ["B4", "B5", "B6"]
    assert found(old, [["2023年"], HEAD, AGES[0], AGES[2]], "B3", "B4", "B5") == ["B3", "", "B4"]
    spans = ([HEAD, ["2021-2022年", 1]], [["说明"], HEAD, ["2022-2023年", 1]])
    assert found(*spans, "B2") == ["B3"]


@pytest.mark.parametrize(
    ("new", "wanted"),
    [
        ([["说明一"], ["说明二"], HEAD, *WOMEN], ["B5", "B7"]),
        ([HEAD, *SWAPPED], ["B5", "B3"]),
        ([HEAD, WOMEN[0], ["其中：男", 0], *WOMEN[1:]], ["B4", "B6"]),
        ([HEAD, *WOMEN[:3]], ["B3", ""]),
        ([HEAD, WOMEN[2], WOMEN[3]], ["", "B3"]),
        ([HEAD, *WOMEN, ["离退休党员", 5], ["其中：女", 6]], ["B3", "B5"]),
    ],
)
def test_labels_that_stand_twice_go_by_what_is_above_them_or_by_order(
    new: Rows, wanted: list[str]
) -> None:
    assert found([HEAD, *WOMEN], new, "B3", "B5") == wanted


def test_a_cell_without_labels_stays_only_in_the_same_layout() -> None:
    old = [["2022年"], [None, None, 5]]
    assert found(old, [["2023年"], [None, None, 6]], "C2") == ["C2"]
    assert found([[None, 5], HEAD], [["说明"], [None, 5], HEAD], "B1") == [""]


def difference(old: Rows, new: Rows, source: Source, row: int) -> Difference:
    olds, news = grids_of([grid(old)]), grids_of([grid(new)])
    mapping = FormMapping({Place("Sheet1", row, 2): source})
    return compare(olds, news, mapping, Proposer(news, factories.OWNER))


@pytest.mark.usefixtures("database_of_test")
def test_another_label_for_the_same_is_found_unless_its_unit_is_another() -> None:
    old = [HEAD, ["共富工坊产值（万元）", 1]]
    source = Source(code="prosperity.output", scale=10_000)
    same = [["说明"], HEAD, ["产值（万元）", 1]]
    assert difference(old, same, source, 2).cells[0].new == Place("Sheet1", 3, 2)
    yuan = [HEAD, ["共富工坊产值（元）", 1]]
    assert difference(old, yuan, source, 2).cells[0].new is None
    sheets = [[[unit], HEAD, ["共富工坊产值", 1]] for unit in ("单位：万元", "单位：元")]
    assert difference(sheets[0], sheets[0], source, 3).cells[0].is_same
    assert difference(*sheets, source, 3).cells[0].new is None


def test_a_stray_cell_far_away_makes_no_labels() -> None:
    sheet = grid([["党员总数"], [None]])
    sheet["cells"].append([300, 60, "n", "1"])
    far = Grid(sheet | {"rows": 300, "columns": 60})
    assert list(far.labeled_places()) == [(1, at) for at in range(1, 61)] + [(2, 1)]
