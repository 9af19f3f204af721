"""The rows for the writers of workbooks: twelve columns of every kind, any number."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

SHEETS = 6
# Header, PartyHub's kind of column, the format of its numbers, width.
COLUMNS = (
    ("序号", "serial", "0", 8),
    ("编号", "code", "", 14),
    ("活动主题", "text", "", 40),
    ("主办党组织", "text", "", 24),
    ("地点", "text", "", 20),
    ("类型", "enum", "", 14),
    ("日期", "date", "yyyy-mm-dd", 14),
    ("登记时间", "moment", "yyyy-mm-dd hh:mm", 20),
    ("应到人数", "int", "#,##0", 10),
    ("经费（元）", "money", "#,##0.00", 14),
    ("出勤率", "percent", "0.0%", 10),
    ("备注", "text", "", 30),
)
KINDS = ("支部党员大会", "党课", "主题党日", "学习教育")
FIRST_DAY, FIRST_MOMENT = date(2021, 1, 1), datetime(2021, 1, 1, 8, 30)  # noqa: DTZ001  # a workbook knows no time zones
REMARK = "会议研究了半年承诺兑现情况"


def sheets(count: int) -> Iterator[tuple[str, int]]:
    """Yield (title, number of rows) pairs, the rows being divided among the sheets."""
    for number in range(SHEETS):
        yield f"明细{number + 1}", count // SHEETS + (number < count % SHEETS)


def rows(count: int) -> Iterator[tuple[Any, ...]]:
    """Yield rows of plain values; every third has no remark."""
    for n in range(count):
        day = timedelta(days=n % 1_800)
        yield (
            n + 1,
            f"HD{n:06}",
            f"第{n % 4_000}期学习贯彻党的二十大精神 <{n % 97}>",
            f"第{n % 200}车间党支部",
            "二分厂会议室" if n % 2 else "党员活动室 & 阅览室",
            KINDS[n % 4],
            FIRST_DAY + day,
            FIRST_MOMENT + day,
            n % 60,
            Decimal(n % 100_000) / 100,
            (n % 1_000) / 1_000,
            REMARK if n % 3 else None,
        )
