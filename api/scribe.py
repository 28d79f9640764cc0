"""The process that writes: the only one that has the graph open for writing, one change after the other.

It is a worker like those that answer queries (same wire, same end at a time limit), and each change is one transaction:
killed at any moment, it has made the change or not. What was acknowledged is on the disk.
"""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from api import wire
from api.change import SYNTAXES, Change
from api.marked import changed, marked
from api.prefixes import fault
from api.wire import END, PROBLEM, READY, Failed
from kg import snapshots
from kg.index import Index
from kg.rdf.namespaces import PREFIXES
from kg.store import Store, StoreError

_SHOWN = 5  # problems of a check that the answer names


def serve(socket_: socket.socket, path: str, number: int, bound: Callable[[], None]) -> None:
    """Make changes until the service closes the socket; ``bound`` sets the limits of the process once it is ready."""
    try:
        store = Store.open(path)
    except StoreError as bad:
        wire.send(socket_, PROBLEM, {"status": 503, "detail": str(bad)})
        return
    with store, Index.of(store) as index:
        bound()
        wire.send(socket_, READY, wire.hello(number))
        received = socket_.makefile("rb")
        while (order := wire.receive(received)) is not None:
            given = json.loads(order)
            given["media"] = tuple(given["media"])
            change = Change(**given)
            parts = [part for _ in change.media if (part := wire.receive(received)) is not None]
            if len(parts) < len(change.media):  # the service ended while a body was on its way: nobody waits for it
                return
            try:
                told = _made(store, index, change, parts)
            except Failed as failed:
                wire.send(socket_, PROBLEM, {"status": failed.status, "detail": str(failed)})
            except StoreError as bad:
                wire.send(socket_, PROBLEM, {"status": 507 if bad.no_space else 503, "detail": str(bad)})
            else:
                wire.send(socket_, END, told)


def _made(store: Store, index: Index, change: Change, parts: list[bytes]) -> dict[str, object]:
    if change.do == "snapshot":
        index.sync(store)
        snapshots.take(store, index, Path(change.text))
        return {}
    text, told = _as_update(store, change, parts)
    if change.check:
        _check(store, text, change.base, Path(change.check))
    _run(store, text, change.base)
    store.flush()
    return told


def _as_update(store: Store, change: Change, parts: list[bytes]) -> tuple[str, dict[str, object]]:
    """Return the change as one SPARQL update, which is one transaction, and what to tell of it. Raises Failed."""
    if change.do == "update":
        return marked(change.text, change.base), {}
    graph = None if change.graph is None else ox.NamedNode(change.graph)
    there = graph is None or store.native.contains_named_graph(graph)
    if change.do == "delete":
        if not there:
            raise Failed(404, f"There is no graph {change.graph}.")
        return (f"DROP GRAPH {graph}" if graph else "DROP DEFAULT"), {}
    triples: list[str] = []
    for number, (media, content) in enumerate(zip(change.media, parts, strict=True)):
        triples += _triples(media, content, change.base or change.graph, number)
    block = f"{{\n{''.join(triples)}}}"
    inserted = f"INSERT DATA {f'{{ GRAPH {graph} {block} }}' if graph else block}"
    before = ""
    if change.do == "put":
        before = f"DROP SILENT GRAPH {graph} ; " if graph else "DROP DEFAULT ; "
    if graph:
        before += f"CREATE SILENT GRAPH {graph} ; "
    mark = changed(change.graph) if change.graph else ""
    return " ;\n".join(filter(None, (before + inserted, mark))), {"created": not there}


def _triples(media: str, content: bytes, base: str | None, number: int) -> list[str]:
    try:
        found = list(ox.parse(content, format=SYNTAXES[media], base_iri=base, rename_blank_nodes=True))
    except (SyntaxError, ValueError) as bad:
        where = f" (part {number + 1})" if number else ""
        raise Failed(400, f"The body is not {media}{where}: {getattr(bad, 'msg', None) or bad}") from None
    if any(not isinstance(quad.graph_name, ox.DefaultGraph) for quad in found):
        raise Failed(400, "The body names graphs of its own; send one graph, without a name.")
    return [f"{quad.triple} .\n" for quad in found]


def _run(store: Store, text: str, base: str | None) -> None:
    try:
        with store.journal.forgetting():
            store.native.update(text, base_iri=base, prefixes=dict(PREFIXES))
    except SyntaxError as bad:
        raise Failed(400, f"The update is not SPARQL: {fault(text, bad.msg)}") from None
    except OSError as bad:
        full = "No space left" in str(bad)
        raise Failed(507 if full else 503, f"The disk refused the change, and nothing was changed: {bad}") from None
    except (RuntimeError, ValueError) as bad:
        raise Failed(400, f"The update cannot be made, and nothing was changed: {bad}") from None


def _check(store: Store, text: str, base: str | None, folder: Path) -> None:
    """Make the change in a copy and look at it there. Raises Failed 422 with what is wrong."""
    from kg.check import shape_problems  # pySHACL takes a second to import, and few ask for it

    shutil.rmtree(folder, ignore_errors=True)
    try:
        store.backup(folder)
        with Store.open(folder) as scratch:
            _run(scratch, text, base)
            found = [str(problem) for problem in shape_problems(scratch)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if found:
        more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        raise Failed(422, f"The graph would not be as its shapes say: {'; '.join(found[:_SHOWN])}{more}")
