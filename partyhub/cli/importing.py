"""Importing a workbook from the command line: judged as the pages judge it, applied or not."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from partyhub import catalog, clock
from partyhub.cli.answers import as_json, as_table, note, refuse_own_files, say
from partyhub.cli.checks import find_source
from partyhub.cli.frame import opened, owner
from partyhub.cli.language import gettext, ngettext
from partyhub.cli.parsing import RefusalError
from partyhub.database import db
from partyhub.dialects import optimize
from partyhub.history.models import ImportGroup
from partyhub.registers import Register
from partyhub.registers.importing import keeping
from partyhub.registers.importing.applying import (
    UnrestError,
    Upload,
    import_apart,
    judge_apart,
)
from partyhub.registers.importing.marked import find_losses, write_list, write_marked
from partyhub.registers.importing.opening import FileRefusedError
from partyhub.registers.importing.outcomes import Result, State
from partyhub.registers.importing.previews import as_page
from partyhub.registers.importing.verdicts import words_of_unrest

FOUND_ERRORS = 1
QUIET_SECONDS = 2.0


def import_file(
    instance: str | None,
    register: str | None,
    file: str | None,
    all_of: str | None,
    dry_run: bool,
    form: str,
    errors: Path | None,
) -> int:
    name, path = find_source(register, file, all_of)
    with opened(instance):
        refuse_own_files(errors)
        chosen = catalog.registers_by_name()[name] if name else None
        try:
            result = _run(path, chosen, dry_run)
        except FileRefusedError as error:
            raise RefusalError(str(error)) from error
        except UnrestError as error:
            raise RefusalError(words_of_unrest()) from error
        if errors is not None and result.errors:
            _write_errors(path, errors, result)
        say(as_json(result.as_json()) if form == "json" else _words(result, dry_run))
    return 0 if result.is_applicable else FOUND_ERRORS


def _run(path: Path, chosen: Register | None, dry_run: bool) -> Result:
    """Judge the file, and apply it unless it is a dry run; others may write meanwhile."""
    upload = Upload(owner(), path, chosen, path.name, keeping.hash_of(path))
    with TemporaryDirectory(prefix="import-", dir=keeping.folder()) as folder:
        if dry_run:
            return judge_apart(upload, Path(folder), _progress()).result
        result = import_apart(upload, Path(folder), _keeper(path), progress=_progress()).result
    if result.group_id is not None:
        optimize(db.engine)
    return result


def _keeper(path: Path) -> Callable[[ImportGroup], None]:
    """Keep the file of the import where the files of all imports stay."""

    def keep(group: ImportGroup) -> None:
        with path.open("rb") as stream:
            keeping.keep_final(stream, group)

    return keep


def _write_errors(path: Path, target: Path, result: Result) -> None:
    """Write the file with its errors marked; their list, where that would take something away."""
    lost = find_losses(path)
    if lost:
        write_list(target, as_page(result))
        sentence = gettext(
            "Marked, your file would lose: %(what)s. So the errors are listed by themselves.",
            what="、".join(lost),
        )
        note(sentence)
    else:
        write_marked(path, target, as_page(result))
    note(gettext("Written: %(file)s", file=target))


def _progress() -> Callable[[int], None]:
    """Say on stderr how far it is, from the third second on."""
    last = clock.seconds()

    def tell(rows: int) -> None:
        nonlocal last
        if clock.seconds() - last > QUIET_SECONDS:
            note(ngettext("%(num)s row checked…", "%(num)s rows checked…", rows))
            last = clock.seconds()

    return tell


def _words(result: Result, dry_run: bool) -> str:
    counts = gettext(
        "%(new)s new, %(changed)s changed, %(unchanged)s unchanged",
        new=result.count(State.NEW),
        changed=result.count(State.CHANGED),
        unchanged=result.count(State.UNCHANGED),
    )
    lines = [counts]
    problems = [*result.errors, *result.warnings]
    if problems:
        headings = [gettext("Where"), gettext("Column"), gettext("Value"), gettext("What to do")]
        rows = [
            [f"{p.place.sheet} {p.place.row}", p.place.header, p.value, p.message] for p in problems
        ]
        lines += ["", as_table(headings, rows)]
    for clash in result.clashes:
        place, change = clash.place, clash.change
        lines.append(
            gettext(
                "%(sheet)s row %(row)s, %(column)s: changed here since the export; on record"
                " “%(here)s”, in the file “%(file)s”.",
                sheet=place.sheet,
                row=place.row,
                column=change.label,
                here=change.old,
                file=change.new,
            )
        )
    lines += ["", _verdict(result, dry_run)]
    return "\n".join(lines)


def _verdict(result: Result, dry_run: bool) -> str:
    if not result.is_applicable:
        return gettext("Nothing was written.")
    if result.does_nothing:
        return gettext("Nothing to do.")
    return gettext("Nothing was written: a dry run.") if dry_run else gettext("Imported.")
