"""tmp"""
import pytest, time
from tests.reports import worlds
from collections import Counter

@pytest.mark.parametrize("seed", range(2))
def test_x(database_of_test: None, seed) -> None:
    t=time.time()
    with worlds.on(worlds.TODAY):
        world = worlds.build(seed)
    print(time.time()-t, {k: len(v) for k, v in world.records.items()})
    print(Counter(p.status.value for p in world.records["projects"]), Counter(p.status.value for p in world.records["vanguard_posts"]))
