"""Any roster that an office may lay out comes in with the people of its plain form."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask_babel import force_locale
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from partyhub import clock
from partyhub.database import db
from partyhub.known_dates import Known, date_known, known_of
from partyhub.members.models import Member
from partyhub.periods import Period, add_months
from partyhub.registers.importing import service
from partyhub.registers.importing.reading.layout import read_aliases
from partyhub.reports.calculation import compute, scope_of
from tests import factories
from tests.catalog import CATALOG
from tests.contract import CONTRACTS
from tests.factories import OWNER
from tests.registers.importing.test_random import QUICK
from tests.registers.importing.workbooks import Desk, Rows, counts, said

pytestmark = pytest.mark.long

MEMBERS = CATALOG.by_name["members"]
PERIOD = Period(date(2022, 7, 1), date(2023, 6, 30))
FIGURES = [figure for figure in CATALOG.figures if figure.code.startswith("members.")]
BRANCHES = {
    "第一党支部": ("一支部", "Z1"),
    "第二党支部": ("二支部", "Z2"),
    "机关党支部": ("", "Z3"),
}
NAMES = ("仇海明", "汪梦婷", "何金花", "王·买", "顾长河", "麦穗", "凌霜月", "戚文澜")
DATES = ("birth_date", "activist_on", "admitted_on", "full_on")
HEADERS = {
    **{column.key: column.header for column in CONTRACTS["members"].promised()},
    "stage": "党员类别",
}
# Columns of such rosters that are none of ours, with what stands in them.
NOISE: Mapping[str, Callable[[int], Any]] = {
    "序号": lambda at: at,
    "公民身份号码": lambda at: None,
    "党龄": lambda at: 7 + at,
    "党内职务": lambda at: "支部书记" if at == 1 else None,
}
ABOVE = (("党员花名册（截至2023年6月）",), ("填报单位：云帆机械", None, "填报日期：2023年6月30日"))
FEET = (("填表人：陆远航", None, "审核人："), ("说明：本表一式两份",))
WRITTEN: Mapping[Known, Sequence[Callable[[date], Any]]] = {
    Known.DAY: (
        lambda day: day,
        lambda day: day.isoformat(),
        lambda day: f"{day.year}.{day.month}.{day.day}",
        lambda day: f"{day.year}年{day.month}月{day.day}日",
        lambda day: f"{day:%Y%m%d}",
    ),
    Known.MONTH: (
        lambda day: f"{day.year}年{day.month}月",
        lambda day: f"{day.year}.{day.month:02}",
        lambda day: f"{day.year}-{day.month:02}",
        lambda day: f"{day:%Y%m}",
    ),
    Known.ESTIMATED: (
        lambda day: f"约{day.year}年{day.month}月{day.day}日",
        lambda day: f"推定{day.isoformat()}",
        lambda day: f"{day.year}年{day.month}月{day.day}日左右",
    ),
}

Person = dict[str, Any]


@dataclass
class Laid:
    """The sheets of a file, and the rows of each that are hidden."""

    sheets: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    hidden: dict[str, list[int]] = field(default_factory=dict)


@contextmanager
def imported(desk: Desk, file: Path) -> Iterator[Any]:
    """Import a file that must be right, and a second time, which must be nothing to do."""
    with force_locale("en"):
        found = [
            service.apply(OWNER, file, MEMBERS, file.name, str(at), decisions={}) for at in (1, 2)
        ]
    try:
        yield found
    finally:
        db.session.rollback()


def outcome(desk: Desk, file: Path, keys: Sequence[str], count: int) -> tuple[Any, Any]:
    """Return the people by name with these columns, and the figures of the members."""
    with imported(desk, file) as (first, second):
        assert (said(first), counts(first)) == ([], (count, 0, 0, 0, 0))
        assert (said(second), counts(second)) == ([], (0, 0, count, 0, 0))
        columns = [column for key in keys if (column := MEMBERS.column(key))]
        people = {
            member.name: {
                column.key: (found := column.value(member, clock.today()), known_of(found))
                for column in columns
            }
            for member in db.session.scalars(MEMBERS.load().order_by(Member.id)).unique()
        }
        values = compute(scope_of(OWNER, PERIOD), FIGURES)
        figures = {code: each.value for code, each in values.items()}
    return people, figures


@st.composite
def known_dates(draw: Any, first: date, last: date) -> date:
    """A day, a month or an estimated day; the two latter well apart from other dates."""
    day = draw(st.dates(first, last))
    known = draw(st.sampled_from(Known))
    found = date_known(day.replace(day=1) if known is Known.MONTH else day, known)
    assert found is not None
    return found


@st.composite
def people(draw: Any) -> list[Person]:
    """A few people of several branches, most of them full members."""
    found = []
    for at, name in enumerate(draw(st.permutations(NAMES))[: draw(st.integers(1, 6))], 1):
        person: Person = {
            "number": f"Y{at:03}",
            "name": name,
            "sex": draw(st.sampled_from(("男", "女"))),
            "birth_date": draw(known_dates(date(1950, 1, 1), date(1980, 12, 31))),
            "ethnicity": draw(st.sampled_from(("汉族", "壮族", "回族"))),
            "education": draw(st.sampled_from(("大专", "本科", "高中"))),
            "organization": draw(st.sampled_from(sorted(BRANCHES))),
            "job": draw(st.sampled_from(("班长", "钳工", "会计"))),
            "phone": f"1380000{at:04}",
        }
        stage = draw(st.sampled_from(("正式党员", "正式党员", "预备党员", "入党积极分子")))
        if stage == "正式党员":
            admitted = draw(known_dates(date(2000, 1, 1), date(2021, 1, 1)))
            full = add_months(admitted, draw(st.integers(14, 24)))
            person |= {"admitted_on": admitted, "full_on": date_known(full, known_of(admitted))}
        elif stage == "预备党员":
            person["admitted_on"] = draw(known_dates(date(2022, 7, 1), date(2023, 5, 1)))
        else:
            person["activist_on"] = draw(known_dates(date(2020, 1, 1), date(2023, 5, 1)))
        found.append({**person, "stage": stage})
    return found


@dataclass(frozen=True)
class Style:
    """How a roster is laid out: its columns, their headers, and where the branch stands."""

    columns: Sequence[str]
    headers: Mapping[str, str]
    branch: str
    has_example: bool


@st.composite
def styles(draw: Any, keys: Sequence[str]) -> Style:
    branch = draw(st.sampled_from(("column", "section", "sheet")))
    own = [key for key in keys if key != "organization" or branch == "column"]
    noise = draw(st.lists(st.sampled_from(sorted(NOISE)), unique=True))
    columns = draw(st.permutations([*own, *noise]))
    headers = {key: draw(st.sampled_from(variants(key))) for key in own}
    has_example = columns[0] in ("number", "序号") and draw(st.booleans())
    return Style(columns, headers, branch, has_example)


def variants(key: str) -> Sequence[str]:
    """Our header, its aliases, and a header with the spaces that offices put into short ones."""
    aliases = [alias for own, alias in read_aliases()["members"] if own == key]
    header = HEADERS[key]
    spaced = [f"{header[0]}  {header[1]}"] if len(header) == 2 else []
    return [header, *aliases, *spaced]


def written(draw: Any, person: Person, key: str) -> Any:
    """A value as somebody writes it."""
    value = person.get(key)
    if key in DATES and value is not None:
        return draw(st.sampled_from(WRITTEN[known_of(value)]))(value)
    if key == "organization":
        short, code = BRANCHES[person[key]]
        return draw(st.sampled_from([text for text in (person[key], short, code) if text]))
    if key == "ethnicity":
        return draw(st.sampled_from((value, str(value)[0])))
    return value


@st.composite
def laid_out(draw: Any, listed: Sequence[Person], keys: Sequence[str]) -> Laid:
    style, laid = draw(styles(keys)), Laid()
    groups: dict[str, list[Person]] = {}
    for person in listed:
        groups.setdefault(person["organization"], []).append(person)
    if style.branch == "sheet":
        for branch, own in groups.items():
            add_sheet(draw, laid, style, branch, {"": own})
    else:
        by_section = groups if style.branch == "section" else {"": list(listed)}
        add_sheet(draw, laid, style, "Sheet1", by_section)
    return laid


def add_sheet(
    draw: Any, laid: Laid, style: Style, title: str, sections: Mapping[str, Sequence[Person]]
) -> None:
    rows: list[tuple[Any, ...]] = list(ABOVE[: draw(st.integers(0, 2))])
    rows.append(tuple(style.headers.get(key, key) for key in style.columns))
    if style.has_example:
        rows.append(("示例", *("张三" if key == "name" else None for key in style.columns[1:])))
    hidden = laid.hidden.setdefault(title, [])
    for heading, own in sections.items():
        if heading:
            rows.append((draw(st.sampled_from((heading, f"{heading}（{len(own)}人）"))),))
        for at, person in enumerate(own, 1):
            if draw(st.integers(0, 4)) == 0:
                rows.append(())
            rows.append(
                tuple(
                    NOISE[key](at) if key in NOISE else written(draw, person, key)
                    for key in style.columns
                )
            )
            if draw(st.integers(0, 4)) == 0:
                hidden.append(len(rows))
        if draw(st.booleans()):
            rows.append(("小计" if heading else "合计", f"{len(own)}人"))
    laid.sheets[title] = [*rows, *FEET[: draw(st.integers(0, 2))]]


def write(desk: Desk, laid: Laid) -> Path:
    file = desk.book(laid.sheets)
    book = openpyxl.load_workbook(file)
    for title, rows in laid.hidden.items():
        for row in rows:
            book[title].row_dimensions[row].hidden = True
    book.save(file)
    return file


def plain(listed: Sequence[Person], keys: Sequence[str]) -> Rows:
    """The same people under our headers, each date in the one way in which we write it."""
    return [
        [HEADERS[key] for key in keys],
        *(
            [
                WRITTEN[known_of(value)][0](value)
                if isinstance(value := person.get(key), date)
                else value
                for key in keys
            ]
            for person in listed
        ),
    ]


@pytest.fixture
def branches(desk: Desk) -> None:
    for name, (short, code) in BRANCHES.items():
        factories.make_branch(
            name=name, short_name=short, code=code, established_on=date(1990, 1, 1)
        )


@given(data=st.data())
@settings(QUICK, max_examples=12, phases=(Phase.explicit, Phase.generate))
def test_any_roster_is_its_plain_form(desk: Desk, branches: None, data: Any) -> None:
    listed = data.draw(people())
    keys = [key for key in dict.fromkeys((*listed[0], *DATES)) if key != "stage"]
    left_out = data.draw(st.sets(st.sampled_from(("number", "sex", "job", "phone", "education"))))
    keys = [key for key in keys if key not in left_out]
    if data.draw(st.booleans()):
        keys.append("stage")
    expected = outcome(desk, desk.sheet("members", plain(listed, keys)), keys, len(listed))
    laid = data.draw(laid_out(listed, keys))
    assert outcome(desk, write(desk, laid), keys, len(listed)) == expected
