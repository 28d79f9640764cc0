"""What the field measures on a graph of actors (`kg.graph`). Every function is pure.

An edge's ``weight`` is a count of events, its ``score`` the conflict-cooperation score (-10 to +10) of each of them;
the score of a pair is the mean over its events, its total their sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import networkx as nx
import numpy as np

from kg.graph import Multi

_DAMPING, _PRECISION, _ROUNDS = 0.85, 1e-10, 200


@dataclass(frozen=True, slots=True)
class Degree:
    """How many events go out from an actor and come in, and how many of both are of conflict or cooperation."""

    out: int = 0
    into: int = 0
    conflict: int = 0
    cooperation: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """The events from ``source`` to ``target``: how many, and the sum of their scores."""

    source: str
    target: str
    count: int
    total: float

    @property
    def score(self) -> float:
        """The mean score, -10 to +10."""
        return self.total / self.count


@dataclass(frozen=True, slots=True)
class Balance:
    """Triangles of actors by how many of the three pairs have a negative mean score (Heider 1946, Cartwright and Harary
    1956): those with none or two are balanced. A pair whose score is 0 has no sign and makes no triangle."""

    none: int
    one: int
    two: int
    three: int

    @property
    def share(self) -> float | None:
        """The share of balanced triangles, none if there is no triangle."""
        every = self.none + self.one + self.two + self.three
        return (self.none + self.two) / every if every else None


@dataclass(frozen=True, slots=True)
class Change:
    """A pair in the period before and now; none where it had no events."""

    source: str
    target: str
    before: Pair | None
    now: Pair | None

    @property
    def by(self) -> float:
        """By how much the total score has changed."""
        return (self.now.total if self.now else 0.0) - (self.before.total if self.before else 0.0)


def degrees(graph: Multi) -> dict[str, Degree]:
    """Return the weighted degrees of every actor."""
    found = {code: [0, 0, 0, 0] for code in graph}
    for source, target, data in graph.edges(data=True):
        found[source][0] += data["weight"]
        found[target][1] += data["weight"]
        if data["score"]:
            for code in (source, target):
                found[code][2 if data["score"] < 0 else 3] += data["weight"]
    return {code: Degree(*counts) for code, counts in found.items()}


def pagerank(graph: Multi) -> dict[str, float]:
    """Return the PageRank (Brin and Page 1998; damping 0.85) of every actor, by weighted edges; the sum is 1.

    networkx's own needs SciPy, which nothing else here does; a test compares the two.
    """
    codes = list(graph)
    if not codes:
        return {}
    at, size = {code: i for i, code in enumerate(codes)}, len(codes)
    ends = [(at[source], at[target], data["weight"]) for source, target, data in graph.edges(data=True)]
    sources, targets, weights = (np.array([end[i] for end in ends], dtype=int) for i in range(3))
    out = np.bincount(sources, weights, size)
    shares = weights / out[sources]
    rank = np.full(size, 1 / size)
    for _ in range(_ROUNDS):
        moved = np.bincount(targets, shares * rank[sources], size) + rank[out == 0].sum() / size
        last, rank = rank, _DAMPING * moved + (1 - _DAMPING) / size
        if np.abs(rank - last).sum() < _PRECISION * size:
            break
    return dict(zip(codes, rank.tolist(), strict=True))


def communities(graph: Multi) -> list[tuple[str, ...]]:
    """Return groups of actors who cooperate with each other more than with others, the largest first.

    Louvain (Blondel et al. 2008, seeded) on the sums of positive scores; one whom nobody cooperates with is in none.
    """
    friends: nx.Graph[str] = nx.Graph()
    for pair in both_ways(graph).values():
        if pair.total > 0:
            friends.add_edge(pair.source, pair.target, weight=pair.total)
    found = nx.community.louvain_communities(friends, weight="weight", seed=0) if friends else []
    return sorted((tuple(sorted(group)) for group in found), key=lambda group: (-len(group), group))


def balance(graph: Multi) -> Balance:
    """Return the signed triangles. Both directions of a pair count together."""
    signs = {ends: pair.total < 0 for ends, pair in both_ways(graph).items() if pair.total}
    near: dict[str, set[str]] = {}
    for one, other in signs:
        near.setdefault(one, set()).add(other)
    counts = [0, 0, 0, 0]
    for one, others in near.items():
        for other, third in combinations(sorted(others), 2):
            if (other, third) in signs:
                counts[signs[one, other] + signs[one, third] + signs[other, third]] += 1
    return Balance(*counts)


def pairs(graph: Multi) -> list[Pair]:
    """Return every ordered pair with events, from the most conflictual (by total score) to the most cooperative."""
    found = _added((source, target, data) for source, target, data in graph.edges(data=True))
    return sorted(found.values(), key=lambda pair: (pair.total, pair.source, pair.target))


def both_ways(graph: Multi) -> dict[tuple[str, str], Pair]:
    """Return every pair with both directions together, by its two codes in the order of the alphabet."""
    return _added((min(s, t), max(s, t), data) for s, t, data in graph.edges(data=True))


def changes(before: Multi, now: Multi) -> list[Change]:
    """Return every ordered pair whose total score is another now, the greatest change first."""
    then, here = ({(p.source, p.target): p for p in pairs(graph)} for graph in (before, now))
    found = (Change(*ends, then.get(ends), here.get(ends)) for ends in sorted({*then, *here}))
    return sorted((change for change in found if change.by), key=lambda c: (-abs(c.by), c.source, c.target))


def strongest(graph: Multi, count: int) -> Multi:
    """Return the graph of the ``count`` pairs (both directions together) with most events."""
    ranked = sorted(both_ways(graph).items(), key=lambda item: (-item[1].count, item[0]))
    kept = {ends for ends, _ in ranked[:count]}
    left: Multi = nx.MultiDiGraph()
    for code in sorted({code for ends in kept for code in ends}):
        left.add_node(code, **graph.nodes[code])
    for source, target, key, data in graph.edges(keys=True, data=True):
        if (min(source, target), max(source, target)) in kept:
            left.add_edge(source, target, key=key, **data)
    return left


def _added(ends: Iterable[tuple[str, str, Mapping[str, float]]]) -> dict[tuple[str, str], Pair]:
    sums: dict[tuple[str, str], list[float]] = {}
    for source, target, data in ends:
        entry = sums.setdefault((source, target), [0, 0.0])
        entry[0] += data["weight"]
        entry[1] += data["weight"] * data["score"]
    return {(s, t): Pair(s, t, int(count), round(total, 6)) for (s, t), (count, total) in sums.items()}


@dataclass(frozen=True, slots=True)
class Table:
    """Measures for people: a title, the names of the columns, and rows of words."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(graph: Multi, before: Multi | None = None, most: int = 10) -> Iterator[Table]:
    """Yield all measures, each table with at most ``most`` rows; the change is measured against ``before``."""
    ranks, counts = pagerank(graph), degrees(graph)
    central = sorted(graph, key=lambda code: (-ranks[code], code))[:most]
    yield Table(
        "central actors",
        ("code", "name", "PageRank", "out", "in", "conflict", "cooperation"),
        tuple((c, str(graph.nodes[c]["label"]), f"{ranks[c]:.3f}", *_words(counts[c])) for c in central),
    )
    ranked, columns = pairs(graph), ("source", "target", "events", "mean score", "total score")
    yield Table("most conflictual pairs", columns, tuple(_line(p) for p in ranked[:most] if p.total < 0))
    yield Table("most cooperative pairs", columns, tuple(_line(p) for p in reversed(ranked[-most:]) if p.total > 0))
    groups = enumerate(communities(graph)[:most], 1)
    yield Table("communities of cooperation", ("number", "actors"), tuple((str(i), " ".join(g)) for i, g in groups))
    signed = balance(graph)
    share = "" if signed.share is None else f"{signed.share:.2f}"
    row = (str(signed.none), str(signed.one), str(signed.two), str(signed.three), share)
    yield Table("triangles of pairs", ("+++", "++-", "+--", "---", "balanced"), (row,))
    if before is not None:
        yield Table(
            "change against the period before",
            ("source", "target", "events before", "now", "total score before", "now", "change"),
            tuple(_changed(change) for change in changes(before, graph)[:most]),
        )


def _words(degree: Degree) -> tuple[str, ...]:
    return str(degree.out), str(degree.into), str(degree.conflict), str(degree.cooperation)


def _line(pair: Pair) -> tuple[str, ...]:
    return pair.source, pair.target, str(pair.count), f"{pair.score:+.1f}", f"{pair.total:+.1f}"


def _changed(change: Change) -> tuple[str, ...]:
    (n0, t0), (n1, t1) = ((p.count, p.total) if p else (0, 0.0) for p in (change.before, change.now))
    return change.source, change.target, str(n0), str(n1), f"{t0:+.1f}", f"{t1:+.1f}", f"{change.by:+.1f}"
