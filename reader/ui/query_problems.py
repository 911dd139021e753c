"""What is wrong with a query, in the language of the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale

from reader.model import QueryFault, QueryProblem

# What is pasted by mistake may have hundreds of faults; told all, they would fill the screen.
MOST_SHOWN = 3
_PART_CHARACTERS = 20


def problems_text(problems: Sequence[QueryProblem], query: str) -> str:
    """The first few, a line for each, and how many more there are."""
    lines = [problem_text(one, query) for one in problems[:MOST_SHOWN]]
    if more := len(problems) - len(lines):
        text = QCoreApplication.translate("QueryFault", "and %1 more")
        lines.append(text.replace("%1", QLocale().toString(more)))
    return "\n".join(lines)


def problem_text(problem: QueryProblem, query: str) -> str:
    """What is wrong, and with which part of the query."""
    part = query[problem.span.start : problem.span.end]
    if len(part) > _PART_CHARACTERS:
        part = f"{part[: _PART_CHARACTERS - 1]}…"
    fault = _fault_texts()[problem.fault]
    return f"{part} — {fault}" if part else fault


def _fault_texts() -> dict[QueryFault, str]:
    translate = QCoreApplication.translate
    return {
        QueryFault.OPERAND: translate("QueryFault", "a word is missing beside this"),
        QueryFault.MINUS: translate("QueryFault", "a minus stands right before its word"),
        QueryFault.EMPTY: translate("QueryFault", "there is nothing to search for here"),
        QueryFault.UNCLOSED_QUOTE: translate("QueryFault", "the quotation mark is not closed"),
        QueryFault.UNCLOSED_GROUP: translate("QueryFault", "the bracket is not closed"),
        QueryFault.DEPTH: translate("QueryFault", "there are too many brackets within brackets"),
        QueryFault.DISTANCE: translate(
            "QueryFault", "NEAR/ is followed by a number of characters, as in NEAR/20"
        ),
        QueryFault.NEAR_OPERAND: translate(
            "QueryFault", "NEAR stands between two words or phrases"
        ),
        QueryFault.DATE: translate(
            "QueryFault",
            "a date is written 2020, 2020-11, 2020-11-05 or as a range, 2020..2023",
        ),
        QueryFault.STATE: translate("QueryFault", "after is: stands annotated or unread"),
        QueryFault.SCRIPT: translate(
            "QueryFault", "after script: stands simplified, traditional, mixed or neither"
        ),
    }
