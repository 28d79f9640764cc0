"""Updates that say of which articles they changed something, so that what follows from these is computed anew.

Index, edges and ledger follow from the articles by their fingerprints (`c:fingerprint`). An update that changes an
article's graph therefore gives it a new one, in the same transaction: by the name of the graph where the update names
it, and where it is a variable (``INSERT { GRAPH ?g { ... } }``) by a mark that the update itself leaves in each graph
that it writes to, and takes out at its end. The next `kg build` that reads the article's file then reads it anew.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field

import pyoxigraph as ox

from api.guard import Token, resolve, tokens
from kg.rdf.namespaces import EDGES, LEDGER, PREFIXES, article_of, term

_MARK = ox.NamedNode("urn:x-communique:changed")
_PRINT, _ARTICLE, _TYPE = term("c:fingerprint"), term("schema:NewsArticle"), term("rdf:type")
_NAMES_GRAPHS = frozenset({"GRAPH", "WITH", "INTO", "TO", "COPY", "MOVE", "ADD", "SILENT"})
_ESCAPED = re.compile(r"\\(.)")


def marked(update: str, base: str | None = None) -> str:
    """Return ``update`` with what marks the articles that it changes; one that changes none comes back as it is.

    ``base`` is the IRI against which it will be run.
    """
    found = _operations(update, base)
    graphs = sorted({graph for operation in found for graph in operation.graphs})
    variables = any(operation.variables for operation in found)
    if not variables and not graphs:
        return update
    number = uuid.uuid4().hex[:20]  # as a fingerprint looks
    mark = ox.Literal(number)
    text = update
    for operation in reversed(found):
        text = operation.marking(text, mark)
    ends = [_renewed(f"GRAPH {ox.NamedNode(graph)}", "", mark) for graph in graphs if article_of(graph) is not None]
    if variables:
        ends.append(_renewed("GRAPH ?g", f"?m {_MARK} {mark}", mark))  # ?m: a later COPY takes the mark with it
        ends.append(f"DELETE WHERE {{ ?m {_MARK} {mark} }}")
    if variables or {LEDGER.value, EDGES.value} & set(graphs):  # what is written there does not follow from articles
        ends.append(f"DELETE WHERE {{ GRAPH {LEDGER} {{ {LEDGER} {_PRINT} ?old }} }}")
    between = "\n;\n" if found[-1].begun else "\n"  # the last semicolon is one's own choice
    return text + between + " ;\n".join(ends) if ends else update


def changed(graph: str) -> str:
    """Return the operation that marks one graph as changed, empty if it is no article's."""
    if article_of(graph) is None:
        return ""
    return _renewed(f"GRAPH {ox.NamedNode(graph)}", "", ox.Literal(uuid.uuid4().hex[:20]))


def _renewed(graph: str, where: str, mark: ox.Literal) -> str:
    """Return the operation that gives the articles in a graph, or in those with the mark, a new fingerprint."""
    unmark = f"{where} . " if where else ""
    return f"""DELETE {{ {graph} {{ {unmark}?e {_PRINT} ?f }} }} INSERT {{ {graph} {{ ?x {_PRINT} {mark} }} }}
WHERE {{ {graph} {{ {unmark}OPTIONAL {{ ?e {_PRINT} ?f }} OPTIONAL {{ ?a {_TYPE} {_ARTICLE} }} }}
  BIND(COALESCE(?e, ?a) AS ?x) }}"""


@dataclass(slots=True)
class _Operation:
    """One operation: the graphs that it names outside of its pattern, the variables that stand for graphs in its
    templates, and where a mark can be put: after the { of an INSERT template, before its pattern, or around it all."""

    graphs: set[str] = field(default_factory=set)
    variables: set[str] = field(default_factory=set)
    template: int = -1
    pattern: int = -1
    short: tuple[int, int] | None = None  # the block of DELETE WHERE { ... }
    begun: bool = False  # whether it is more than a prologue

    def marking(self, text: str, mark: ox.Literal) -> str:
        """Return the update with the marks of this operation in it."""
        if not self.variables:
            return text
        marks = " ".join(f"GRAPH {v} {{ {v} {_MARK} {mark} }}" for v in sorted(self.variables))
        if self.short is not None:
            begin, end = self.short
            block = text[begin:end]
            return f"{text[: self.pattern]}{block} INSERT {{ {marks} }} WHERE {block}{text[end:]}"
        if self.template >= 0:
            return f"{text[: self.template]} {marks} {text[self.template :]}"
        return f"{text[: self.pattern]} INSERT {{ {marks} }} {text[self.pattern :]}"


class _Reading:
    """Reads the tokens of an update into its operations."""

    def __init__(self, base: str | None) -> None:
        self.done: list[_Operation] = []
        self.present = _Operation()
        self._base = base
        self._prefixes = dict(PREFIXES)
        self._depth = 0
        self._within = ""  # INSERT, DELETE, SHORT (the block of DELETE WHERE); empty in a pattern, and before
        self._last = self._before = Token("", "")

    def take(self, token: Token) -> None:
        """Take the next token."""
        if token.text in ("{", "}"):
            self._bracket(token)
        elif self._last.text.upper() in _NAMES_GRAPHS and (self._within or self._depth == 0):
            self._graph(token)
        elif self._depth == 0:
            self._word(token)
        self._before, self._last = self._last, token

    def _bracket(self, token: Token) -> None:
        opens = token.text == "{"
        self._depth += 1 if opens else -1
        if self._depth == opens:  # an outermost one
            if self._within == "INSERT" and opens:
                self.present.template = token.start + 1
            elif self._within == "SHORT":
                begin = token.start if opens or self.present.short is None else self.present.short[0]
                self.present.short = (begin, token.start + 1)

    def _graph(self, token: Token) -> None:
        if token.kind == "variable":
            self.present.variables.add(token.text)
        elif token.kind == "iri":
            self.present.graphs.add(_absolute(token.text, self._base))
        elif token.kind == "name":
            prefix, _, name = token.text.partition(":")
            self.present.graphs.add(self._prefixes.get(prefix, "") + _ESCAPED.sub(r"\1", name))

    def _word(self, token: Token) -> None:
        word = token.text.upper()
        if token.text == ";":
            self.done.append(self.present)
            self.present, self._within = _Operation(), ""
            return
        if token.kind == "iri" and self._last.text.upper() == "BASE":
            self._base = _absolute(token.text, self._base)
        if token.kind == "iri" and self._before.text.upper() == "PREFIX":
            self._prefixes[self._last.text.rstrip(":")] = _absolute(token.text, self._base)
        if token.kind != "word":
            return
        self.present.begun |= word not in ("PREFIX", "BASE")
        if word in ("INSERT", "DELETE"):
            self._within = word
        elif word == "WHERE" and self._last.text.upper() == "DELETE":
            self._within, self.present.pattern = "SHORT", token.start
        elif word in ("USING", "WHERE"):
            self._within = ""
            self.present.pattern = token.start if self.present.pattern < 0 else self.present.pattern


def _absolute(iri: str, base: str | None) -> str:
    """Return the IRI that ``<...>`` is, as Oxigraph resolves it (RFC 3986, section 5); what is none stays as it is."""
    try:
        (quad,) = ox.parse(f"{iri} a {iri} .", format=ox.RdfFormat.TURTLE, base_iri=base)
    except (SyntaxError, ValueError):
        return resolve(iri[1:-1])
    return quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""


def _operations(update: str, base: str | None) -> list[_Operation]:
    reading = _Reading(base)
    for token in tokens(update):
        reading.take(token)
    return [*reading.done, reading.present]
