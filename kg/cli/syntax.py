"""Where a query stops being SPARQL, in a line for whoever wrote it."""

from __future__ import annotations

import re

_SHOWN = 30  # characters of the query that stand in the line
_PLACE = re.compile(r"error at (\d+):(\d+): expected")
_SENTENCE = re.compile(r"(?:expected|expected one of|,) ([A-Z][A-Za-z*]*(?: [A-Za-z*]+)+)(?=,|$)")


def complaint(query: str, said: str) -> str:
    """Return where the query goes wrong, and what is expected there; ``said`` is Oxigraph's word.

    That is about the furthest place at which any rule of its grammar gave up, behind the keyword that was tried there;
    so the place is taken from rdflib's parser, which names the clause that cannot be read. What is well-formed and yet
    no query (a variable without a value) Oxigraph alone says.

    >>> complaint("SELEC ?x { ?x a ?y }", "error at 1:10: expected CONSTRUCT")
    "line 1, column 1: expected SELECT, ASK, CONSTRUCT or DESCRIBE, found 'SELEC ?x { ?x a ?y }'"
    >>> complaint("ASK { ?x a foo:bar }", "error at 1:19: expected one of Prefix not found, ['%'], [':']")[:50]
    'line 1, column 12: the prefix foo: is not declared'
    """
    from pyparsing import ParseException
    from rdflib.plugins.sparql.parser import parseQuery

    from api.prefixes import undeclared

    try:
        parseQuery(query)
    except ParseException as wrong:
        rest = " ".join(query[wrong.loc :].split())
        found = repr(rest if len(rest) <= _SHOWN else rest[:_SHOWN] + "...") if rest else "the end"
        return f"line {wrong.lineno}, column {wrong.column}: expected {_expected(wrong.msg)}, found {found}"
    except RecursionError:  # nested too deep for that parser
        pass
    return undeclared(query) or _beyond_grammar(said)


def _expected(said: str) -> str:
    if "AskQuery" in said:
        return "SELECT, ASK, CONSTRUCT or DESCRIBE"
    return "the end or a clause that may follow" if "end of text" in said else "a complete pattern or clause"


def _beyond_grammar(said: str) -> str:
    place = _PLACE.match(said)
    if place is None:
        return said
    line, column = int(place[1]), int(place[2])
    sentence = _SENTENCE.search(said)
    what = sentence[1] if sentence else "something before this is not allowed there"
    return f"line {line}, column {column}: {what}"
