"""A server of a peer, with waitress on 127.0.0.1: django|flask_admin DATABASE PORT."""

import sys

from waitress import serve

from benchmarks.costs import settle
from benchmarks.peers.sites import application

THREADS = 8  # as `partyhub serve` has


def main(name: str, database: str, port: int) -> None:
    app = application(name, database)
    settle()
    serve(app, host="127.0.0.1", port=port, threads=THREADS)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
