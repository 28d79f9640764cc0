"""``/measures``: what the field measures on the graph of actors, over what articles report as having happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Query

from api import filters, shapes, statuses
from api.dyads import name
from api.fresh import validated
from api.state import IndexOf
from kg import counts
from kg.index import Code, Index
from kg.lexicon.vocabulary import relations
from kg.selection import Selection

if TYPE_CHECKING:
    from kg.graph import Multi
    from kg.measures import Change, Pair

router = APIRouter(
    tags=["Graph"],
    dependencies=[Depends(filters.only_known), Depends(validated)],
    responses=statuses.described(*statuses.VALIDATED, 422),
)

MOST_PAIRS = 3000
"""The most frequent pairs that are measured: the work is bounded."""

Most = Annotated[int, Query(ge=1, le=200, description="Most rows of each list.")]


@router.get("/measures", summary="Measure the graph of actors")
def get(index: IndexOf, wanted: filters.SelectionOf, most: Most = 10) -> shapes.Measures:
    """PageRank, weighted degrees, the most conflictual and cooperative pairs by the sum of their scores, communities of
    cooperation, balance of signed triangles; with `from` and `to` also the change against the period of the same length
    before. Only what articles report as having happened counts, of the 3,000 most frequent pairs."""
    from kg import measures  # networkx takes a while to import, and the service starts without it

    graph, codes = _graph(index, wanted), index.codes()
    ranks, degrees = measures.pagerank(graph), measures.degrees(graph)
    pairs = measures.pairs(graph)
    before = _before(wanted)
    signed = measures.balance(graph)
    return shapes.Measures(
        actors=len(graph),
        pairs=len(pairs),
        central=[
            shapes.Central(
                code=code,
                name=name(codes, code),
                pagerank=round(ranks[code], 5),
                out=degrees[code].out,
                into=degrees[code].into,
                conflict=degrees[code].conflict,
                cooperation=degrees[code].cooperation,
            )
            for code in sorted(graph, key=lambda code: (-ranks[code], code))[:most]
        ],
        conflictual=[_total(pair, codes) for pair in pairs[:most] if pair.total < 0],
        cooperative=[_total(pair, codes) for pair in reversed(pairs[-most:]) if pair.total > 0],
        communities=[[_end(code, codes) for code in group] for group in measures.communities(graph)[:most]],
        balance=shapes.Balance(
            none=signed.none, one=signed.one, two=signed.two, three=signed.three, share=_rounded(signed.share)
        ),
        changes=None
        if before is None
        else [_changed(c, codes) for c in measures.changes(_graph(index, before), graph)[:most]],
    )


def _graph(index: Index, wanted: Selection) -> Multi:
    """Return the graph of edges that are reported, as `kg.graph.edges` does, but filtered."""
    import networkx as nx

    known = relations()
    graph: Multi = nx.MultiDiGraph()
    for pair in counts.pairs(index, wanted, order=counts.Order("edges", down=True), limit=MOST_PAIRS, apart=True):
        for relation, (_, edges) in pair.relations.items():
            if edges:
                graph.add_edge(pair.source, pair.target, key=relation, weight=edges, score=known[relation].score)
    return graph


def _before(wanted: Selection) -> Selection | None:
    """Return the selection of the period of the same length before, none if the period is open or there is none."""
    if wanted.start is None or wanted.end is None:
        return None
    try:
        end = wanted.start - timedelta(days=1)
        return replace(wanted, start=end - (wanted.end - wanted.start), end=end)
    except OverflowError:  # it would lie before the year 1
        return None


def _end(code: str, codes: Mapping[str, Code]) -> shapes.End:
    return shapes.End(code=code, name=name(codes, code))


def _total(pair: Pair, codes: Mapping[str, Code]) -> shapes.Total:
    return shapes.Total(
        source=_end(pair.source, codes),
        target=_end(pair.target, codes),
        edges=pair.count,
        score=round(pair.score, 2),
        total=round(pair.total, 2),
    )


def _changed(change: Change, codes: Mapping[str, Code]) -> shapes.Changed:
    return shapes.Changed(
        source=_end(change.source, codes),
        target=_end(change.target, codes),
        edges_before=change.before.count if change.before else 0,
        edges=change.now.count if change.now else 0,
        total_before=round(change.before.total, 2) if change.before else 0.0,
        total=round(change.now.total, 2) if change.now else 0.0,
    )


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 3)
