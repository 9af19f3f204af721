"""The entry point: it runs a command and turns any error into one sentence and an exit code."""

import gc
import io
import logging
import os
import sys
from collections.abc import Sequence

import click

from partyhub.cli.commands import PARTYHUB
from partyhub.cli.parsing import RefusalError
from partyhub.cli.usage import usage_sentence

BAD_USAGE = 2
INTERRUPTED = 130
PIPE_CLOSED = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in `arguments`, by default the process's own, and return its exit code."""
    _write_utf8()
    if arguments is not None:
        return _run(arguments)
    gc.disable()  # modules are no garbage; `opened` enables it again for the command itself
    try:
        return _run(sys.argv[1:])
    finally:
        gc.freeze()  # the process ends: a last collection gains nothing


def _run(arguments: Sequence[str]) -> int:
    try:
        code = PARTYHUB.main(list(arguments), prog_name="partyhub", standalone_mode=False)
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
        print(_sentence_of(error), file=sys.stderr)
        return BAD_USAGE


def _sentence_of(error: Exception) -> str:
    """Return what went wrong as one sentence.

    Most errors need no application to be put into words.
    """
    if isinstance(error, RefusalError) and error.__cause__ is None:
        return " ".join(str(error).split())
    if isinstance(error, click.ClickException):
        return " ".join(usage_sentence(error).split())
    from partyhub.cli.sentences import sentence_of

    return sentence_of(error)


def _write_utf8() -> None:
    """Make the output UTF-8 whatever the locale; what can't be encoded is written escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
