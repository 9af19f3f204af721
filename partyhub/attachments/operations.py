"""Operations that take files in, attach them and remove them; they never commit."""

from collections.abc import Mapping, Sequence
from typing import IO, NamedTuple

from partyhub import clock
from partyhub.attachments import pictures, refusals, storage
from partyhub.attachments.file_names import clean_file_name
from partyhub.attachments.formats import find_kind, find_picture_format
from partyhub.attachments.models import Attachment, FileKind
from partyhub.attachments.queries import find_attachments_of
from partyhub.database import db
from partyhub.history.models import Action
from partyhub.history.operations import Change, Subject, log
from partyhub.viewers import Viewer

# The field under which the history names a file.
FIELD = "attachment"


class Taken(NamedTuple):
    """A file that was found good and is stored, but doesn't belong to a record yet."""

    name: str
    kind: FileKind
    size: int
    digest: str
    thumbnail_digest: str | None
    width: int | None
    height: int | None


def take_file(stream: IO[bytes], given_name: str, limits: Mapping[str, int]) -> Taken:
    """Judge a file by its content and store it; raises RefusedFileError with the reason."""
    most = max(limits["photo"], limits["file"])
    content = stream.read(most + 1)
    kind = find_kind(content)
    own = limits["photo" if kind is FileKind.PHOTO else "file"]
    if len(content) > own:
        raise refusals.too_large(own)
    name = clean_file_name(given_name, kind)
    if kind is not FileKind.PHOTO:
        return Taken(name, kind, len(content), storage.store(content), None, None, None)
    picture = pictures.rebuild(content, find_picture_format(content) or "", limits["pixels"])
    return Taken(
        name,
        kind,
        len(picture.content),
        storage.store(picture.content),
        storage.store(picture.thumbnail),
        picture.width,
        picture.height,
    )


def attach(register: str, record: Subject, taken: Taken, viewer: Viewer, most: int) -> Attachment:
    """Attach a stored file to a record, and log it.

    Raises RefusedFileError where the record has the same file, or `most` files, already.
    """
    known: Sequence[Attachment] = find_attachments_of(register, record.id)
    if any(each.digest == taken.digest for each in known):
        raise refusals.double()
    if len(known) >= most:
        raise refusals.too_many(most)
    attachment = Attachment(
        register=register,
        record_id=record.id,
        added_by_id=viewer.user_id,
        added_by=viewer.name,
        **taken._asdict(),
    )
    db.session.add(attachment)
    db.session.flush()
    log(viewer, register, record, Action.ATTACHED, [Change(FIELD, None, attachment.name)])
    return attachment


def detach(attachment: Attachment, record: Subject, viewer: Viewer, reason: str | None) -> None:
    """Remove an attachment from its record, and log it; its file goes with a later sweep."""
    attachment.removed_at = clock.now()
    change = Change(FIELD, attachment.name, None)
    log(viewer, attachment.register, record, Action.DETACHED, [change], reason)
