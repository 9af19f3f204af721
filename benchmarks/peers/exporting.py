"""The export of all members as a workbook by django-import-export: DATABASE OUT."""

import json
import sys
from pathlib import Path

from benchmarks.costs import peak_memory, timed
from benchmarks.peers.django_site import set_up

COLUMNS = ("id", "no", "name", "gender", "birth", "joined", "org__name", "status", "edu", "phone")


def main(database: str, out: Path) -> str:
    """Return the seconds, the number of cells and the peak memory as JSON."""
    set_up(database)
    from import_export.resources import modelresource_factory

    from benchmarks.peers.people.models import Member

    resource = modelresource_factory(Member, meta_options={"fields": (*COLUMNS, "post")})()
    query = Member.objects.select_related("org").order_by("id")
    cpu = timed(lambda: out.write_bytes(resource.export(query).xlsx))
    cells = Member.objects.count() * (len(COLUMNS) + 1)
    return json.dumps({"cpu": cpu, "cells": cells, "most": peak_memory()})


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1], Path(sys.argv[2])))
