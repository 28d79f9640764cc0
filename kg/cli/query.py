"""``kg query``: questions to the graph, in SPARQL."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from kg import articles
from kg.cli.failure import Failure
from kg.cli.given import configured
from kg.cli.opened import check_codes, opened
from kg.cli.shown import print_bytes, print_table, table_of
from kg.cli.syntax import complaint
from kg.settings import Settings

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples

    from kg.store import Store


class AnswerFormat(StrEnum):
    """What `kg query` writes."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TURTLE = "turtle"


@configured("store")
def query(
    settings: Settings,
    sparql: Annotated[
        str | None,
        typer.Argument(help="A SPARQL query, a file that holds one, or - for standard input.", metavar="QUERY"),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", "-n", help="A query that comes with the ontology.", metavar="NAME")
    ] = None,
    bind: Annotated[
        list[str] | None,
        typer.Option("--bind", "-b", help="Fix a variable: code=code:CHN, or theme=drones.", metavar="VARIABLE=VALUE"),
    ] = None,
    output: Annotated[
        AnswerFormat, typer.Option("--format", "-f", help="How to write the answer.")
    ] = AnswerFormat.TABLE,
) -> None:
    """Ask the graph in SPARQL 1.1. Without GRAPH a pattern is looked for in all graphs together.

    SELECT and ASK give a table, JSON or CSV; CONSTRUCT and DESCRIBE give Turtle.
    """
    text = _query_text(sparql, name)
    if not text.strip():
        raise Failure("the query is empty")
    from api import guard

    with opened(settings, read_only=True) as graph:
        try:
            guard.check(text)
            text, bound = (text, _bindings(bind or ())) if name is None else _typed(name, bind or ())
            _check_bound(graph, bound)
            _write_answer(graph.query(text, bindings=bound), output)
        except guard.Refused as wrong:
            raise Failure(wrong) from None
        except SyntaxError as wrong:
            raise Failure(f"the query is not SPARQL 1.1: {complaint(text, wrong.msg)}") from None
        except ValueError as wrong:
            if bind and "projection" in str(wrong):
                raise Failure(f"--bind: the query must select what is fixed: ?{', ?'.join(bound)}") from None
            raise Failure(wrong) from None


def _query_text(sparql: str | None, name: str | None) -> str:
    if name is not None:
        if sparql is not None:
            raise Failure("give a query or --name, not both")
        return _named_query(name)
    if sparql is None and sys.stdin.isatty():
        raise Failure("no query; give one as an argument, in a file, with --name, or through a pipe")
    try:
        if sparql is None or sparql == "-":
            return sys.stdin.read()
        if not sparql.strip():
            return ""
        if (len(sparql.split()) > 1 or "{" in sparql) and not Path(sparql).is_file():
            return sparql
        return Path(sparql).read_text(encoding="utf-8")
    except OSError as wrong:
        if len(sparql or "") > 255:
            return sparql or ""  # too long for a file name
        raise Failure(f"{sparql}: {articles.why(wrong)}, and no query of SPARQL") from None
    except UnicodeDecodeError:
        raise Failure(f"{sparql or 'standard input'}: not UTF-8 text") from None


def _bindings(given: Sequence[str]) -> dict[str, NamedNode | Literal]:
    """Return the values of ``name=value``: an IRI in angle brackets, a name with a known prefix, or words."""
    from pyoxigraph import Literal, NamedNode

    from kg.rdf.namespaces import PREFIXES

    found: dict[str, NamedNode | Literal] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        prefix, colon, rest = value.partition(":")
        name = name.removeprefix("?")
        if not equals or not name.isidentifier():
            raise Failure(f"--bind: {pair!r} is not VARIABLE=VALUE")
        try:
            if value.startswith("<") and value.endswith(">"):
                found[name] = NamedNode(value[1:-1])
            else:
                found[name] = NamedNode(PREFIXES[prefix] + rest) if colon and prefix in PREFIXES else Literal(value)
        except ValueError:
            raise Failure(f"--bind: {value!r} is no IRI") from None
    return found


def _check_bound(graph: Store, bound: Mapping[str, NamedNode | Literal]) -> None:
    from kg.rdf.namespaces import PREFIXES, local

    codes = PREFIXES["code"]
    for name, value in bound.items():
        if value.value.startswith(codes):
            check_codes(graph, [local(value.value, "code")], f"--bind: {name}: ")


def _named_query(name: str) -> str:
    from kg.named import queries

    known = queries()
    if name not in known:
        raise Failure(f"--name: no query {name!r}; there are {', '.join(known)}")
    return known[name].text


def _typed(name: str, given: Sequence[str]) -> tuple[str, dict[str, NamedNode | Literal]]:
    """Return text and bindings of a named query, each value as the type that its parameter has."""
    from kg.named import asked, queries, term

    parameters = {parameter.name: parameter for parameter in queries()[name].parameters}
    found: dict[str, NamedNode | Literal] = {}
    for pair in given:
        variable, equals, value = pair.partition("=")
        parameter = parameters.get(variable.removeprefix("?"))
        if not equals or parameter is None:
            known = ", ".join(f"{p.name} ({p.type}, such as {p.example})" for p in parameters.values())
            raise Failure(f"--bind: {pair!r} is no PARAMETER=VALUE of {name}; its parameters are {known}")
        try:
            found[parameter.name] = term(parameter, value)
        except ValueError as wrong:
            raise Failure(f"--bind: {parameter.name}: {wrong}") from None
    return asked(queries()[name], found)


def _write_answer(answer: QuerySolutions | QueryTriples | QueryBoolean, output: AnswerFormat) -> None:
    from pyoxigraph import QueryBoolean, QueryResultsFormat, QueryTriples, RdfFormat, serialize

    from kg.rdf.namespaces import PREFIXES

    if isinstance(answer, QueryTriples):
        if output is AnswerFormat.CSV:
            raise Failure("--format: the query gives a graph; write it as turtle or json")
        if output is AnswerFormat.JSON:
            print_bytes(serialize(answer, format=RdfFormat.JSON_LD, prefixes=dict(PREFIXES)))
        else:
            print_bytes(serialize(answer, format=RdfFormat.TURTLE, prefixes=dict(PREFIXES)))
    elif output is AnswerFormat.TURTLE:
        raise Failure("--format: turtle is for CONSTRUCT and DESCRIBE; write this answer as table, json or csv")
    elif output is AnswerFormat.TABLE:
        if isinstance(answer, QueryBoolean):
            print("yes" if answer else "no")
        else:
            print_table(_answer_table(answer))
    else:
        print_bytes(
            answer.serialize(format=QueryResultsFormat.JSON if output is AnswerFormat.JSON else QueryResultsFormat.CSV)
        )


def _answer_table(answer: QuerySolutions) -> Table:
    table = table_of(*(variable.value for variable in answer.variables))
    for row in answer:
        table.add_row(*(_short(term) for term in row))
    return table


def _short(term: object) -> str:
    """Return an IRI with its prefix, a literal as its words, nothing for no value."""
    from kg.rdf.namespaces import PREFIXES

    value = str(getattr(term, "value", "" if term is None else term))
    if type(term).__name__ != "NamedNode":
        return " ".join(value.split())
    prefix, iri = max(PREFIXES.items(), key=lambda item: len(item[1]) if value.startswith(item[1]) else -1)
    return f"{prefix}:{value.removeprefix(iri)}" if value.startswith(iri) else value
