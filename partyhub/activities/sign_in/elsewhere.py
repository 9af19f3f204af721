"""The sentences that say where a sheet of attendance belongs when it is imported elsewhere."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext

from partyhub.registers.other_sheets import OtherSheet


def explain(rows: Sequence[Any]) -> str:
    """Return where a sign-in sheet or an attendance sheet belongs, or "" for any other sheet."""
    from partyhub.activities.sign_in.reading import find_heads  # it loads what reads workbooks

    heads = find_heads(rows)
    if heads is None:
        return ""
    if heads.meetings:
        return gettext(
            "This is an attendance sheet of people by meetings. Choose it on the page"
            " “Attendance sheet” of the activities."
        )
    return gettext(
        "This is a sign-in sheet. Open the page of its meeting, and choose it there under"
        " “Sign-in sheet”."
    )


sign_in_sheets = OtherSheet(explain)
