"""Runs a command and turns whatever goes wrong into one sentence and an exit code."""

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
    """Run the command in `arguments`, by default the process's own; return its exit code."""
    _write_utf8()
    if arguments is not None:
        return _run(arguments)
    gc.disable()  # modules are no garbage; `opened` lets it collect what a command leaves behind
    try:
        return _run(sys.argv[1:])
    finally:
        gc.freeze()  # the process ends: nothing is gained by looking through it once more


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
    """Say what went wrong; only what a command met on its way needs the words of the program."""
    if isinstance(error, RefusalError) and error.__cause__ is None:
        return " ".join(str(error).split())
    if isinstance(error, click.ClickException):
        return " ".join(usage_sentence(error).split())
    from partyhub.cli.sentences import sentence_of

    return sentence_of(error)


def _write_utf8() -> None:
    """Let answers be UTF-8 whatever the locale; what no encoding can carry is written escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
