"""Runs a command and turns whatever goes wrong into one sentence and an exit code."""

import io
import logging
import os
import sys
from collections.abc import Sequence

import click
from flask_babel import lazy_gettext

from partyhub.cli import databases, importing, lists, moving, reports, serving, templates, users
from partyhub.cli.frame import Group, speaking
from partyhub.cli.sentences import sentence_of

BAD_USAGE = 2
INTERRUPTED = 130
PIPE_CLOSED = 141

commands = Group(
    "partyhub",
    lazy_gettext("The ledger of a Party committee's work."),
    [
        databases.db,
        databases.demo,
        databases.check_config,
        moving.move_to,
        serving.serve,
        users.user,
        reports.figures,
        reports.export,
        lists.list_records,
        importing.import_file,
        templates.template,
    ],
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in `arguments`, by default the process's own; return its exit code."""
    _write_utf8()
    with speaking():
        try:
            given = sys.argv[1:] if arguments is None else arguments
            code = commands.main(list(given), prog_name="partyhub", standalone_mode=False)
            sys.stdout.flush()
            return code or 0
        except (KeyboardInterrupt, click.Abort):
            return INTERRUPTED
        except BrokenPipeError:
            # Python would complain about the rest of the answer when it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return PIPE_CLOSED
        except Exception as error:  # never a traceback: the sentence says what it was
            logging.getLogger(__name__).debug("A command failed.", exc_info=error)
            print(sentence_of(error), file=sys.stderr)
            return BAD_USAGE


def _write_utf8() -> None:
    """Let answers be UTF-8 whatever the locale; what no encoding can carry is written escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
