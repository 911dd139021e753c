"""The conditions of a query that a person may set without typing, as ``paper:人民日报``. Pure.

What else is typed stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reader.search.query import FIELD_PREFIX, Node, Not, ParsedQuery, nodes, parse_query


@dataclass(frozen=True, slots=True)
class Condition:
    """``name:value``; ``value`` as it was typed, but for marks and brackets around it."""

    name: str
    value: str


def conditions_of(query: str) -> tuple[Condition, ...]:
    """Those that must hold, in the order typed; none that is denied or within a group."""
    return tuple(condition for condition, _ in _named(parse_query(query)))


def with_condition(query: str, name: str, value: str) -> str:
    """The query with ``name:value`` as the only condition of that name; an empty value drops it."""
    kept = without_conditions(query, name)
    return _with(kept, f"{name}:{_quoted(value)}") if value else kept


def with_state(query: str, state: str) -> str:
    """The query with ``is:state``, beside other states."""
    return _with(without_conditions(query, "is", state), f"is:{state}")


def without_conditions(query: str, name: str, value: str = "") -> str:
    """The query without its conditions of a name, or only those of that value as well."""
    kept = query.strip()
    while True:
        # One after the other: what is left may be read in another way.
        parsed = parse_query(kept)
        for condition, node in _named(parsed):
            if condition.name == name and value.lower() in ("", condition.value.lower()):
                kept = parsed.without(node)
                break
        else:
            return kept


def _named(query: ParsedQuery) -> Iterator[tuple[Condition, Node]]:
    for node in query.conditions:
        prefix = FIELD_PREFIX.match(query.typed, node.span.start)
        if prefix and prefix["field"] and not _is_first_of_more(node):
            value = _bare(query.typed[prefix.end() : node.span.end])
            yield Condition(prefix["field"].lower(), value), node


def _bare(typed: str) -> str:
    """A value without the marks or the brackets around it."""
    if typed.startswith("("):
        return typed.strip("()").strip()
    return typed.removeprefix("=").strip('"“” ')


def _is_first_of_more(node: Node) -> bool:
    """Whether a part of it begins where it does: of ``paper:甲 OR 乙``, not of ``paper:(甲)``."""
    return any(one.span.start == node.span.start for one in nodes(node) if one is not node)


def _with(query: str, condition: str) -> str:
    """Both; the condition stands where an open quotation mark or operator does not take it in.

    The query no longer denies it.
    """
    parsed, wanted = parse_query(query), parse_query(condition).tree
    for node in parsed.conditions:
        if isinstance(node, Not) and node.child == wanted:
            return _with(parsed.without(node), condition)
    if not query:
        return condition
    for both in (f"{query} {condition}", f"{condition} {query}"):
        spans = [one.span for one in parse_query(both).conditions]
        if condition in (both[span.start : span.end] for span in spans):
            return both
    return f"{condition} AND {query}"


def _quoted(value: str) -> str:
    """A value as it is typed, in quotation marks where it would be read as something else."""
    if not value.startswith("=") and not any(one in '"“”?()' or one.isspace() for one in value):
        return value
    if '"' in value and "”" not in value:
        return f"“{value}”"
    return '"' + value.replace('"', "") + '"'
