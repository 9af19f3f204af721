"""The page of a recipient's file of honors, over chosen years."""

from datetime import date
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub import clock
from partyhub.awards.models import RECIPIENT_MODELS
from partyhub.awards.queries import given_to
from partyhub.awards.registers import awards
from partyhub.database import db, reading
from partyhub.papers.answers import Subject, answer, paper_reader
from partyhub.papers.content import Paper
from partyhub.papers.honors import FACTS, award_file, facts_of
from partyhub.papers.queries import count_honors_of, select_honors_of
from partyhub.registers import Register, current_catalog
from partyhub.registers.rights import find_record, reader
from partyhub.texts import FIRST_YEAR
from partyhub.viewers import Viewer

YEARS = 30  # how many are offered
USUAL = 5


def show_award_file(register: str, record_id: int) -> ResponseReturnValue:
    """Show or send the honors of a member, an organization or a workshop.

    The years are `first` and `last` in the address, by default the last five.
    """
    with reading():
        viewer = paper_reader(awards)
        of = current_catalog().by_name.get(register) if register in FACTS else None
        if of is None:
            abort(404)
        record: Any = find_record(of, reader(of), record_id)
        first, last = _years()
        paper = _paper(viewer, of, record, (first, last))
        caption, url = record.caption, url_for(f"{register}.show", record_id=record.id)
    title = gettext("File of honors of %(name)s", name=caption)
    subject = Subject(of, record, url, caption)
    this_year = clock.today().year
    offered = range(this_year, max(FIRST_YEAR, this_year - YEARS), -1)
    return answer(title, lambda: [paper], subject, years=(first, last), offered=offered)


def _paper(viewer: Viewer, of: Register, record: Any, years: tuple[int, int]) -> Paper:
    """Return the file, which says how many honors the viewer may not see."""
    [kind] = [kind for kind, model in RECIPIENT_MODELS.items() if model is of.model]
    recipient, days = given_to(kind)(record), (date(years[0], 1, 1), date(years[1], 12, 31))
    found = db.session.scalars(select_honors_of(viewer, recipient, *days)).unique().all()
    elsewhere = count_honors_of(recipient, *days) - len(found)
    return award_file(record, found, years, facts_of(of, record, clock.today()), elsewhere)


def _years() -> tuple[int, int]:
    """Return the first and the last year that the address asks for, in order."""
    this_year = clock.today().year
    first = _year(request.args.get("first", ""), this_year - USUAL + 1)
    last = _year(request.args.get("last", ""), max(first, this_year))
    return min(first, last), max(first, last)


def _year(text: str, otherwise: int) -> int:
    is_year = text.isascii() and text.isdigit() and len(text) == len("2023")
    return int(text) if is_year and int(text) >= FIRST_YEAR else otherwise
