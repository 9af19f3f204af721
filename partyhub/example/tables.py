"""Tables of the example that are written as text: a record a line, its cells between bars."""

from collections.abc import Iterator, Mapping

from partyhub.example.people import Person


def rows(text: str, width: int) -> Iterator[list[str]]:
    """Split each record into `width` cells, empty ones at the end; an indented line goes on."""
    records: list[str] = []
    for line in text.strip("\n").splitlines():
        if line.startswith(" "):
            records[-1] += line
        else:
            records.append(line)
    for record in records:
        cells = [cell.strip() for cell in record.split("|")]
        if len(cells) > width:
            raise ValueError(record)
        yield [*cells, *[""] * (width - len(cells))]


def key_of(branch: str, short: str) -> str:
    """The key of a person: a number alone is one of the own branch."""
    return short if short.startswith("ZB") else f"{branch}.{short}"


def named(people: Mapping[str, Person], branch: str, shorts: str) -> str:
    """The people of a cell as a form takes them: names with 、 between them."""
    return "、".join(people[key_of(branch, short)].reference for short in shorts.split())
