"""Servers on 127.0.0.1 that stop at the end of their block, and a sign-in over HTTP."""

import re
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.costs import ROOT, ours
from benchmarks.instances import Instance

READY, STOPPED, LONGEST = 60, 15, 300  # seconds to start, to stop, for one answer
FIELD = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@contextmanager
def running(
    words: Sequence[str | Path], port: int, environment: dict[str, str] | None = None
) -> Iterator[int]:
    """Run a server until the block ends; yield its process id once it accepts connections."""
    with subprocess.Popen(
        [str(word) for word in words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # waitress logs there which requests wait
    ) as process:
        try:
            _wait_until_ready(process, port)
            yield process.pid
        finally:
            process.terminate()
            try:
                process.wait(STOPPED)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def partyhub_serving(instance: Instance) -> Iterator[int]:
    """Serve the instance and yield the port."""
    port = free_port()
    words = ours("partyhub.cli", "serve", "--port", str(port))
    with running(words, port, instance.environment):
        yield port


def _wait_until_ready(process: "subprocess.Popen[bytes]", port: int) -> None:
    for _ in range(READY * 10):
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with {process.returncode}.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server did not start.")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def signed_in(port: int, user: str, password: str) -> str:
    """Sign in over HTTP and return the cookie; raises HTTPException when that fails."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=LONGEST)) as connection:
        connection.request("GET", "/sign-in")
        answer = connection.getresponse()
        cookie = _cookie(answer.getheader("Set-Cookie"))
        token = FIELD.search(answer.read().decode())
        assert token, "The page to sign in has no token."
        form = {"username": user, "password": password, "csrf_token": token[1]}
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/sign-in", urlencode(form), headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 303:
            raise HTTPException(f"{user} can't sign in: {answer.status}")
        return _cookie(answer.getheader("Set-Cookie"))


def _cookie(header: str | None) -> str:
    return (header or "").partition(";")[0]
