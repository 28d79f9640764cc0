"""``/dyads``: ordered pairs of codes, counted from the ledger that the build keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

import pyoxigraph as ox
from fastapi import APIRouter, Query

from api import cursors, filters, shapes
from api.ask import Row, rows, values
from api.state import StoreOf
from kg.lexicon.vocabulary import relations
from kg.rdf.namespaces import ACTORS, LEDGER, local
from kg.store import Store

router = APIRouter(tags=["Dyads"])


@dataclass(slots=True)
class Tally:
    """Counts of one ordered pair while they are added up."""

    counts: dict[str, shapes.Count] = field(default_factory=dict)

    @property
    def statements(self) -> int:
        """How many statements."""
        return sum(count.statements for count in self.counts.values())

    @property
    def edges(self) -> int:
        """How many of them are the article's own report of what happened."""
        return sum(count.edges for count in self.counts.values())

    def score(self) -> float | None:
        """Mean score of the edges' relations, rounded to hundredths, or none without an edge."""
        if not self.edges:
            return None
        total = sum(count.edges * relations()[code].score for code, count in self.counts.items())
        return round(total / self.edges, 2)

    def sorted(self) -> list[shapes.Count]:
        """The counts, the most frequent relation first."""
        return sorted(self.counts.values(), key=lambda c: (-c.statements, c.relation))


@router.get("/dyads", summary="List pairs of actors")
def get(
    store: StoreOf,
    relation: filters.RelationOf = None,
    quad: filters.QuadOf = None,
    source: filters.CodeOf = None,
    target: filters.CodeOf = None,
    actor: Annotated[list[str] | None, Query(description="Codes that are source or target.")] = None,
    start: Annotated[
        date | None, Query(alias="from", description="The month of this day is the first that counts.")
    ] = None,
    end: Annotated[date | None, Query(alias="to", description="The month of this day is the last that counts.")] = None,
    limit: filters.Limit = 50,
    cursor: filters.Cursor = None,
) -> shapes.Page[shapes.Dyad]:
    """The pair with most statements first. Periods are months: of what the text says, else of publication."""
    codes = {
        "sourceCode": filters.of_codes(store, "source", source),
        "targetCode": filters.of_codes(store, "target", target),
    }
    clauses = [filters.code_values(name, found) for name, found in codes.items() if found]
    wanted = filters.of_relations(relation, quad)
    if wanted is not None:
        clauses.append(filters.relation_values("relation", wanted))
    either = filters.of_codes(store, "actor", actor)
    if either:
        clauses.append(filters.code_values("either", either))
        clauses.append("FILTER(?either = ?sourceCode || ?either = ?targetCode)")
    clauses += _months(filters.of_period(start, end))
    after = cursors.read(cursor, (int, str, str)) if cursor else None
    return _page(store, tallies(store, clauses), limit, after)


def tallies(store: Store, clauses: Iterable[str] = ()) -> dict[tuple[str, str], Tally]:
    """Return the counts of every ordered pair of codes that the ledger has and ``clauses`` leave."""
    found = rows(
        store,
        f"""SELECT ?sourceCode ?targetCode ?relation (SUM(?s) AS ?statements) (SUM(?e) AS ?edges) {{
        SELECT DISTINCT ?p ?sourceCode ?targetCode ?relation ?s ?e {{
          GRAPH {LEDGER} {{
            ?p a c:Proposition ; c:relation ?relation ; c:sourceCode ?sourceCode ; c:targetCode ?targetCode ;
               c:statementCount ?s ; c:edgeCount ?e . OPTIONAL {{ ?p c:period ?period }} }}
          {" ".join(clauses)} }} }}
        GROUP BY ?sourceCode ?targetCode ?relation""",
    )
    pairs: dict[tuple[str, str], Tally] = {}
    for row in found:
        pair = local(row["sourceCode"], "code"), local(row["targetCode"], "code")
        pairs.setdefault(pair, Tally()).counts[local(row["relation"], "rel")] = _count(row)
    return pairs


def names(store: Store, codes: Iterable[str]) -> dict[str, str]:
    """Return what each code is called; a code without a label is its own name."""
    wanted = sorted(set(codes))
    found = {code: code for code in wanted}
    if wanted:
        for row in rows(
            store,
            f"""SELECT ?code ?name {{ {filters.code_values("code", wanted)}
                GRAPH {ACTORS} {{ ?code skos:prefLabel ?name }} }}""",
        ):
            found[local(row["code"], "code")] = row["name"]
    return found


def _count(row: Row) -> shapes.Count:
    return shapes.Count(
        relation=local(row["relation"], "rel"), statements=int(row["statements"]), edges=int(row["edges"])
    )


def _months(period: filters.Period) -> Iterator[str]:
    """A period that is a year counts from its first month and up to its last."""
    if period.start:
        month = ox.Literal(period.start.strftime("%Y-%m"))
        yield values("first", [month]) + ' FILTER(CONCAT(STR(?period), "-12") >= ?first)'
    if period.end:
        month = ox.Literal(period.end.strftime("%Y-%m"))
        yield values("last", [month]) + " FILTER(STR(?period) <= ?last)"


def _page(
    store: Store, pairs: dict[tuple[str, str], Tally], limit: int, after: cursors.Key | None
) -> shapes.Page[shapes.Dyad]:
    ranked = sorted((-tally.statements, *pair) for pair, tally in pairs.items())
    left = [key for key in ranked if after is None or key > after]
    shown = left[:limit]
    called = names(store, (code for key in shown for code in key[1:]))
    items = [_dyad(source, target, pairs[source, target], called) for _, source, target in shown]
    following = cursors.write(shown[-1]) if len(left) > limit else None
    return shapes.Page[shapes.Dyad](items=items, next=following)


def _dyad(source: str, target: str, tally: Tally, called: dict[str, str]) -> shapes.Dyad:
    return shapes.Dyad(
        source=shapes.End(code=source, name=called[source]),
        target=shapes.End(code=target, name=called[target]),
        statements=tally.statements,
        edges=tally.edges,
        score=tally.score(),
        relations=tally.sorted(),
    )
