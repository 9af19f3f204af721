"""The command that imports a workbook, with the same preview and rules as the pages."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from partyhub import clock
from partyhub.cli.checks import find_source, split_maps
from partyhub.cli.command_context import opened, owner
from partyhub.cli.language import gettext, ngettext
from partyhub.cli.output import as_json, as_table, note, refuse_own_files, say
from partyhub.cli.parsing import RefusalError
from partyhub.database import db
from partyhub.dialects import optimize
from partyhub.history.models import ImportRun
from partyhub.past_figures.imports import ImportWatch
from partyhub.registers import Register, current_catalog
from partyhub.registers.committing import keep_beside
from partyhub.registers.importing.column_proposals import column_decision
from partyhub.registers.importing.columns import answers_of
from partyhub.registers.importing.context import Decisions
from partyhub.registers.importing.isolation.service import (
    ContentionError,
    Upload,
    import_apart,
    judge_apart,
)
from partyhub.registers.importing.questions import RENAME, Question, key_name
from partyhub.registers.importing.reading.guessing import targets_of
from partyhub.registers.importing.reading.mapping import (
    find_clash,
    find_target,
    name_of,
)
from partyhub.registers.importing.reading.workbook import FileRefusedError
from partyhub.registers.importing.results import Conflict, Result, State
from partyhub.registers.importing.web import stored_uploads
from partyhub.registers.importing.web.marked import find_losses, write_list, write_marked
from partyhub.registers.importing.web.previews import as_page
from partyhub.registers.importing.web.refusals import describe_contention
from partyhub.texts import fold_key

FOUND_ERRORS = 1
QUIET_SECONDS = 2.0


def import_file(
    instance: str | None,
    register: str | None,
    file: str | None,
    all_of: str | None,
    dry_run: bool,
    maps: Sequence[str],
    rename: Sequence[str],
    form: str,
    errors: Path | None,
) -> int:
    """Import a workbook, or only preview it with `dry_run`; return 1 if it has errors, else 0.

    `rename` are the keys of the records that may get another name.
    """
    name, path = find_source(register, file, all_of)
    with opened(instance):
        refuse_own_files(errors)
        chosen = current_catalog().by_name[name] if name else None
        decisions = _decisions(chosen, split_maps(maps))
        decisions |= {key_name(fold_key(key)): RENAME for key in rename}
        result, watch = _run(path, chosen, dry_run, decisions)
        _note_unused(rename, result)
        past = _note_past(watch)
        if errors is not None and result.errors:
            _write_errors(path, errors, result)
        answer = result.as_json() | past
        say(as_json(answer) if form == "json" else _words(result, dry_run))
    return 0 if result.is_applicable else FOUND_ERRORS


def _decisions(chosen: Register | None, pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the decisions about columns; raises RefusalError for a column that isn't ours."""
    registers = [chosen] if chosen else current_catalog().registers
    decisions: dict[str, str] = {}
    for header, column in pairs:
        targets = {each.name: find_target(each, column) for each in registers}
        if None in targets.values() and not any(targets.values()):
            titles = dict.fromkeys(t for each in registers for t in targets_of(each).values())
            known = "、".join(titles)
            raise RefusalError(
                gettext("“%(value)s” is none of: %(known)s.", value=column, known=known)
            )
        for name, target in targets.items():
            if target is not None:
                decisions[column_decision(name, name_of(header))] = target
    for register in registers:
        if key := find_clash(answers_of(decisions, register).values()):
            sentence = gettext(
                "Two columns are mapped to “%(column)s”. Give it to one of them.",
                column=targets_of(register)[key],
            )
            raise RefusalError(sentence)
    return decisions


def _run(
    path: Path, chosen: Register | None, dry_run: bool, decisions: Decisions
) -> tuple[Result, ImportWatch]:
    """Preview the file, and import it unless it is a dry run; raises RefusalError."""
    try:
        return _judge(path, chosen, dry_run, decisions)
    except FileRefusedError as error:
        raise RefusalError(str(error)) from error
    except ContentionError as error:
        raise RefusalError(describe_contention()) from error


def _judge(
    path: Path, chosen: Register | None, dry_run: bool, decisions: Decisions
) -> tuple[Result, ImportWatch]:
    """Preview the file, and import it unless it is a dry run; others may write meanwhile."""
    file_hash = stored_uploads.hash_of(path)
    upload = Upload(owner(), path, chosen, path.name, file_hash, decisions)
    with TemporaryDirectory(prefix="import-", dir=stored_uploads.folder()) as folder:
        watch = ImportWatch(upload.viewer)
        if dry_run:
            result = judge_apart(upload, Path(folder), _progress(), watch.note).result
            return result, watch
        result = import_apart(
            upload, Path(folder), _storer(path, watch), progress=_progress(), observe=watch.note
        ).result
    if result.group_id is not None:
        optimize(db.engine)
    return result, watch


def _note_past(watch: ImportWatch) -> dict[str, Any]:
    """Say which figures of past periods the file changes; return what the answer has of them."""
    past = watch.described()
    for line in past["lines"]:
        note(gettext("Figure of a past period: %(line)s", line=line["sentence"]))
    answer: dict[str, Any] = past["answer"]
    return answer


def _note_unused(rename: Sequence[str], result: Result) -> None:
    """Say which keys given with --rename no row needs."""
    used = {fold_key(question.key) for _, question in result.asked}
    for key in rename:
        if fold_key(key) not in used:
            note(gettext("--rename %(key)s: no row of the file gives this another name.", key=key))


def _storer(path: Path, watch: ImportWatch) -> Callable[[ImportRun], None]:
    """Return a function that stores the imported file with those of all imports, and commits."""

    def keep(run: ImportRun) -> None:
        with path.open("rb") as stream:
            stored_uploads.store_imported_file(stream, run)
        keep_beside(run, watch.described())
        db.session.commit()

    return keep


def _write_errors(path: Path, target: Path, result: Result) -> None:
    """Write the file with its errors marked, or a list of them if marking would lose something."""
    lost = find_losses(path)
    if lost:
        write_list(target, as_page(result))
        sentence = gettext(
            "Marks would remove from your file: %(what)s. So the errors are listed by themselves.",
            what="、".join(lost),
        )
        note(sentence)
    else:
        write_marked(path, target, as_page(result))
    note(gettext("Written: %(file)s", file=target))


def _progress() -> Callable[[int], None]:
    """Return a callback that reports progress on stderr, at most every two seconds."""
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
    problems = [*result.errors, *result.remarks]
    if problems:
        headings = [gettext("Where"), gettext("Column"), gettext("Entered"), gettext("What to do")]
        rows = [
            [f"{p.place.sheet} {p.place.row}", p.place.header, p.value, p.message] for p in problems
        ]
        lines += ["", as_table(headings, rows)]
    lines += [_words_of_question(question) for question in result.questions]
    lines += [_words_of_conflict(conflict) for conflict in result.conflicts]
    lines += ["", _verdict(result, dry_run)]
    return "\n".join(lines)


def _words_of_conflict(conflict: Conflict) -> str:
    place, change = conflict.place, conflict.change
    return gettext(
        "%(sheet)s row %(row)s, %(column)s: changed here since the export; on record"
        " “%(here)s”, in the file “%(file)s”.",
        sheet=place.sheet,
        row=place.row,
        column=change.label,
        here=change.old,
        file=change.new,
    )


def _words_of_question(question: Question) -> str:
    where = gettext("%(sheet)s row %(row)s", sheet=question.place.sheet, row=question.place.row)
    if question.kind == RENAME:
        remedy = gettext(
            "If the name has changed, add --rename %(key)s; else correct the file.",
            key=question.key,
        )
    else:
        remedy = gettext("Write the number of the person in the file, or import it on the page.")
    return f"{where}: {question.sentence} {remedy}"


def _verdict(result: Result, dry_run: bool) -> str:
    if not result.is_applicable:
        return gettext("Nothing was written.")
    if result.does_nothing:
        return gettext("Nothing to do.")
    return gettext("Nothing was written: a dry run.") if dry_run else gettext("Imported.")
