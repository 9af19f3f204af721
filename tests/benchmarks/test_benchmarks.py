"""Every line of the benchmarks runs, on very few records, without the peers and without a goal."""

from pathlib import Path

import pytest

from benchmarks.bench import Bench
from benchmarks.data.sizes import Sizes
from benchmarks.instances import Instance
from benchmarks.lines import SUBJECTS, measured
from benchmarks.results import table
from tests import example_instance
from tests.instances import copy

FEW = Sizes(
    members=300,
    activities=200,
    people=5,
    organizations=20,
    workshops=10,
    teams=4,
    posts=4,
    projects=20,
    mentorships=4,
    duties=40,
    awards=200,
    appraisal_years=1,
)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("benchmarks")


@pytest.mark.slow
@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_line_can_be_measured(
    subject: str, folder: Path, tmp_path: Path, example_committee: example_instance.Built
) -> None:
    own = copy(Path(example_committee.app.instance_path), tmp_path / "example")
    example = Instance(own, None, example_committee.passwords)
    bench = Bench(
        FEW,
        rounds=1,
        pages=1,
        rows=60,
        imported=20,
        seconds=0.2,
        has_peers=False,
        folder=folder,
        example=example,
    )
    lines = measured(subject, bench)
    assert lines
    for line in lines:
        # How much is no matter here: less than the start of a process, and the rest may be below 0.
        assert line.ours is not None or line.remark, "An unmeasured line says why."
        assert line.loop > 0
    assert table(lines).count("\n") == len(lines) + 1
