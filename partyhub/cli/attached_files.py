"""The files of attachments: deleting those that nothing needs, and looking for damaged ones."""

from sqlalchemy import inspect

from partyhub.attachments import storage
from partyhub.attachments.models import Attachment
from partyhub.attachments.queries import count_attachments, find_digests, find_needed_digests
from partyhub.attachments.refusals import MEGA
from partyhub.attachments.stored_files import StoredFiles
from partyhub.cli.command_context import has_database, opened
from partyhub.cli.language import gettext, ngettext
from partyhub.cli.output import say
from partyhub.database import db
from partyhub.registers import current_catalog


def sweep(instance: str | None) -> None:
    """Delete the files of attachments removed a month ago, and what a crash has left."""
    with opened(instance):
        count = storage.sweep(find_needed_digests() | find_stored())
        say(ngettext("%(num)d file was deleted.", "%(num)d files were deleted.", count))


def find_stored() -> set[str]:
    """Return what names the files that features keep beside the attachments.

    A database that wasn't migrated yet lacks their tables.
    """
    tables = inspect(db.engine)
    stores = current_catalog().extensions(StoredFiles)
    return {digest for each in stores if tables.has_table(each.table) for digest in each.find()}


def look_over() -> tuple[list[tuple[str, str]], list[str]]:
    """Return the line of the attachments among the facts, and a sentence if some are damaged.

    Both are empty for a database that has no attachments yet.
    """
    if not (has_database() and inspect(db.engine).has_table(Attachment.__tablename__)):
        return [], []
    count, size = count_attachments()
    number = ngettext("%(num)d file", "%(num)d files", count)
    facts = [(gettext("Attachments"), f"{number} · {size / MEGA:.1f} MB")]
    files = find_stored().union(find_digests())
    damaged = sum(not storage.is_intact(digest) for digest in files)
    if not damaged:
        return facts, []
    sentence = ngettext(
        "%(num)d file of the attachments is missing or damaged."
        " Restore the folder attachments from a backup.",
        "%(num)d files of the attachments are missing or damaged."
        " Restore the folder attachments from a backup.",
        damaged,
    )
    return facts, [sentence]
