"""The dataset of an update, as its request names it (SPARQL 1.1 Protocol, section 2.2.3).

pyoxigraph has no parameter for it, so the USING clauses that it stands for are written into the update.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from api.guard import Token, tokens
from api.problems import Problem


def with_dataset(update: str, default: Sequence[str], named: Sequence[str]) -> str:
    """Return ``update`` with a USING clause for each graph in each operation that has a pattern.

    Raises Problem 400 if it names a dataset of its own, or a graph is no absolute IRI.

    >>> with_dataset("DELETE WHERE { ?s ?p ?o }", ["a:g"], [])
    'DELETE { ?s ?p ?o } USING <a:g>\\nWHERE { ?s ?p ?o }'
    """
    if not default and not named:
        return update
    clauses = " ".join([*(f"USING {_iri(g)}" for g in default), *(f"USING NAMED {_iri(g)}" for g in named)]) + "\n"
    found: list[str] = []
    done = depth = 0
    last = Token("", "", 0)
    pattern = ""  # "short" from DELETE WHERE to the end of its block
    for token in tokens(update):
        word = token.text.upper() if token.kind == "word" and depth == 0 else ""
        if word in ("USING", "WITH"):
            raise Problem(400, f"The update has a {word} clause, and the request names graphs, too; only one may be.")
        if word == "WHERE":
            if last.text.upper() == "DELETE":
                found.append(update[done : token.start])
                done = token.start + len("WHERE")
                pattern = "short"
                begun = done
            else:
                found += [update[done : token.start], clauses]
                done = token.start
        depth += (token.text == "{") - (token.text == "}")
        if pattern and token.text == "}" and depth == 0:
            end = token.start + 1
            block = update[begun:end].strip()
            found.append(f"{block} {clauses}WHERE {block}")
            done, pattern = end, ""
        last = token
    return "".join([*found, update[done:]])


def _iri(graph: str) -> str:
    try:
        return str(ox.NamedNode(graph))
    except ValueError as error:
        raise Problem(400, f"A graph of the dataset is no absolute IRI: {error}") from None
