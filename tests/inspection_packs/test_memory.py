"""A large pack takes no more memory than a small one."""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from partyhub.awards.models import Award, AwardLevel, RecipientKind
from partyhub.database import db, reading, writing
from partyhub.inspection_packs.orders import Order
from partyhub.inspection_packs.packing import write_pack
from partyhub.periods import Period
from partyhub.registers import current_catalog
from partyhub.reports.calculation import scope_of
from tests import factories
from tests.browser import Browser
from tests.factories import OWNER

pytestmark = pytest.mark.slow
RECORDS = 800
MOST_MORE = 12 << 20  # bytes; a tree of one document takes more than a record


class Watched(io.FileIO):
    """A file that notes how much memory the process has whenever something is written to it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "w+")
        self.sizes: list[int] = []

    def write(self, content: Any) -> int:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        self.sizes.append(pages * 4096)
        return super().write(content)


def test_memory_stays_flat(app: Flask, browser: Browser, tmp_path: Path) -> None:
    branch = factories.make_branch()
    with writing():
        db.session.add_all(
            Award(
                title=f"Honor {number} " + "x" * 150,
                level=AwardLevel.TOWNSHIP,
                granting_body="Township",
                awarded_on=date(2023, 1, 1) + timedelta(days=number % 180),
                recipient_kind=RecipientKind.ORGANIZATION,
                organization_id=branch.id,
            )
            for number in range(RECORDS)
        )
        db.session.commit()
    register = current_catalog().by_name["awards"]
    scope = scope_of(OWNER, Period.parse("2023"))
    with app.test_request_context(), reading(), Watched(tmp_path / "pack.zip") as target:
        write_pack(Order(OWNER, scope, [register], "Committee"), target)
        sizes = target.sizes
    early = max(sizes[: len(sizes) // 4])
    assert max(sizes) - early < MOST_MORE, (early, max(sizes))
