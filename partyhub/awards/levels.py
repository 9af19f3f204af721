"""The cities of county level, whose honors are no honors of a prefecture (domain.md 0.8)."""

import csv
from functools import cache
from pathlib import Path

from sqlalchemy import select

from partyhub.awards.models import Award, AwardLevel
from partyhub.database import db
from partyhub.texts import clean_text

CITIES = Path(__file__).with_name("county_cities.csv")


@cache
def county_cities() -> frozenset[str]:
    """Return the names of the county-level cities of the provinces around here."""
    with CITIES.open(encoding="utf-8", newline="") as stream:
        return frozenset(row["city"] for row in csv.DictReader(stream))


def find_county_body(*texts: str) -> str | None:
    """Return the county-level city that one of the texts names, or None."""
    found = (city for city in county_cities() if any(city in clean_text(text) for text in texts))
    return min(found, default=None)


def is_of_county(body: str) -> bool:
    """Return whether an honor of this very body is on record as one of a county."""
    query = select(Award.id).where(
        Award.archived_at.is_(None), Award.granting_body == body, Award.level == AwardLevel.COUNTY
    )
    return db.session.scalar(query.limit(1)) is not None
