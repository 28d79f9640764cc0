"""``/statements``: who said and did what to whom, with the sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import pyoxigraph as ox
from fastapi import APIRouter, Query

from api import cursors, filters, shapes
from api.ask import rows, values
from api.facts import statements as read_statements
from api.problems import Problem
from api.state import StoreOf
from kg.model import Modality
from kg.rdf.namespaces import local, term
from kg.store import Store

router = APIRouter(tags=["Statements"])

_KEY = (str, str, int, int, str)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Checked filters; an empty tuple or none does not filter, ``relation`` () matches nothing."""

    relation: tuple[str, ...] | None = None
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    attributed_to: tuple[str, ...] = ()
    own_voice: bool = False
    modality: tuple[str, ...] = ()
    period: filters.Period = filters.ALWAYS
    article: str | None = None
    q: str | None = None
    contents: bool = True


@router.get("/statements", summary="List statements")
def get(
    store: StoreOf,
    relation: filters.RelationOf = None,
    quad: filters.QuadOf = None,
    source: filters.CodeOf = None,
    target: filters.CodeOf = None,
    actor: Annotated[list[str] | None, Query(description="Codes that are source or target.")] = None,
    attributed_to: Annotated[
        list[str] | None, Query(description="Codes of speakers; `none` is the article's own voice.")
    ] = None,
    modality: Annotated[
        list[str] | None, Query(json_schema_extra={"items": {"type": "string", "enum": [m.value for m in Modality]}})
    ] = None,
    start: Annotated[
        date | None, Query(alias="from", description="First day of publication.", examples=["2022-03-01"])
    ] = None,
    end: Annotated[
        date | None, Query(alias="to", description="Last day of publication.", examples=["2022-03-31"])
    ] = None,
    article: Annotated[str | None, Query(description="The id of an article.")] = None,
    q: Annotated[
        str | None, Query(description="Words that stand together in the sentence; case does not count.", max_length=200)
    ] = None,
    contents: Annotated[
        bool, Query(description="Whether to list also what is only the content of another statement.")
    ] = True,
    limit: filters.Limit = 50,
    cursor: filters.Cursor = None,
) -> shapes.Page[shapes.Statement]:
    """The newest article first, within it in the order of the text.

    `relation=ACCUSE` answers who accused whom; `relation=DENY&source=CHN` what China denies;
    `attributed_to=none&modality=actual` what the outlets themselves report as having happened.
    """
    voices = attributed_to or []
    wanted = Wanted(
        relation=filters.of_relations(relation, quad),
        source=filters.of_codes(store, "source", source),
        target=filters.of_codes(store, "target", target),
        actor=filters.of_codes(store, "actor", actor),
        attributed_to=filters.of_codes(store, "attributed_to", [v for v in voices if v != filters.OWN_VOICE]),
        own_voice=filters.OWN_VOICE in voices,
        modality=filters.of_modality(modality),
        period=filters.of_period(start, end),
        article=article,
        q=q,
        contents=contents,
    )
    return page(store, wanted, limit, cursor)


@router.get("/statements/{statement}", summary="One statement", responses={404: {"description": "No such statement."}})
def one(statement: str, store: StoreOf) -> shapes.Statement:
    """The statement with this id, with its content nested."""
    found = read_statements(store, [statement])
    if not found:
        raise Problem(404, f"There is no statement with the id {statement!r}.")
    return found[0]


def page(store: Store, wanted: Wanted, limit: int, cursor: str | None) -> shapes.Page[shapes.Statement]:
    """Return the page of ``wanted`` statements that begins after ``cursor``.

    Counts by article first and looks only into the articles that the page shows: sorting all
    statements took a second for 10,000.
    """
    after = cursors.read(cursor, _KEY) if cursor is not None else None
    shown = _places(store, wanted, _enough(store, wanted, limit, after), after)
    following = cursors.write(shown[limit - 1]) if len(shown) > limit else None
    ids = [str(place[-1]) for place in shown[:limit]]
    return shapes.Page[shapes.Statement](items=read_statements(store, ids), next=following)


def _enough(store: Store, wanted: Wanted, limit: int, after: cursors.Key | None) -> dict[str, tuple[str, str]]:
    """Return IRI, day and id of the articles, in their order, that hold the page and one statement more."""
    counts = {
        row["article"]: int(row["n"])
        for row in rows(store, f"SELECT ?article (COUNT(DISTINCT ?s) AS ?n) {{ {_where(wanted)} }} GROUP BY ?article")
    }
    chosen: dict[str, tuple[str, str]] = {}
    found = 0
    for day, article, iri in _articles(store, wanted):
        begun = after is not None and (day, article) == after[:2]
        if iri not in counts or not (begun or after is None or _comes_after((day, article), after)):
            continue
        chosen[iri] = day, article
        found += 0 if begun else counts[iri]  # of an article that the last page began, who knows how many are left
        if found > limit:
            break
    return chosen


def _articles(store: Store, wanted: Wanted) -> list[tuple[str, str, str]]:
    """Return day (or ""), id and IRI of all articles in the period, the newest first."""
    one = "" if wanted.article is None else filters.text_value("articleId", wanted.article)
    found = rows(
        store,
        f"""SELECT DISTINCT ?article ?articleId ?day {{ {one} GRAPH ?g {{
        ?article a schema:NewsArticle ; schema:identifier ?articleId .
        OPTIONAL {{ ?article schema:datePublished ?published }} }}
        BIND(COALESCE(STR(?published), "") AS ?day) {" ".join(in_period(wanted.period))} }} ORDER BY ?articleId""",
    )
    keys = sorted((row["articleId"], row["day"], row["article"]) for row in found)
    return [(day, article, iri) for article, day, iri in sorted(keys, key=lambda key: key[1], reverse=True)]


def _comes_after(place: tuple[str, str], after: cursors.Key) -> bool:
    day, article = place
    return day < str(after[0]) or (day == after[0] and article > str(after[1]))


def _places(
    store: Store, wanted: Wanted, articles: dict[str, tuple[str, str]], after: cursors.Key | None
) -> list[tuple[str, str, int, int, str]]:
    """Return the sort keys of the statements of ``articles`` that come after ``after``, in order."""
    if not articles:
        return []
    block = values("article", map(ox.NamedNode, articles))
    found = rows(
        store,
        f"""SELECT DISTINCT ?s ?article ?start ?triggerStart {{ {block} {_where(wanted)}
        GRAPH ?g {{ ?s c:evidence/oa:start ?start ; c:trigger/oa:start ?triggerStart }} }}""",
    )
    inside: dict[str, list[tuple[str, str, int, int, str]]] = {iri: [] for iri in articles}
    for row in found:
        place = (*articles[row["article"]], int(row["start"]), int(row["triggerStart"]), local(row["s"], "statement"))
        if after is None or place[:2] != after[:2] or place > after:
            inside[row["article"]].append(place)
    return [place for iri in articles for place in sorted(inside[iri])]


def _where(wanted: Wanted) -> str:
    return " ".join(_clauses(wanted))


def _clauses(wanted: Wanted) -> Iterator[str]:
    """Yield the patterns of the filters, and no more: each costs a look-up for every statement."""
    if wanted.article is not None:
        yield filters.text_value("articleId", wanted.article)
        yield "GRAPH ?g { ?article schema:identifier ?articleId }"
    for name, codes in (("sourceCode", wanted.source), ("targetCode", wanted.target)):
        if codes:
            yield filters.code_values(name, codes)
            yield f"GRAPH ?g {{ ?s c:{name} ?{name} }}"
    if wanted.actor:
        yield filters.code_values("actorCode", wanted.actor)
        yield "GRAPH ?g { { ?s c:sourceCode ?actorCode } UNION { ?s c:targetCode ?actorCode } }"
    if wanted.relation is not None:
        yield filters.relation_values("relation", wanted.relation)
        yield "GRAPH ?g { ?s c:relation ?relation }"
    if wanted.modality:
        yield values("modality", (term(f"c:{modality}") for modality in wanted.modality))
        yield "GRAPH ?g { ?s c:modality ?modality }"
    yield "GRAPH ?g { ?s c:article ?article ; a c:Statement }"
    yield from _voice(wanted)
    if not wanted.contents:
        yield "MINUS { GRAPH ?g { ?outer c:content ?s } }"
    if wanted.q:
        yield filters.text_value("q", wanted.q)
        yield "GRAPH ?g { ?s c:evidence/oa:exact ?sentence } FILTER(CONTAINS(LCASE(?sentence), LCASE(?q)))"


def in_period(period: filters.Period) -> Iterator[str]:
    """Yield the clauses that keep ``?day``, a day of publication, within ``period``."""
    if period.start:
        yield values("first", [ox.Literal(period.start.isoformat())]) + " FILTER(?day >= ?first)"
    if period.end:
        yield values("last", [ox.Literal(period.end.isoformat())])
        yield 'FILTER(?day != "" && ?day <= ?last)'


def _voice(wanted: Wanted) -> Iterator[str]:
    """The article's own voice is what is attributed to nobody and is not the content of a statement."""
    spoken = f"{filters.code_values('voice', wanted.attributed_to)} GRAPH ?g {{ ?s c:attributedToCode ?voice }}"
    somebody, content = "GRAPH ?g { ?s c:attributedTo ?x }", "GRAPH ?g { ?outer c:content ?s }"
    if wanted.attributed_to and wanted.own_voice:
        yield f"FILTER(EXISTS {{ {spoken} }} || (NOT EXISTS {{ {somebody} }} && NOT EXISTS {{ {content} }}))"
    elif wanted.attributed_to:
        yield spoken
    elif wanted.own_voice:  # MINUS does the same as NOT EXISTS here, in a tenth of the time
        yield f"MINUS {{ {somebody} }} MINUS {{ {content} }}"
