"""One query at a time, in a process that can be ended at any moment without harm."""

from __future__ import annotations

import marshal
import resource
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import IO, Any, TypeAlias, cast

import pyoxigraph as ox

from api import wire
from api.negotiate import GRAPHS, RESULTS, choose
from api.prefixes import fault
from api.wire import DATA, END, PROBLEM, READY, START, WHOLE, Failed
from kg.rdf.namespaces import PREFIXES

Result: TypeAlias = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean

_MARKS: Mapping[str, bytes] = MappingProxyType(
    {
        "application/sparql-results+json": b'}},{"',  # in a JSON string the quote would be escaped
        "application/json": b'}},{"',
        "application/sparql-results+xml": b"<result>",  # in text, < is &lt;
        "application/xml": b"<result>",
        "text/tab-separated-values": b"\n",
        "application/n-triples": b"\n",
        "application/n-quads": b"\n",
        "text/plain": b"\n",
    }
)
_BEFORE: Mapping[str, int] = MappingProxyType(  # rows that are no marks (JSON: the first), less marks that are no rows
    {
        "application/sparql-results+json": 1,
        "application/json": 1,
        "text/csv": -1,
        "text/tab-separated-values": -1,
    }
)
_PREFIXES = dict(PREFIXES)  # as pyoxigraph takes them
_CHUNK = 1 << 16  # bytes that are collected before they are sent


@dataclass(frozen=True, slots=True)
class Orders:
    """The folder to open, and how many bytes a query may take beyond what the process has then; its number; whether it
    is the one that writes."""

    path: str
    memory: int
    id: int = 0
    writes: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A query as it came, the dataset that the request names (none: the query's own), and what types of answer are
    accepted (an Accept header, or none). ``union``: without a dataset the default graph is the union of all graphs.
    ``bindings`` are variables with their values, as N-Triples writes them.
    ``most_rows`` and ``most_bytes`` are the most that an answer may have."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    accept: str | None = None
    union: bool = True
    base: str | None = None
    bindings: tuple[tuple[str, str], ...] = ()
    most_rows: int = 1 << 62
    most_bytes: int = 1 << 62

    def encoded(self) -> bytes:
        """Return it as the payload of a frame."""
        return marshal.dumps([getattr(self, name) for name in self.__slots__])  # JSON takes ten times as long


def serve(socket_: socket.socket, orders: Orders, store: ox.Store | None = None) -> None:
    """Answer questions until the service closes the socket, from ``store`` or else from the folder of the orders."""
    if orders.writes:
        from api import scribe  # a big import that readers do not need

        scribe.serve(socket_, orders.path, orders.id, lambda: _bound(orders.memory))
        return
    if store is None:
        store = ox.Store.read_only(orders.path)
    _bound(orders.memory)
    wire.send(socket_, READY, wire.hello(orders.id))
    received = socket_.makefile("rb")
    while (payload := wire.receive(received)) is not None:
        question = Question(*marshal.loads(payload))  # noqa: S302  # of the service's own
        out = Out(socket_, question.most_rows, question.most_bytes)
        try:
            answer(store, question, out)
            out.finish()
        except Failed as failed:
            wire.send(socket_, PROBLEM, {"status": failed.status, "detail": str(failed)})
        except BrokenPipeError:
            return


def answer(store: ox.Store, question: Question, out: Out) -> None:
    """Evaluate and write the answer in the best accepted type. Raises Failed."""
    try:
        result = evaluate(store, question)
        offered: Mapping[str, Any] = GRAPHS if isinstance(result, ox.QueryTriples) else RESULTS
        media = choose(question.accept, offered)
        if media is None:
            raise Failed(406, "This answer comes as " + ", ".join(offered) + ".")
        out.start(media)
        result.serialize(cast(IO[bytes], out), offered[media])
    except SyntaxError as error:
        raise Failed(400, f"The query is not SPARQL: {fault(question.text, error.msg)}") from None
    except MemoryError:
        raise Failed(503, "The query needed more memory than it may have.") from None
    except (RuntimeError, ValueError) as error:
        raise Failed(400, f"The query cannot be evaluated: {error}") from None


def evaluate(store: ox.Store, question: Question) -> Result:
    """Run the query on the dataset of the request, else of its FROM clauses, else as ``union`` says.

    Oxigraph's union switch would override FROM, so it is on only where the query has none. Raises Failed 400.
    """
    if question.default_graphs or question.named_graphs:
        return store.query(
            question.text,
            base_iri=question.base,
            prefixes=_PREFIXES,
            default_graph=_iris(question.default_graphs),
            named_graphs=_iris(question.named_graphs),
        )
    return store.query(
        question.text,
        base_iri=question.base,
        prefixes=_PREFIXES,
        use_default_graph_as_union=question.union,
        substitutions={ox.Variable(name): _term(value) for name, value in question.bindings},
    )


def _term(value: str) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
    found: ox.Quad = next(iter(ox.parse(f"<a:a> <a:a> {value} .", format=ox.RdfFormat.N_TRIPLES)))
    return found.object


def _iris(graphs: tuple[str, ...]) -> list[Any]:  # pyoxigraph's lists are invariant over its term types
    try:
        return [ox.NamedNode(graph) for graph in graphs]
    except ValueError as error:
        raise Failed(400, f"A graph of the dataset is no absolute IRI: {error}") from None


class Out:
    """Where an answer is written: it is sent in chunks, and an answer that grows too long ends here."""

    def __init__(self, socket_: socket.socket, rows: int, bytes_: int) -> None:
        self._socket = socket_
        self._rows, self._bytes = rows, bytes_
        self._waiting = bytearray()
        self._sent = 0
        self._count = Counter("")
        self._media = ""

    def start(self, media: str) -> None:
        """Name the media type; it is sent with the first chunk."""
        self._media = media
        self._count = Counter(media)

    def write(self, data: bytes) -> int:
        """Take a piece of the answer. Raises Failed if there are too many rows or bytes."""
        self._waiting += data
        if len(self._waiting) >= _CHUNK:
            self._flush()
        return len(data)

    def flush(self) -> None:
        """Do nothing: chunks are sent when they are full."""

    def finish(self) -> None:
        """Send the rest, and that it is the rest."""
        if not self._sent:
            wire.send(self._socket, WHOLE, self._media.encode() + b"\0" + self._taken())
            return
        self._flush()
        wire.send(self._socket, END)

    def _taken(self) -> bytes:
        data = bytes(self._waiting)
        self._waiting.clear()
        if self._count.add(data) > self._rows:
            raise Failed(400, f"The answer has more than {self._rows:,} rows; add LIMIT, or ask for less.")
        if self._sent + len(data) > self._bytes:
            raise Failed(400, f"The answer has more than {self._bytes:,} bytes; add LIMIT, or ask for less.")
        return data

    def _flush(self) -> None:
        data = self._taken()
        if not self._sent:
            wire.send(self._socket, START, {"media": self._media})
        if data:
            wire.send(self._socket, DATA, data)
        self._sent += max(len(data), 1)


class Counter:
    """Counts the rows of a serialized answer as it goes by, by what only stands between or before rows.

    Graphs are counted where a line is a triple; the other syntaxes are bound by their bytes.
    """

    def __init__(self, media: str) -> None:
        self._mark = _MARKS.get(media)
        self._csv = media == "text/csv"
        self._quoted = False
        self._tail = b""
        self.rows = _BEFORE.get(media, 0)

    def add(self, data: bytes) -> int:
        """Return how many rows there were up to here.

        >>> count = Counter("text/csv")
        >>> count.add(b'x\\r\\n"a\\r\\nb"\\r\\n1\\r'), count.add(b'\\n')
        (1, 2)
        """
        if self._csv:
            for part in data.split(b'"'):
                if not self._quoted:
                    self.rows += part.count(b"\n")
                self._quoted = not self._quoted
            self._quoted = not self._quoted  # there is one part more than there are quotes
        elif self._mark:
            seen = self._tail + data
            self.rows += seen.count(self._mark)
            self._tail = seen[-(len(self._mark) - 1) :] if len(self._mark) > 1 else b""
        return self.rows


def _bound(memory: int) -> None:
    """Let the process grow by so many bytes and no more; Rust aborts where it gets none, and only this process ends.

    What counts is memory that can be written to (getrlimit(2), RLIMIT_DATA; the sixth number of statm, proc(5)): not
    the 64 MB of addresses that the C library keeps for each thread.
    """
    pages = int(open("/proc/self/statm").read().split()[5])  # noqa: SIM115, PTH123  # a file of the kernel's
    size = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_DATA, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
