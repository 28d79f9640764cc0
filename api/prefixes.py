"""Prefixes that a query or update uses and does not declare. Those of the project need no declaration."""

from __future__ import annotations

from api.guard import tokens
from kg.rdf.namespaces import PREFIXES, prologue


def fault(text: str, said: str) -> str:
    """Return in a line what is wrong with a text that is no SPARQL; ``said`` is the parser's word.

    Of a prefix that it does not know that says only where it is, behind all that could follow there.

    >>> fault("ASK { ?x a foo:Bar }", "error at 1:19: expected one of Prefix not found, ['%'], [':']")[:55]
    'line 1, column 12: the prefix foo: is not declared; kno'
    >>> fault("ASK { ?x a c:Statement ", "error at 1:24: expected one of\\n['%'], [':']")
    "error at 1:24: expected one of ['%'], [':']"
    """
    return undeclared(text) or " ".join(said.split())


def undeclared(text: str) -> str | None:
    """Return in a line which prefix is the first that is not known, and where; none of a text that breaks off."""
    used = _undeclared(text)
    first = next((prefix for prefix in used if prefix not in PREFIXES), None)
    if first is None:
        return None
    before = text[: used[first]]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return f"line {line}, column {column}: the prefix {first}: is not declared; known without are {', '.join(PREFIXES)}"


def declared(text: str) -> str:
    """Return the text for a server that does not know them, with those of the project declared that it only uses.

    >>> declared("ASK { ?x a rel:DENY }")
    'PREFIX rel: <https://communique.example/relation/> ASK { ?x a rel:DENY }'
    """
    return prologue({prefix: PREFIXES[prefix] for prefix in _undeclared(text) if prefix in PREFIXES}) + text


def _undeclared(text: str) -> dict[str, int]:
    declared, used, last = set[str](), dict[str, int](), ""
    for token in tokens(text):
        if token.kind == "broken":
            return {}
        if token.kind == "name":
            prefix = token.text.partition(":")[0]
            if last == "PREFIX":
                declared.add(prefix)
            else:
                used.setdefault(prefix, token.start)
        last = token.text.upper()
    return {prefix: start for prefix, start in used.items() if prefix not in declared}
