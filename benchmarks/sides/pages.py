"""CPU time of pages, as a signed-in user opens them: USER TIMES ADDRESS …."""

import json
import sys
from functools import partial

from benchmarks.costs import settle
from benchmarks.sides.spending import cost_of
from benchmarks.sides.visitor import Visitor


def main(user: str, times: int, *wanted: str) -> str:
    """Return the seconds of each address as JSON."""
    visitor = Visitor.of(user)
    addresses = {name: visitor.address(name) for name in wanted}
    settle()
    costs = {
        name: cost_of(visitor.app, partial(visitor.open, url), times)
        for name, url in addresses.items()
    }
    return json.dumps(costs)


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:]))
