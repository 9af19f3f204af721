"""Processes that work on untrusted files within limits, so that the main process survives."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any, TypeAlias

from partyhub.spreadsheets.faults import Fault, UnreadableError

Message: TypeAlias = dict[str, Any]
_PACKAGE = "partyhub.spreadsheets"
_ROOT = Path(__file__).resolve().parents[2]  # so that the child runs the code that runs here
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # on Windows no window shall appear
_SIGNALS_OF_TIME = (-24, -9)  # SIGXCPU, SIGKILL: the platform's word for "too long"


class Child:
    """A process that receives one request and answers with messages, one JSON text per line.

    It may use `seconds` of CPU time, and send nothing for `silence` seconds of wall-clock time.
    """

    def __init__(self, process: "subprocess.Popen[bytes]", seconds: int, silence: int) -> None:
        self._process = process
        self._seconds = seconds
        self._silence = silence
        self._silent = False

    def send(self, request: Message) -> None:
        """Send the one request; a child that has died already is detected by `receive`."""
        assert self._process.stdin
        try:
            with self._process.stdin as stream:
                stream.write(json.dumps(request).encode())
        except BrokenPipeError:
            return

    def receive(self) -> Any:
        """Return the next message.

        Raises UnreadableError when the child reports a fault, hangs or died.
        """
        line = self._line()
        if not line.endswith(b"\n"):
            raise self._gone()
        message = json.loads(line)
        if isinstance(message, dict) and "fault" in message:
            raise UnreadableError(Fault(message["fault"]), message["details"], message["why"])
        return message

    def _line(self) -> bytes:
        assert self._process.stdout
        timer = Timer(self._silence, self._kill)
        timer.start()
        try:
            return self._process.stdout.readline()
        finally:
            timer.cancel()

    def _kill(self) -> None:
        self._silent = True
        self._process.kill()

    def _gone(self) -> UnreadableError:
        code = self._process.wait()
        if self._silent or code in _SIGNALS_OF_TIME:
            limit = self._silence if self._silent else self._seconds
            return UnreadableError(Fault.TOO_SLOW, {"limit": limit})
        # A process that can't get memory may not even be able to report it.
        return UnreadableError(Fault.TOO_MUCH_MEMORY, why=f"the child ended with {code}")


@contextmanager
def child(module: str, seconds: int, silence: int) -> Iterator[Child]:
    """Run a module of this package as a process, which is ended when the block ends."""
    process = subprocess.Popen(  # noqa: S603 - nothing of the caller's is in the command
        [sys.executable, "-B", "-m", f"{_PACKAGE}.{module}"],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=_NO_WINDOW,
    )
    with process:
        try:
            yield Child(process, seconds, silence)
        finally:
            process.kill()


def serve(act: Callable[[Message, Callable[[Any], None]], None]) -> None:
    """Read the request, act on it and answer; the last message is a fault or `{"done": true}`.

    This is the one place that catches everything that openpyxl may raise for a broken file: its
    dozen kinds of exceptions all mean that the file can't be read.
    """
    request = json.loads(sys.stdin.buffer.read())
    out = sys.stdout.buffer

    def answer(message: Any) -> None:
        out.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")

    try:
        act(request, answer)
        answer({"done": True})
    except UnreadableError as error:
        answer(_fault(error.fault, error.why, dict(error.details)))
    except MemoryError:
        answer(_fault(Fault.TOO_MUCH_MEMORY))
    except Exception as error:  # noqa: BLE001 - see above; the parent raises it again
        answer(_fault(Fault.DAMAGED, f"{type(error).__name__}: {error}"[:500]))
    out.flush()


def _fault(fault: Fault, why: str = "", details: Message | None = None) -> Message:
    return {"fault": fault.value, "details": details or {}, "why": why}
