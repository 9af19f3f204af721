"""The file RESULTS.md: a section for each subject, so that a new measurement replaces its own."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.results import Line, summary, table

TITLE, SECTION = "# Results", "## "


def section_of(lines: Sequence[Line], remark: str) -> str:
    """Return the text of a section: a remark, the table, and how many goals are met."""
    return "\n\n".join([remark, table(lines), f"{summary(lines)}."])


def write_sections(
    path: Path, head: str, sections: Mapping[str, str], order: Sequence[str]
) -> None:
    """Write `sections` by subject into the file at `path`; those of other subjects stay.

    Sections measured on another machine or with other versions don't: `head` names these, and a
    file with another head is started anew.
    """
    beginning = f"{TITLE}\n\n{head}\n"
    text = path.read_text() if path.exists() else ""
    known = _sections_in(text) if text.startswith(beginning) else {}
    known |= sections
    parts = [f"{SECTION}{name}\n\n{known[name]}" for name in order if name in known]
    path.write_text("\n\n".join([beginning.rstrip(), *parts]) + "\n")


def _sections_in(text: str) -> dict[str, str]:
    _, *parts = text.split(f"\n{SECTION}")
    found = (part.partition("\n") for part in parts)
    return {name: body.strip() for name, _, body in found}
