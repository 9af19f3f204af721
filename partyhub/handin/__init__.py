"""The yearly workbook to hand in: a few pages of A4, values only, as the superior office reads it.

Its code, and openpyxl, is loaded when one is written.
"""

from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeAlias

from partyhub.handin.content import Content
from partyhub.periods import Period
from partyhub.viewers import Viewer

if TYPE_CHECKING:
    from partyhub.organizations.models import Organization

__all__ = ["Content", "write_handin"]

Target: TypeAlias = str | Path | IO[bytes]


def write_handin(
    viewer: Viewer,
    period: Period,
    organization: "Organization | None",
    target: Target,
    content: Content | None = None,
    reader: Viewer | None = None,
) -> None:
    """Write the edition of `period` for `organization`, by default for the viewer's whole reach.

    The target is a path, replaced in one step, or a stream. Without `content` it is that of a
    workbook without a report: not signed, its matters found in the data. Nobody is named who is
    out of reach of the `reader`, by default the viewer.
    """
    from partyhub.handin.edition import write_edition

    write_edition(viewer, period, organization, target, content or Content(), reader)
