"""Writing a whole store to a stream, sorted, so that the same graph gives the same bytes; memory stays flat."""

from __future__ import annotations

import heapq
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType
from typing import IO, BinaryIO

import pyoxigraph as ox

from kg.rdf.namespaces import PREFIXES
from kg.temporary import prefix

# Local names made from outside: one that ends in a dot, escaped as Turtle allows, is a syntax error to rdflib's parser.
FOREIGN = frozenset({"article", "outlet", "graph", "unlinked", "mention"})
CHUNK = 200_000  # quads that are sorted in memory at a time (about 60 MB)

Key = Callable[[ox.Quad], str]


def line(quad: ox.Quad) -> str:
    """Return a quad as a line of N-Quads."""
    return f"{quad} .\n"


def quads(lines: Iterable[str]) -> Iterator[ox.Quad]:
    """Return the quads of such lines."""
    return ox.parse("".join(lines), ox.RdfFormat.N_QUADS, lenient=True)


def _by_graph(quad: ox.Quad) -> str:
    return f"{quad.graph_name} {quad.triple} .\n"


def _by_triple(quad: ox.Quad) -> str:
    return f"{quad.triple} .\n"


FORMATS: Mapping[str, tuple[Key, ox.RdfFormat]] = MappingProxyType(
    {
        "turtle": (_by_triple, ox.RdfFormat.TURTLE),
        "trig": (_by_graph, ox.RdfFormat.TRIG),
        "nquads": (line, ox.RdfFormat.N_QUADS),
        "jsonld": (_by_graph, ox.RdfFormat.JSON_LD),
    }
)


def write(quads: Iterable[ox.Quad], format: str, out: BinaryIO) -> None:  # noqa: A002  # the word of the command line
    """Write the quads to ``out``, sorted and each once; ``turtle`` merges the graphs.

    Raises ValueError for a format that is not in `FORMATS`.
    """
    if format not in FORMATS:
        raise ValueError(f"format {format!r} is none of {', '.join(FORMATS)}")
    key, syntax = FORMATS[format]
    with ExitStack() as stack:
        lines = _once(_sorted(map(key, quads), stack))
        if format == "nquads":
            out.writelines(line.encode() for line in lines)
        else:
            _serialize(lines, format, syntax, out)


def difference(old: Iterable[str], new: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the lines that are only in ``old`` and those only in ``new``.

    Only the differences are kept in memory.
    """
    gone: list[str] = []
    come: list[str] = []
    with ExitStack() as stack:
        marked = heapq.merge(
            ((line, 0) for line in _once(_sorted(iter(old), stack))),
            ((line, 1) for line in _once(_sorted(iter(new), stack))),
        )
        for line, sides in groupby(marked, key=itemgetter(0)):
            found = [side for _, side in sides]
            if len(found) == 1:
                (come if found[0] else gone).append(line)
    return gone, come


def _serialize(lines: Iterable[str], format: str, syntax: ox.RdfFormat, out: BinaryIO) -> None:  # noqa: A002
    with tempfile.TemporaryDirectory(prefix=prefix()) as folder:
        sorted_ = Path(folder) / "sorted.nq"
        with sorted_.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(map(_graph_last, lines) if format in ("trig", "jsonld") else lines)
        found: Iterator[ox.Quad] = ox.parse(path=sorted_, format=ox.RdfFormat.N_QUADS)
        terms = (quad.triple for quad in found) if format == "turtle" else found
        ox.serialize(terms, out, format=syntax, prefixes={k: v for k, v in PREFIXES.items() if k not in FOREIGN})


def _graph_last(line: str) -> str:
    graph, _, rest = line.partition(" ")  # an IRI has no blank
    return f"{rest[:-3]} {graph} .\n"


def _once(lines: Iterable[str]) -> Iterator[str]:
    last = ""
    for line in lines:
        if line != last:
            yield line
            last = line


def _sorted(lines: Iterator[str], stack: ExitStack) -> Iterator[str]:
    """Sort by code point, in chunks that are kept in temporary files and merged."""
    first = sorted(islice(lines, CHUNK))
    parts: list[Iterable[str]] = [first]
    while chunk := sorted(islice(lines, CHUNK)):
        parts.append(_spilled(chunk, stack))
    return heapq.merge(*parts)


def _spilled(chunk: list[str], stack: ExitStack) -> IO[str]:
    file = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))  # noqa: SIM115  # it is
    file.writelines(chunk)
    file.seek(0, os.SEEK_SET)
    return file
