"""The result of a judged file as its page shows it, stored beside the file until it is applied."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from partyhub.registers.importing.column_proposals import Certainty, SheetColumns, column_decision
from partyhub.registers.importing.left_out import LeftOut
from partyhub.registers.importing.places import Problem
from partyhub.registers.importing.questions import Question, same_as
from partyhub.registers.importing.results import Conflict, Result, RowResult, State
from partyhub.spreadsheets.cell_references import column_letter

# The most numbers of rows that are named of a group of equal errors.
MOST_NUMBERS = 12
# The most rows of a kind that are stored by their titles; the others are counted.
MOST_ROWS = 300
# The most rows that are named of those left out for the same reason.
MOST_NAMED = 20


def as_page(result: Result, decisions: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return what the command line answers, and what only the page and the marked file need.

    `decisions` are those by which the file was judged.
    """
    return (
        result.as_json()
        | _asked(result, decisions or {})
        | {
            "digest": result.digest,
            "does_nothing": result.does_nothing,
            "header_rows": result.header_rows,
            "warnings": [problem.as_json() for problem in _warnings(result)],
            "left_out_columns": _left_out_columns(result),
            "left_out": _grouped(result.left_out),
            "error_rows": result.count(State.ERROR),
            "conflict_rows": result.count(State.CONFLICT),
            "conflicts": [_conflict(row, each) for row in result.rows for each in row.conflicts],
            "column_questions": sum(len(sheet.questions) for sheet in result.columns),
            "columns": [_columns(sheet) for sheet in result.columns],
            "new_rows": _first(result, State.NEW),
            "changed_rows": _first(result, State.CHANGED),
            # The places of the errors in their rows, and the rows that have none.
            "error_columns": [error.place.column for error in result.errors],
            "right_rows": [list(row.place[:2]) for row in result.rows if not row.problems],
        }
    )


def _asked(result: Result, decisions: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page asks, and how many of it is open."""
    groups, choices = list(_groups(result)), list(_choices(result, decisions))
    opened = [*groups, *result.questions, *(each for each in choices if each["undecided"])]
    return {
        "open": len(opened),
        "error_groups": groups,
        "questions": [_question(row, asked, decisions) for row, asked in result.asked],
        "choices": choices,
    }


def _grouped(left_out: Iterable[LeftOut]) -> list[dict[str, Any]]:
    """Return what is left out by sheet and reason, each with its count and its first rows."""
    groups: dict[tuple[str, str], list[LeftOut]] = {}
    for each in left_out:
        groups.setdefault((each.place.sheet, each.what), []).append(each)
    return [
        {
            "sheet": sheet,
            "reason": what,
            "count": len(found),
            "rows": [{"row": each.place.row, "value": each.value} for each in found[:MOST_NAMED]],
            "is_sheet": found[0].is_sheet,
        }
        for (sheet, what), found in groups.items()
    ]


def _left_out_columns(result: Result) -> list[dict[str, Any]]:
    """Return the headers of the columns that are not imported, by sheet."""
    found = {
        sheet.sheet: [
            each.place.header
            for each in sheet.proposals
            if not each.target and not each.is_question
        ]
        for sheet in result.columns
    }
    return [{"sheet": title, "headers": headers} for title, headers in found.items() if headers]


def _warnings(result: Result) -> list[Problem]:
    """Return the warnings, without those that the page shows as a choice or a column left out."""
    choices = {choice.sentence for choice in result.choices}
    left_out = {
        (each.place, each.evidence)
        for sheet in result.columns
        for each in sheet.proposals
        if each.certainty is Certainty.LEFT_OUT
    }
    return [
        each
        for each in result.warnings
        if each.message not in choices and (each.place, each.message) not in left_out
    ]


def _choices(result: Result, decisions: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield each decision about many rows alike, with the first rows and what is decided."""
    titles = {row.place[:2]: row.title for row in result.rows} if result.choices else {}
    for choice in result.choices:
        decided = {place: choice.decided_by(place, decisions) for place in choice.rows}
        rows = [
            {
                "sheet": place.sheet,
                "row": place.row,
                "title": titles.get(place[:2], ""),
                "name": choice.name_of_row(place),
                "decided": name,
                "answer": decisions.get(name, ""),
            }
            for place, name in islice(decided.items(), MOST_ROWS)
        ]
        yield {
            "name": choice.name,
            "sentence": choice.sentence,
            "options": [
                {"value": value, "label": label, "short": short}
                for (value, label), short in zip(choice.options, choice.short, strict=True)
            ],
            "answer": decisions.get(choice.name, ""),
            "rows": rows,
            "count": len(decided),
            "undecided": [f"{each.sheet}:{each.row}" for each, name in decided.items() if not name],
        }


def _columns(sheet: SheetColumns) -> dict[str, Any]:
    """Return the columns of a sheet as the page of the mapping shows them."""
    columns = [
        {
            "letter": column_letter(each.place.column or 0),
            "header": each.place.header,
            "name": column_decision(sheet.register, each.name),
            "target": each.target,
            "certainty": each.certainty,
            "evidence": each.evidence,
            "is_remembered": each.is_remembered,
            "samples": list(each.samples),
        }
        for each in sheet.proposals
    ]
    return {
        "sheet": sheet.sheet,
        "register": sheet.register,
        "signature": sheet.signature,
        "columns": columns,
    }


def _first(result: Result, state: State) -> list[dict[str, Any]]:
    found: Iterable[RowResult] = (row for row in result.rows if row.state is state)
    return [_row(row) for row in islice(found, MOST_ROWS)]


def _row(row: RowResult) -> dict[str, Any]:
    changes = [{"label": item.label, "old": item.old, "new": item.new} for item in row.changes]
    found = {"sheet": row.place.sheet, "row": row.place.row, "title": row.title, "changes": changes}
    found["register"] = ""
    if row.record is not None:
        found |= {"register": row.record[0], "record": "{}:{}".format(*row.record)}
    return found


def _groups(result: Result) -> Iterator[dict[str, Any]]:
    """Yield equal errors of one column together, each group with its rows.

    Such errors have the same text, so one correction mends them all.
    """
    groups: dict[Any, list[Problem]] = {}
    for problem in result.errors:
        where = (problem.place.sheet, problem.place.header, problem.key)
        groups.setdefault((*where, problem.value, problem.message), []).append(problem)
    for problems in islice(groups.values(), MOST_ROWS):
        first = problems[0]
        yield {
            "sheet": first.place.sheet,
            "register": result.registers.get(first.place.sheet, ""),
            "column": first.place.header,
            "value": first.value,
            "message": first.message,
            "proposal": first.proposal,
            "readings": list(first.readings),
            "key": first.key if first.place.column is not None and first.value else "",
            "rows": [problem.place.row for problem in problems[:MOST_NUMBERS]],
            "count": len(problems),
        }


def _question(row: RowResult, question: Question, decisions: Mapping[str, str]) -> dict[str, Any]:
    """Return a question with the row's texts and the values of each record beside each other."""
    return {
        "kind": question.kind,
        "sheet": row.place.sheet,
        "row": row.place.row,
        "name": question.decision,
        "for_all": question.decision_for_all,
        "decided": question.decided_by(decisions),
        "answer": question.answer(decisions),
        "is_open": row.is_open and question is row.question,
        "sentence": question.sentence,
        "remark": question.remark,
        "headers": list(question.headers.values()),
        "typed": [question.values.get(key, "") for key in question.headers],
        "known": [
            {
                "answer": same_as(known.id),
                "title": known.title,
                "cells": [
                    [known.values.get(key, ""), key in known.differing] for key in question.headers
                ],
            }
            for known in question.known
        ],
        "answers": list(question.answers),
    }


def _conflict(row: RowResult, conflict: Conflict) -> dict[str, Any]:
    return conflict.as_json() | {
        "name": conflict.name,
        "title": row.title,
        "label": conflict.change.label,
        "is_edited": conflict.is_edited,
    }
