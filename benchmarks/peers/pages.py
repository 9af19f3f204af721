"""CPU time of a peer's pages: django|flask_admin DATABASE TIMES ADDRESS …."""

import json
import sys
from statistics import median

from werkzeug.test import Client

from benchmarks.costs import repeated, settle
from benchmarks.peers.sites import application


def main(name: str, database: str, times: int, *addresses: str) -> str:
    """Return the median seconds of each address as JSON."""
    client = Client(application(name, database))
    settle()

    def open_page(url: str) -> None:
        answer = client.get(url)
        assert answer.status_code == 200, f"{url} answers {answer.status_code}."

    costs = {url: median(repeated(lambda url=url: open_page(url), times)) for url in addresses}
    return json.dumps(costs)


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), *sys.argv[4:]))
