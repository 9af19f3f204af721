"""The answer to a request for a paper: the page that prints, or the document."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from partyhub.accounts import current_viewer
from partyhub.database import Record, db, reading
from partyhub.documents import DOCX, runs_of
from partyhub.history.models import Action
from partyhub.history.operations import log
from partyhub.papers.content import Paper
from partyhub.papers.subjects import IN_HISTORY
from partyhub.registers import Register
from partyhub.registers.rights import can_export
from partyhub.sent_files import file_to_send
from partyhub.viewers import Viewer


@dataclass(frozen=True)
class Subject:
    """The records that a paper is about: their register, the one record if it is one, the page."""

    register: Register
    record: Record | None
    back_url: str
    back_label: str


def paper_reader(register: Register) -> Viewer:
    """Return the current viewer; aborts with 403 if they may not take records away.

    A commissar may read posts of a workshop, but not export them.
    """
    if not can_export(register, current_viewer()):
        abort(403)
    return current_viewer()


def answer(
    title: str, make: Callable[[], Iterable[Paper]], subject: Subject, **shown: Any
) -> ResponseReturnValue:
    """Show the papers on a page, or send them as a document where the form asks for it.

    Taking a document away is logged, because it holds personal data. It is written after the
    commit, by reading alone, so that nobody has to wait for it to write.
    """
    if request.method == "GET":
        return render_template(
            "papers/paper.html",
            title=title,
            papers=make(),
            runs_of=runs_of,
            subject=subject,
            address=request.full_path.removesuffix("?"),
            **shown,
        )
    db.session.rollback()  # what the paper needs may have been read without a lock
    viewer = current_viewer()
    name = subject.register.name if subject.record else IN_HISTORY
    log(viewer, name, subject.record, Action.EXPORTED, reason=title)
    db.session.commit()
    return send_document(title, make, viewer.name)


def send_document(
    title: str, make: Callable[[], Iterable[Paper]], author: str
) -> ResponseReturnValue:
    from partyhub.papers.writing import write_papers  # loads what writes documents

    with file_to_send() as stream, reading():
        write_papers(make(), stream, title, author)
    return send_file(stream, DOCX, as_attachment=True, download_name=f"{title}.docx")
