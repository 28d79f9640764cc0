"""The one place where the service evaluates SPARQL; worker processes can take it over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Any, TypeAlias

import pyoxigraph as ox

from api import guard
from api.negotiate import GRAPHS, RESULTS, choose
from api.problems import Fault, Problem
from kg.rdf.namespaces import PREFIXES
from kg.store import Store

Term: TypeAlias = ox.NamedNode | ox.Literal
Row: TypeAlias = Mapping[str, str]
Result: TypeAlias = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean

_IN_MEMORY = 1 << 20  # bytes of an answer before it goes to a file: memory stays flat
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Question:
    """A query as it came, the dataset that the request names (none: the query's own), and what
    types of answer are accepted (an Accept header, or none)."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    accept: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A media type and the body in chunks; the iterator must be read to its end or closed."""

    media: str
    chunks: Iterator[bytes]


def ask(store: Store, question: Question) -> Answer:
    """Evaluate ``question`` and serialize its answer in the best accepted type.

    The whole answer stands in a temporary file before the first byte leaves, so that a failure
    has a status of its own. Raises guard.Refused, or Problem with 400 or 406.
    """
    guard.check(question.text)
    outcome = _outcome(store, question)
    if isinstance(outcome, Problem):
        raise outcome
    return outcome


def rows(store: Store, text: str) -> list[Row]:
    """Return the solutions of one of the service's own queries: values by variable, unbound left out.

    Values from outside must stand in ``text`` only as written by ``values``.
    """
    result = store.native.query(text, prefixes=dict(PREFIXES), use_default_graph_as_union=False)
    if not isinstance(result, ox.QuerySolutions):
        raise TypeError("only a SELECT query has rows")
    names = [variable.value for variable in result.variables]
    return [{name: _value(term) for name in names if (term := solution[name]) is not None} for solution in result]


def values(name: str, terms: Iterable[Term]) -> str:
    """Return a VALUES block that binds ``?name`` to each of ``terms``, as Oxigraph itself writes them.

    >>> values("q", [ox.Literal('" } DROP ALL #')])
    'VALUES ?q { "\\\\" } DROP ALL #" }'
    """
    return f"VALUES ?{name} {{ {' '.join(str(term) for term in terms)} }}"


def text_value(name: str, text: str) -> str:
    """Return the VALUES block of one text. Raises Problem 422 if it is no Unicode text."""
    try:
        return values(name, [ox.Literal(text)])
    except ValueError:
        detail = f"{name}: not a text that UTF-8 can hold"
        raise Problem(422, detail, [Fault(name, detail.partition(": ")[2])]) from None


def _value(term: object) -> str:
    if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode):
        return term.value
    raise TypeError(f"a term that is no RDF 1.1: {term}")


def _outcome(store: Store, question: Question) -> Answer | Problem:
    """Return a Problem rather than raise it: a traceback would carry Oxigraph's result to the thread
    that handles the error, and a result must end in the thread that it began in."""
    try:
        return _serialized(_evaluate(store, question), question.accept)
    except SyntaxError as error:
        return Problem(400, f"The query is not SPARQL: {error.msg}")
    except RuntimeError as error:
        return Problem(400, f"The query cannot be evaluated: {error}")
    except Problem as problem:
        return Problem(problem.status, problem.detail)


def _evaluate(store: Store, question: Question) -> Result:
    """Run the query on the dataset of the request, else of its FROM clauses, else on the union.

    Oxigraph's union switch would override FROM, so it is on only where the query has none.
    """
    if question.default_graphs or question.named_graphs:
        return store.native.query(
            question.text, default_graph=_iris(question.default_graphs), named_graphs=_iris(question.named_graphs)
        )
    union = not any(token.kind == "word" and token.text.upper() == "FROM" for token in guard.tokens(question.text))
    return store.native.query(question.text, use_default_graph_as_union=union)


def _iris(graphs: Iterable[str]) -> list[Any]:  # pyoxigraph's lists are invariant over its term types
    try:
        return [ox.NamedNode(graph) for graph in graphs]
    except ValueError as error:
        raise Problem(400, f"A graph of the dataset is no absolute IRI: {error}") from None


def _serialized(result: Result, accept: str | None) -> Answer | Problem:
    offered: Mapping[str, object] = GRAPHS if isinstance(result, ox.QueryTriples) else RESULTS
    media = choose(accept, offered)
    if media is None:
        return Problem(406, "This answer comes as " + ", ".join(offered) + ".")
    file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # closed when the answer is sent
    try:
        if isinstance(result, ox.QueryTriples):
            result.serialize(file, GRAPHS[media])
        else:
            result.serialize(file, RESULTS[media])
    except BaseException:
        file.close()
        raise
    return Answer(media, _chunks(file))


def _chunks(file: SpooledTemporaryFile[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk
