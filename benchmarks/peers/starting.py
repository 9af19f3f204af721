"""The start of a peer as its server would start; prints the memory: django|flask_admin DATABASE."""

import sys

from benchmarks.costs import peak_memory
from benchmarks.peers.sites import application


def main(name: str, database: str) -> str:
    application(name, database)
    return str(peak_memory())


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1], sys.argv[2]))
