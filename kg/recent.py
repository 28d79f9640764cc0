"""Graphs as they were just loaded: what follows from them is then not read back from the store's indexes.

Oxigraph looks up each term of a quad that it returns, which takes many times as long.
"""

from __future__ import annotations

import marshal
import sqlite3
import zlib
from collections.abc import Iterable, Mapping
from typing import cast

import pyoxigraph as ox

from kg.rdf.facts import Nodes, nodes_in

MOST = 1 << 29  # bytes that are kept, compressed, in a temporary file: some 80,000 articles
LEVEL = 1  # of zlib


class Recent:
    """The nodes of named graphs, in a temporary file; no more of them once it is full."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._rows: sqlite3.Connection | None = None
        self._size = 0

    def keep(self, graphs: Mapping[ox.NamedNode, str]) -> None:
        """Keep some graphs, of which these are the lines of N-Quads, while there is room.

        None at all are kept where the disk of the temporary file is full.
        """
        try:
            self._keep(graphs)
        except sqlite3.DatabaseError:
            self.clear()

    def _keep(self, graphs: Mapping[ox.NamedNode, str]) -> None:
        if self._rows is None:
            self._rows = sqlite3.connect("", isolation_level=None, check_same_thread=False)
            self._rows.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            self._rows.execute("CREATE TABLE graph (name TEXT PRIMARY KEY, nodes BLOB) WITHOUT ROWID")
        for graph, lines in graphs.items():
            if self._size > self._most:
                self._drop(graph)
                continue
            packed = zlib.compress(marshal.dumps(nodes_in(lines)), LEVEL)
            self._rows.execute("INSERT OR REPLACE INTO graph VALUES (?, ?)", (graph.value, packed))
            self._size += len(packed)

    def nodes(self, graph: ox.NamedNode) -> Nodes | None:
        """Return the nodes of a graph; none if it is not here."""
        if self._rows is None:
            return None
        row = self._rows.execute("SELECT nodes FROM graph WHERE name = ?", (graph.value,)).fetchone()
        return None if row is None else cast(Nodes, marshal.loads(zlib.decompress(row[0])))  # noqa: S302  # its own

    def drop(self, graphs: Iterable[object]) -> None:
        """Forget some graphs: they are not what they were."""
        try:
            for graph in set(graphs):
                self._drop(graph)
        except sqlite3.DatabaseError:
            self.clear()

    def _drop(self, graph: object) -> None:
        if self._rows is not None and isinstance(graph, ox.NamedNode):
            self._rows.execute("DELETE FROM graph WHERE name = ?", (graph.value,))

    def clear(self) -> None:
        """Forget them all."""
        if self._rows is not None:
            self._rows.close()
        self._rows, self._size = None, 0
