"""The command that checks a draft."""

from pathlib import Path
from typing import Any

from partyhub.cli.command_context import opened, owner
from partyhub.cli.language import gettext
from partyhub.cli.output import as_json, as_table, say
from partyhub.cli.parsing import RefusalError
from partyhub.cli.reports import find_requested_organization
from partyhub.database import reading
from partyhub.periods import Period

SOME_DIFFER = 1


def verify_draft(
    instance: str | None, file: str, period: Period, org: str | None, form: str
) -> int:
    """Print the claims of a draft with their verdicts; return 1 if some differ."""
    from partyhub.drafts.checking import check_draft  # the words of drafts take their time
    from partyhub.drafts.judging import Verdict
    from partyhub.drafts.material import gather
    from partyhub.reports.calculation import scope_of

    with opened(instance, has_pages=False):
        text = _read(Path(file))
        organization = find_requested_organization(org)
        with reading():
            now, before = (scope_of(owner(), p, organization) for p in (period, period.before))
            found = check_draft(text, gather(now, before, organization))
        rows = [finding.plain() for finding in found]
        say(as_json(rows) if form == "json" else _as_table(rows))
        return SOME_DIFFER if any(f.verdict is Verdict.DIFFERS for f in found) else 0


def _read(path: Path) -> str:
    """Return the text of the draft; raises RefusalError where it can't be read."""
    from partyhub.documents.reading import UnreadableDocumentError
    from partyhub.drafts.sources import LARGEST, REASONS, read_draft

    if "\0" in str(path) or not path.is_file():
        raise RefusalError(gettext("There is no file %(file)s.", file=path))
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    try:
        return read_draft(data)
    except UnreadableDocumentError as error:
        raise RefusalError(str(REASONS[error.fault])) from None


def _as_table(rows: list[dict[str, Any]]) -> str:
    from partyhub.drafts.checking import MOST_NUMBERS
    from partyhub.drafts.judging import Verdict
    from partyhub.drafts.wording import VERDICTS, cut_words

    headings = [gettext("Verdict"), gettext("In the text"), gettext("Explanation")]
    last = [("", "", cut_words())] if len(rows) >= MOST_NUMBERS else []
    lines = [(str(VERDICTS[Verdict(r["verdict"])]), r["quote"], r["sentence"]) for r in rows]
    return as_table(headings, [*lines, *last])
