"""What the benchmark measures with: it looks at processes that come and go meanwhile."""

import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import pytest

from benchmarks import measures

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="It reads /proc.")


def test_a_thread_that_has_ended_meanwhile_has_no_children() -> None:
    thread = Thread(target=time.sleep, args=[0.01])
    thread.start()
    task = Path(f"/proc/self/task/{thread.native_id}/children")
    assert measures._children_of(task) == []
    thread.join()
    while task.exists():  # Python's thread ends a little before that of the system
        time.sleep(0.001)
    assert measures._children_of(task) == []


def test_a_child_is_found_while_it_runs() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        assert str(child.pid) in measures._children()
        assert child.stdin is not None
        child.stdin.write(b"\n")
    assert str(child.pid) not in measures._children()
