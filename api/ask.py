"""The service's own small queries, answered in its own process from the present snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import pyoxigraph as ox

from api.problems import Fault, Problem
from kg.rdf.namespaces import PREFIXES
from kg.store import Store

Term: TypeAlias = ox.NamedNode | ox.Literal
Row: TypeAlias = Mapping[str, str]


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
    return str(term)  # of RDF 1.2, which only others write
