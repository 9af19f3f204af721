"""The response times for everyone else while a large file is imported: [ROWS], else 30,000.

PARTYHUB_DATABASE may name an empty database of PostgreSQL. It makes an instance of its own, serves
it on the loopback, opens pages, saves and signs in for BEFORE seconds, then sends the workbook and
continues; it ends when the import is done, or after LONGEST seconds. It prints JSON: for each kind
of request, before the import, while it is previewed and while it is stored, the number, the number
of 5xx, and the median, the 95th percentile and the longest wait in seconds; how long preview and
storing took, and the memory of both processes.
"""

import http.client
import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from threading import Event, Thread
from typing import Any
from urllib.parse import urlencode

from benchmarks import people
from benchmarks.partyhub_side import found_committee
from partyhub.accounts import operations
from partyhub.app import create_app
from partyhub.database import db, writing
from partyhub.migrations import upgrade
from partyhub.organizations.queries import find_root
from partyhub.roles import Role

LONGEST = 900
BEFORE = 30
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
PAGES = ("/members/", "/campaigns/", "/organizations/1", "/members/new", "/account")
FORM = "application/x-www-form-urlencoded"


class Client:
    """A browser on the loopback that stores its cookie and the token of its forms."""

    def __init__(self, port: int) -> None:
        self.port, self.cookie, self.token = port, "", ""

    def get(self, path: str) -> tuple[int, str, str]:
        return self._send("GET", path, None, "")

    def post(self, path: str, values: Mapping[str, str]) -> tuple[int, str, str]:
        body = urlencode({**values, "csrf_token": self.token}).encode()
        return self._send("POST", path, body, FORM)

    def upload(self, path: str, file: Path) -> tuple[int, str, str]:
        mark = uuid.uuid4().hex
        field = f'--{mark}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{self.token}'
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="b.xlsx"\r\n\r\n'
        body = f"{field}\r\n{head}".encode() + file.read_bytes() + f"\r\n--{mark}--\r\n".encode()
        return self._send("POST", path, body, f"multipart/form-data; boundary={mark}")

    def sign_in(self, username: str, password: str) -> int:
        self.cookie = ""
        self.get("/sign-in")
        status, _, _ = self.post("/sign-in", {"username": username, "password": password})
        return status

    def _send(self, method: str, path: str, body: bytes | None, kind: str) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Cookie": self.cookie} | ({"Content-Type": kind} if body else {})
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        for value in response.headers.get_all("Set-Cookie") or ():
            self.cookie = value.partition(";")[0]
        found = TOKEN.search(text)
        self.token = found[1] if found else self.token
        connection.close()
        return response.status, response.headers.get("Location", ""), text


class Load:
    """Kinds of requests that are sent again and again, and the waiting time of each."""

    def __init__(self) -> None:
        self.waits: dict[str, list[float]] = {}
        self.statuses: dict[str, list[int]] = {}
        self.threads: list[Thread] = []
        self.over = Event()

    def run(self, kind: str, pause: float, act: Callable[[int], int]) -> None:
        waits, statuses = self.waits.setdefault(kind, []), self.statuses.setdefault(kind, [])

        def work() -> None:
            while not self.over.wait(pause):
                start = time.perf_counter()
                status = act(len(waits))
                waits.append(time.perf_counter() - start)
                statuses.append(status)

        thread = Thread(target=work, daemon=True)
        thread.start()
        self.threads.append(thread)

    def report(self) -> dict[str, Any]:
        return {
            kind: {
                "count": len(waits),
                "5xx": sum(status >= 500 for status in self.statuses[kind]),
                "other": sorted({s for s in self.statuses[kind] if s not in (200, 303)}),
                "p50": round(median(waits), 3),
                "p95": round(quantiles(waits, n=20)[-1] if len(waits) > 1 else waits[0], 3),
                "max": round(max(waits), 3),
            }
            for kind, waits in self.waits.items()
            if waits
        }


def make_instance(folder: Path, password: str) -> None:
    folder.mkdir(mode=0o700)
    app = create_app(folder)
    upgrade(app)
    with app.app_context(), writing():
        found_committee()
        root = find_root()
        assert root is not None
        for name in ("importer", "reader", "writer", "guest"):
            role = Role.COMMITTEE_SECRETARY if name == "importer" else Role.COMMITTEE_CLERK
            operations.create_user(name, name, role, root.id, password=password, must_change=False)
        db.session.commit()
        db.session.remove()


@contextmanager
def serving(folder: Path) -> Iterator[tuple[int, int]]:
    """Serve the instance on a free port of the loopback; yield the port and the process id."""
    code = "import sys; from partyhub.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "--instance", str(folder), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        found = None
        while found is None:
            line = process.stdout.readline()
            assert line, "The server didn't start."
            found = re.search(r"127\.0\.0\.1:(\d+)", line)
        try:
            yield int(found[1]), process.pid
        finally:
            process.terminate()


def peak_memory(number: int) -> int:
    """Return the peak memory of a process in MB; 0 where that is unknown."""
    try:
        text = Path(f"/proc/{number}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+)", text)
    return int(found[1]) // 1024 if found else 0


def children_of(number: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{number}/task").iterdir())
        return [int(n) for task in tasks for n in (task / "children").read_text().split()]
    except OSError:
        return []


def measure(port: int, server: int, password: str, workbook: Path) -> dict[str, Any]:
    importer, reader, writer = Client(port), Client(port), Client(port)
    for client, name in ((importer, "importer"), (reader, "reader"), (writer, "writer")):
        assert client.sign_in(name, password) == 303
    importer.get("/members/import")
    writer.get("/campaigns/new")

    def work(load: Load) -> None:
        load.run("page", 0.1, lambda n: reader.get(PAGES[n % len(PAGES)])[0])
        load.run("home", 1.0, lambda _n: reader.get("/")[0])
        load.run("save", 0.3, lambda _n: save(writer))
        load.run("sign-in", 1.0, lambda _n: Client(port).sign_in("guest", password))

    with working(work) as before:
        time.sleep(BEFORE)
    with working(work) as during:
        location, previewed = preview(importer, server, workbook)
    with working(work) as storing:
        stored = store(importer, server, location)
    return {
        "before": before.report(),
        "requests": during.report(),
        "while_stored": storing.report(),
        **previewed,
        **stored,
        "server_mb": peak_memory(server),
        "load": os.getloadavg()[0],
    }


@contextmanager
def working(work: Callable[[Load], None]) -> Iterator[Load]:
    """Send the requests that `work` starts during the block, and wait for the last responses."""
    load = Load()
    work(load)
    yield load
    load.over.set()
    for thread in load.threads:
        thread.join(120)


def preview(importer: Client, server: int, workbook: Path) -> tuple[str, dict[str, Any]]:
    """Send the workbook and wait for its preview; return its address, the time and the memory."""
    status, location, text = importer.upload("/members/import", workbook)
    assert status == 303, words_of(text)
    judged, child = wait_for(importer, location, server)
    page = importer.get(location)[2]
    assert f"{location}/apply" in page, words_of(page)
    return location, {"judged_seconds": round(judged, 1), "child_mb": child}


def store(importer: Client, server: int, location: str) -> dict[str, Any]:
    """Import what was previewed; return how long that took and where it led."""
    start = time.monotonic()
    status, there, text = importer.post(f"{location}/apply", {})
    assert status == 303, words_of(text)
    if "uploads" in there:  # others saved meanwhile, so it is previewed once more
        wait_for(importer, location, server)
        status, there, _ = importer.get(location)
    stored = time.monotonic() - start
    return {"stored_seconds": round(stored, 1), "stored": [status, there]}


def words_of(page: str) -> str:
    """Return the text of a page, to show what went wrong."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.partition("<main")[2]).split())


def wait_for(importer: Client, location: str, server: int) -> tuple[float, int]:
    """Return the seconds until the upload's preview was done, and the memory of its process."""
    start, child = time.monotonic(), 0
    while time.monotonic() - start < LONGEST:
        child = max([child, *map(peak_memory, children_of(server))])
        if json.loads(importer.get(f"{location}/progress")[2]).get("done"):
            break
        time.sleep(0.2)
    return time.monotonic() - start, child


def save(client: Client) -> int:
    name = secrets.token_hex(4)
    typed = {"code": name, "name": f"Campaign {name}", "started_on": "2023-01-01"}
    return client.post("/campaigns/new", typed)[0]


def main(rows: int) -> str:
    password = secrets.token_urlsafe(16)
    with tempfile.TemporaryDirectory() as name:
        folder, workbook = Path(name) / "instance", Path(name) / "people.xlsx"
        people.write_workbook(workbook, rows)
        make_instance(folder, password)
        with serving(folder) as (port, server):
            return json.dumps({"rows": rows, **measure(port, server, password, workbook)}, indent=2)


if __name__ == "__main__":
    sys.stdout.write(main(int(sys.argv[1]) if len(sys.argv) > 1 else 30_000) + "\n")
