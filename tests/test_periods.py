"""Periods are read, named and stepped back; SQL and Python agree on what holds on a day."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest
from flask import Flask
from flask_babel import Babel, force_locale
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from partyhub.periods import (
    Kind,
    Period,
    PeriodError,
    add_months,
    add_years,
    in_period,
    is_valid_on,
    on_day,
    presets,
)

QUIET = settings(database=None, deadline=None, max_examples=300)


class Base(DeclarativeBase):
    pass


class Post(Base):
    __tablename__ = "post"
    id: Mapped[int] = mapped_column(primary_key=True)
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]


@pytest.mark.parametrize(
    ("text", "start", "end", "kind", "before"),
    [
        ("2023", "2023-01-01", "2023-12-31", Kind.YEAR, "2022"),
        ("2023-H1", "2023-01-01", "2023-06-30", Kind.HALF, "2022-H2"),
        ("2023-H2", "2023-07-01", "2023-12-31", Kind.HALF, "2023-H1"),
        ("2023-Q2", "2023-04-01", "2023-06-30", Kind.QUARTER, "2023-Q1"),
        ("2023-Q1", "2023-01-01", "2023-03-31", Kind.QUARTER, "2022-Q4"),
        ("2024-02", "2024-02-01", "2024-02-29", Kind.MONTH, "2024-01"),
        ("2023-01", "2023-01-01", "2023-01-31", Kind.MONTH, "2022-12"),
        ("party-year-2023", "2022-07-01", "2023-06-30", Kind.PARTY_YEAR, "party-year-2022"),
        (
            "2023-06-02..2023-06-11",
            "2023-06-02",
            "2023-06-11",
            Kind.CUSTOM,
            "2023-05-23..2023-06-01",
        ),
        (
            "2023-06-29..2023-06-29",
            "2023-06-29",
            "2023-06-29",
            Kind.CUSTOM,
            "2023-06-28..2023-06-28",
        ),
        (
            "2023-02-01..2023-04-30",
            "2023-02-01",
            "2023-04-30",
            Kind.CUSTOM,
            "2022-11-04..2023-01-31",
        ),
        (
            "2021-01-01..2022-12-31",
            "2021-01-01",
            "2022-12-31",
            Kind.CUSTOM,
            "2019-01-02..2020-12-31",
        ),
    ],
)
def test_parse(text: str, start: str, end: str, kind: Kind, before: str) -> None:
    period = Period.parse(text)
    assert (str(period.start), str(period.end), period.kind) == (start, end, kind)
    assert (str(period), period.key, str(period.before)) == (text, text, before)
    assert Period.parse(f"{start}..{end}") == period


@pytest.mark.parametrize("text", ["2023-q2", " ２０２３－Q2 ", "2023.4.1..2023.6.30", "2023-Q2\n"])
def test_parse_is_lenient_in_form(text: str) -> None:
    assert str(Period.parse(text)) == "2023-Q2"


REFUSED = """|1899|2200|0000|9999|2023-13|2023-00|2023-H0|2023-H3|2023-Q5|2023-6|party-year-1900
|party-year-2200|party-year-0001|2023-06-30..2023-06-01|2023-06-30..|..|..2023-06-30
|2023-02-29..2023-03-01|2023-06-01...2023-06-30|2023..2024|1899-12-31..1900-01-01|٢٠٢٣
|2199-12-31..2200-01-01|2023-06-01..2023-06-30..2023-07-01|last year"""


@pytest.mark.parametrize("text", REFUSED.split("|"))
def test_parse_refuses(text: str) -> None:
    with pytest.raises(PeriodError):
        Period.parse(text)


YEARS = st.integers(0, 9999).map("{:04}".format)
NEARLY = st.tuples(YEARS, st.sampled_from(["", "-H", "-Q", "-"]), st.text("0123456789", max_size=2))
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@given(
    st.text(st.characters(exclude_categories=()))
    | NEARLY.map("".join)
    | YEARS.map("party-year-{}".format)
    | st.tuples(st.dates(), st.dates()).map(lambda days: f"{days[0]}..{days[1]}")
)
@QUIET
def test_parse_raises_nothing_else(text: str) -> None:
    try:
        period = Period.parse(text)
    except PeriodError:
        return
    assert Period.parse(str(period)) == period
    assert period.before.end == period.start - timedelta(days=1)
    assert period.before.kind == period.kind or period.kind is Kind.CUSTOM


def test_a_period_ends_after_it_begins() -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - it has no words
        Period(date(2023, 6, 2), date(2023, 6, 1))


def test_days_and_months() -> None:
    period = Period.parse("2022-11-30..2023-01-01")
    assert period.days == 33
    assert period.months() == [date(2022, 11, 1), date(2022, 12, 1), date(2023, 1, 1)]
    inside = [date(2022, 11, 30), date(2022, 12, 15), date(2023, 1, 1)]
    outside = [date(2022, 11, 29), date(2023, 1, 2)]
    assert [period.contains(day) for day in inside + outside] == [True] * 3 + [False] * 2


@pytest.mark.parametrize(
    ("today", "party_year", "rest"),
    [
        (date(2023, 6, 30), 2023, ["2023", "2022", "2023-H1", "2023-Q2", "2023-06"]),
        (date(2023, 7, 1), 2024, ["2023", "2022", "2023-H2", "2023-Q3", "2023-07"]),
        (date(2024, 1, 1), 2024, ["2024", "2023", "2024-H1", "2024-Q1", "2024-01"]),
        (date(2024, 12, 31), 2025, ["2024", "2023", "2024-H2", "2024-Q4", "2024-12"]),
    ],
)
def test_presets(today: date, party_year: int, rest: list[str]) -> None:
    first = [f"party-year-{party_year}", f"party-year-{party_year - 1}"]
    assert [str(period) for period in presets(today)] == first + rest


@given(DAYS)
@QUIET
def test_presets_contain_today(today: date) -> None:
    party_year, last_party_year, year, last_year, *shorter = presets(today)
    assert all(period.contains(today) for period in (party_year, year, *shorter))
    assert (last_party_year, last_year) == (party_year.before, year.before)


@pytest.fixture
def app() -> Iterator[Flask]:
    app = Flask("labels")
    Babel(app)
    with app.app_context():
        yield app


@pytest.mark.usefixtures("app")
def test_labels() -> None:
    keys = ["2023", "party-year-2023", "2023-H2", "2023-06", "2022-07-02..2023-06-30"]
    quarters = [f"2023-Q{n}" for n in range(1, 5)]
    assert [Period.parse(key).label() for key in keys + quarters] == [
        "2023",
        "Party year 2022–2023",
        "Second half of 2023",
        "June 2023",
        "July 2, 2022 to June 30, 2023",
        *(f"{nth} quarter of 2023" for nth in ("First", "Second", "Third", "Fourth")),
    ]
    with force_locale("zh_Hans_CN"):
        assert Period.parse("2023-06").label() == "2023年6月"
        assert "2022年7月2日" in Period.parse(keys[-1]).label()


@given(DAYS, st.integers(0, 400))
@settings(QUIET, max_examples=50)
def test_every_period_has_a_label(start: date, more: int) -> None:
    app = Flask("labels")
    Babel(app)
    with app.app_context():
        periods = [*presets(start), Period(start, start + timedelta(days=more))]
        assert len({period.label() for period in periods}) == len(periods)


D = [date(2023, 6, 1) + timedelta(days=n) for n in range(4)]


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all(
            Post(started_on=started, ended_on=ended)
            for started, ended in product([None, *D], repeat=2)
        )
        session.flush()
        yield session
    engine.dispose()


def test_on_day_agrees_with_holds_on(session: Session) -> None:
    posts = session.scalars(select(Post)).all()
    for day in D:
        by_sql = session.scalars(
            select(Post).where(on_day(day, Post.started_on, Post.ended_on))
        ).all()
        by_python = [post for post in posts if is_valid_on(day, post.started_on, post.ended_on)]
        assert {post.id for post in by_sql} == {post.id for post in by_python}


def test_on_day_takes_a_column(session: Session) -> None:
    query = select(Post).where(on_day(Post.ended_on, Post.started_on, Post.ended_on))
    assert session.scalars(query).all() == []


def test_an_end_is_the_first_day_without() -> None:
    held = [is_valid_on(day, D[1], D[2]) for day in D]
    assert held == [False, True, False, False]
    assert [is_valid_on(day, D[1], None) for day in D] == [False, True, True, True]
    assert not is_valid_on(D[0], None, None)


def test_in_period_takes_both_ends(session: Session) -> None:
    query = select(Post.ended_on).where(in_period(Period(D[1], D[2]), Post.ended_on))
    assert set(session.scalars(query)) == {D[1], D[2]}


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2022, 8, 31), 6, date(2023, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2023, 3, 31), -1, date(2023, 2, 28)),
        (date(2023, 1, 15), -1, date(2022, 12, 15)),
        (date(2023, 12, 15), 1, date(2024, 1, 15)),
        (date(2023, 6, 30), 0, date(2023, 6, 30)),
    ],
)
def test_add_months(day: date, months: int, result: date) -> None:
    assert add_months(day, months) == result


def test_add_years() -> None:
    assert add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert add_years(date(2024, 2, 29), -4) == date(2020, 2, 29)
