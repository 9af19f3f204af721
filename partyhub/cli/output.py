"""Output of a command: a table of plain text or one JSON text, to stdout or to a file."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from flask import current_app

from partyhub.cli.language import gettext
from partyhub.cli.parsing import RefusalError
from partyhub.text_width import text_width

GAP = "  "


def as_json(value: Any) -> str:
    """Return the value as indented JSON."""
    return json.dumps(value, ensure_ascii=False, indent=1)


def as_table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()
) -> str:
    """Return the rows as an aligned text table, a Chinese character being two columns wide.

    `numbers` are the indexes of the columns to align right.
    """
    lines = [[_one_line(text) for text in row] for row in [headings, *rows]]
    widths = [max(text_width(line[index]) for line in lines) for index in range(len(headings))]
    rule = ["-" * width for width in widths]
    return "\n".join(
        GAP.join(_aligned(text, widths[i], i in numbers) for i, text in enumerate(line)).rstrip()
        for line in [lines[0], rule, *lines[1:]]
    )


def say(text: str) -> None:
    """Write the result of the command to stdout."""
    click.echo(text)


def note(text: str) -> None:
    """Write progress or a warning to stderr."""
    click.echo(text, err=True)


def give(text: str, out: Path | None) -> None:
    """Write the result to the file `out`, or to stdout when it is None."""
    if out is None:
        say(text)
        return
    out.write_text(f"{text}\n", encoding="utf-8")
    note(gettext("Written: %(file)s", file=out))


def refuse_own_files(out: Path | None) -> None:
    """Raise RefusalError when `out` is the instance's database, key or settings file."""
    folder = Path(current_app.instance_path).resolve()
    if out is None or out.resolve().parent != folder:
        return
    if out.name.startswith("partyhub.sqlite") or out.name in ("secret_key", "settings.json"):
        raise RefusalError(gettext("%(file)s belongs to the instance itself.", file=out))


def _aligned(text: str, width: int, to_right: bool) -> str:
    room = " " * (width - text_width(text))
    return room + text if to_right else text + room


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
