"""``kg export``: the whole graph, for other tools."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from kg import articles
from kg.cli.failure import Failure
from kg.cli.given import SaidOption, configured
from kg.cli.opened import opened
from kg.cli.shown import whole
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.store import Store


class GraphFormat(StrEnum):
    """What `kg export` writes."""

    TURTLE = "turtle"
    TRIG = "trig"
    NQUADS = "nquads"
    JSONLD = "jsonld"
    GRAPHML = "graphml"
    GEXF = "gexf"
    CSV = "csv"
    PLOVER = "plover"


@configured("store")
def export(
    settings: Settings,
    output: Annotated[GraphFormat, typer.Option("--format", "-f", help="How to write it.")] = GraphFormat.TRIG,
    file: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="File to write; of csv a folder. [default: standard output]", metavar="FILE"
        ),
    ] = None,
    said: SaidOption = False,
) -> None:
    """Write the whole graph: as RDF, as a graph of actors, or as rows of events.

    RDF: Turtle (all graphs merged), TriG, N-Quads or JSON-LD; the same articles give the same lines. The graph of
    actors for Gephi, Cytoscape and others: GraphML, GEXF (with time), or CSV (nodes.csv and edges.csv in a folder; on
    standard output the edges). It holds what articles report in their own voice; --said takes also what is only said.
    plover: JSON lines with the field names of the PLOVER ontology, of what articles say in their own voice, with the
    contexts future, hypothetical and negation; --said takes also what others say, with the context claimed.
    """
    with opened(settings, read_only=True) as graph:
        if output is GraphFormat.CSV and file is not None:
            _export_lists(graph, file, said)
            return
        if file is None:
            _export(graph, output, said, sys.stdout.buffer)
            sys.stdout.buffer.flush()
            return
        with whole(file) as stream:
            _export(graph, output, said, stream)


def _export(graph: Store, output: GraphFormat, said: bool, out: BinaryIO) -> None:
    from kg import interchange
    from kg.events import OWN_VOICE, Wanted, events
    from kg.graph import from_store, names

    if output is GraphFormat.PLOVER:
        wanted = Wanted(said=True, voices=frozenset() if said else frozenset({OWN_VOICE}))
        out.writelines(line.encode() + b"\n" for line in interchange.plover(events(graph, wanted), names(graph)))
    elif output is GraphFormat.GRAPHML:
        out.write(interchange.graphml(from_store(graph, Wanted(said=said))))
    elif output is GraphFormat.GEXF:
        out.write(interchange.gexf(from_store(graph, Wanted(said=said))))
    elif output is GraphFormat.CSV:
        out.write(interchange.edges_csv(from_store(graph, Wanted(said=said))).encode())
    elif said:
        raise Failure(f"--said: {output.value} always holds everything that is said")
    else:
        graph.export(output.value, out)


def _export_lists(graph: Store, folder: Path, said: bool) -> None:
    from kg import interchange
    from kg.events import Wanted
    from kg.graph import from_store

    network = from_store(graph, Wanted(said=said))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise Failure(f"{folder}: {articles.why(wrong)}") from None
    for name, content in (("nodes", interchange.nodes_csv(network)), ("edges", interchange.edges_csv(network))):
        with whole(folder / f"{name}.csv") as stream:
            stream.write(content.encode())
