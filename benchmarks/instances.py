"""The instances that the lines use: filled once, and reused as long as they fit the code."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

from benchmarks.costs import ROOT, ours, run
from benchmarks.data.sizes import Sizes

BUILD = ROOT / "build" / "bench"
# The sources that determine an instance's records: their own code and the schema's migrations.
SOURCES = ("benchmarks/data/*.py", "partyhub/migrations/versions/*.py")
FILLED = "filled.json"
PASSWORDS = "BENCHMARK_PASSWORDS"  # passes the passwords of the accounts to the sides
CLERK, BRANCH = "clerk", "branch"


@dataclass(frozen=True)
class Instance:
    """A filled instance: its folder, its sizes, its passwords, and the address of its database."""

    folder: Path
    sizes: Sizes | None
    passwords: Mapping[str, str]
    database: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment in which `partyhub` and the sides find the instance."""
        settings = {"PARTYHUB_INSTANCE": str(self.folder), "PARTYHUB_LANG": "zh"}
        settings[PASSWORDS] = json.dumps(dict(self.passwords))
        settings |= {"PARTYHUB_DATABASE": self.database} if self.database else {}
        return {k: v for k, v in os.environ.items() if not k.startswith("PARTYHUB_")} | settings

    @property
    def peer_database(self) -> Path:
        """Return the path of the database with the same members for the peers (see `peer_data`)."""
        return self.folder / "peer.sqlite"


def filled(home: Path, sizes: Sizes, database: str = "") -> Instance:
    """Return an instance with these sizes, filling it if it doesn't exist yet.

    It is in the folder `home`; with the address of a database it is filled each time.
    """
    mark = sha256(f"{sizes}{_fingerprint()}".encode()).hexdigest()[:8]
    kind = "-postgresql" if database else ""
    folder = home / f"{sizes.members}-{sizes.activities}-{mark}{kind}"
    found = Instance(folder, sizes, {}, database)
    if database or not (folder / FILLED).exists():
        _fill(found, sizes)
    passwords = json.loads((folder / FILLED).read_text())
    return Instance(folder, sizes, passwords, database)


def _fill(instance: Instance, sizes: Sizes) -> None:
    folder = instance.folder
    rmtree(folder, ignore_errors=True)
    options = [f"--{name.replace('_', '-')}={value}" for name, value in asdict(sizes).items()]
    run(ours("benchmarks.data", folder, *options), instance.environment)
    names = (CLERK, BRANCH)
    passwords = {name: (folder / f"{name}.txt").read_text().strip() for name in names}
    if not instance.database:
        run(ours("benchmarks.peer_data", folder / "partyhub.sqlite", instance.peer_database))
    (folder / FILLED).write_text(json.dumps(passwords))


def example(home: Path) -> Instance:
    """Return the example committee, made by `partyhub demo`."""
    folder = home / f"example-{_fingerprint()[:8]}"
    if not (folder / FILLED).exists():
        rmtree(folder, ignore_errors=True)
        answer = partyhub(Instance(folder, None, {}), "demo")
        words = re.search(rf"^{CLERK}\s.*\s(\S+)$", answer, re.MULTILINE)
        assert words, "The example names no clerk."
        (folder / FILLED).write_text(json.dumps({CLERK: words[1]}))
    return Instance(folder, None, json.loads((folder / FILLED).read_text()))


def partyhub(instance: Instance, *words: str | Path) -> str:
    """Run the command `partyhub` on the instance and return its output."""
    return run(ours("partyhub.cli", *words), instance.environment).output


def _fingerprint() -> str:
    paths = sorted(path for pattern in SOURCES for path in ROOT.glob(pattern))
    return sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
