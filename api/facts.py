"""Statements read back from the graph, as the REST interface and the pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pyoxigraph as ox

from api import shapes
from api.ask import Row, rows, values
from api.words import in_words, placed
from kg.lexicon.vocabulary import relations
from kg.rdf.facts import Nodes, day_or_none, flaw
from kg.rdf.namespaces import ACTORS, PREFIXES, article_graph, article_of, local, statement_iri, under
from kg.store import Store

_ROLES = ("source", "target", "attributedTo")
_PARTS = MappingProxyType({"evidence": "sentence", "trigger": "trigger", **{f"{role}Mention": role for role in _ROLES}})
_EDGES = MappingProxyType({"start": "Start", "end": "End", "exact": "Text"})
_HEAD = MappingProxyType({"headline": "title", "url": "url", "datePublished": "published"})
_DEEPEST = 8  # contents within contents; what is deeper is shown by its id only


@dataclass(frozen=True, slots=True)
class Name:
    """What the graph of actors says of one: its id, name and the state that it acts for."""

    id: str | None = None
    name: str | None = None
    country: str | None = None


def statements(store: Store, ids: Sequence[str]) -> list[shapes.Statement]:
    """Return the statements with these ids, in this order, each with its content nested.

    Ids that the graph does not have are left out, as are statements that are not whole, and what those say
    (`kg.rdf.facts`).
    """
    above = _above(store, ids)
    found = _with_contents(store, [*ids, *filter(None, set().union(*above.values()))])
    names = _names(store, found.values())
    shown: dict[str, shapes.Statement | None] = {}

    def show(key: str, within: frozenset[str] = frozenset()) -> shapes.Statement | None:
        """Return a statement in what says it; none if something of that is not whole."""
        if key not in found:
            return None
        if key not in shown:
            parents = above.get((key, found[key]["articleId"]), set())
            around = [show(each, within | {key}) for each in sorted(parents - within - {key})]
            whole = None not in around
            shown[key] = placed(_built(key, found, names, ()), next(iter(around), None)) if whole else None
        return shown[key]

    return [each for each in map(show, ids) if each is not None]


def _above(store: Store, ids: Iterable[str]) -> dict[tuple[str, str], set[str]]:
    """Return, by id and article, the ids of the statements that it is the content of, and so on for those.

    What is no statement has the id "".
    """
    found: dict[tuple[str, str], set[str]] = {}
    asked: set[str] = set()
    wanted = set(ids)
    for _ in range(_DEEPEST):
        if not wanted:
            break
        asked |= wanted
        block = values("content", map(statement_iri, sorted(wanted)))
        text = f"SELECT ?content ?s ?g {{ {block} GRAPH ?g {{ ?s c:content ?content }} FILTER(isIRI(?s)) }}"
        wanted = set()
        for row in rows(store, text):
            article = article_of(row["g"])
            if article is not None:
                parent = under(row["s"], "statement") or ""
                found.setdefault((local(row["content"], "statement"), article), set()).add(parent)
                wanted |= {parent} - asked - {""}
    return found


def _with_contents(store: Store, ids: Iterable[str]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    wanted = list(dict.fromkeys(ids))
    for _ in range(_DEEPEST):
        if not wanted:
            break
        found |= _details(store, wanted)
        contents = (local(row["content"], "statement") for row in found.values() if "content" in row)
        wanted = [key for key in dict.fromkeys(contents) if key not in found]
    return found


def _details(store: Store, ids: Iterable[str]) -> dict[str, Row]:
    """Return what ``_built`` needs of each statement that is whole.

    Three plain look-ups: the same as one query with an OPTIONAL for each part is planned as joins
    over the whole graph (half a second for 20 statements of 10,000).
    """
    c, asked = PREFIXES["c"], {statement_iri(key).value: key for key in ids}
    graphs = _nodes(store, asked)
    parts = {
        part
        for nodes in graphs.values()
        for node in nodes.values()
        for name in _PARTS
        for part in node.get(c + name, ())
    }
    for article, nodes in _nodes(store, sorted(parts)).items():
        graphs.setdefault(article, {}).update(nodes)
    whole = {
        (asked[iri], article): {name.removeprefix(c): value[0] for name, value in nodes[iri].items()}
        for article, nodes in graphs.items()
        for iri in asked.keys() & nodes.keys()
        if flaw(iri, nodes, article) is None
    }
    heads = _articles(store, sorted({own["article"] for own in whole.values()}))
    return {
        key: {**own, **heads.get(own["article"], {}), "articleId": article, **_offsets(own, graphs[article])}
        for (key, article), own in whole.items()
    }


def _nodes(store: Store, iris: Iterable[str]) -> dict[str, Nodes]:
    """Return what the graph of each article, by its id, says of these nodes."""
    found: dict[str, Nodes] = {}
    asked = [node for iri in iris if (node := _named(iri)) is not None]
    if not asked:
        return found
    for row in rows(
        store,
        f"""SELECT ?g ?node ?p ?o {{ {values("node", asked)}
            GRAPH ?g {{ ?node ?p ?o }} FILTER(isIRI(?o) || isLiteral(?o)) }}""",
    ):
        article = article_of(row["g"])
        if article and article_graph(article).value == row["g"]:
            told = found.setdefault(article, {}).setdefault(row["node"], {})
            told[row["p"]] = (*told.get(row["p"], ()), row["o"])
    return found


def _named(iri: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(iri)
    except ValueError:  # a literal stands where an IRI should
        return None


def _articles(store: Store, articles: Sequence[str]) -> dict[str, Row]:
    """Return title, address, day and outlet of articles: two look-ups, for OPTIONAL is planned as a scan."""
    if not articles:
        return {}
    block = values("article", map(ox.NamedNode, articles))
    names = {PREFIXES["schema"] + name: variable for name, variable in _HEAD.items()}
    found: dict[str, dict[str, str]] = {}
    for row in rows(
        store,
        f"""SELECT ?article ?p ?o {{ {block} GRAPH ?g {{ ?article ?p ?o }}
            FILTER(?p IN ({", ".join(f"<{name}>" for name in names)}) && (isIRI(?o) || isLiteral(?o))) }}""",
    ):
        found.setdefault(row["article"], {})[names[row["p"]]] = row["o"]
    for row in rows(
        store,
        f"""SELECT ?article ?name {{ {block}
            GRAPH ?g {{ ?article schema:publisher ?publisher . ?publisher schema:name ?name }} }}""",
    ):
        found.setdefault(row["article"], {})["publisher"] = row["name"]
    return {**found}


def _offsets(own: Row, nodes: Nodes) -> Row:
    """Return where each part of a statement stands: ``triggerStart``, ``triggerEnd``, ``triggerText`` ..."""
    found: dict[str, str] = {}
    for part, name in _PARTS.items():
        if part in own:
            for edge, shown in _EDGES.items():
                found[f"{name}{shown}"] = nodes[own[part]][PREFIXES["oa"] + edge][0]
    return found


def _names(store: Store, found: Iterable[Row]) -> Mapping[str, Name]:
    nodes = {row[role] for row in found for role in _ROLES if role in row}
    actors = sorted(node for node in nodes if _is_actor(node))
    known = {
        row["actor"]: Name(local(row["actor"], "actor"), row["name"], _country(row))
        for row in _actor_rows(store, actors)
    }
    return MappingProxyType(known)


def _actor_rows(store: Store, actors: Sequence[str]) -> list[Row]:
    if not actors:
        return []
    block = values("actor", map(ox.NamedNode, actors))
    return rows(
        store,
        f"""SELECT ?actor ?name ?broader ?iso3 {{ {block} GRAPH {ACTORS} {{
        ?actor skos:prefLabel ?name .
        OPTIONAL {{ ?actor skos:broader ?broader }} OPTIONAL {{ ?actor c:iso3 ?iso3 }} }} }}""",
    )


def _country(row: Row) -> str | None:
    return under(row.get("broader", ""), "actor") or row.get("iso3")


def _is_actor(node: str) -> bool:
    return node.startswith(PREFIXES["actor"])


def _built(key: str, found: Mapping[str, Row], names: Mapping[str, Name], above: tuple[str, ...]) -> shapes.Statement:
    row = found[key]
    content = local(row["content"], "statement") if "content" in row else None
    nested = None
    if content in found and content is not None and content not in (*above, key) and len(above) < _DEEPEST:
        nested = _built(content, found, names, (*above, key))
    relation = local(row["relation"], "rel")
    parties = {role: _party(row, role, names) for role in _ROLES}
    source = parties["source"]
    if source is None:
        raise LookupError(f"statement {key} has no source: the graph is not as docs/rdf.md says")
    bare = shapes.Statement(
        id=key,
        article=row["articleId"],
        sentence=_span(row, "sentence"),
        trigger=_span(row, "trigger"),
        relation=relation,
        mode=_mode(row, relation),
        source=source,
        target=parties["target"],
        theme=row.get("theme"),
        content=content,
        attributed_to=parties["attributedTo"],
        modality=local(row["modality"], "c"),
        when=_when(row),
        rule=row["rule"],
        confidence=float(row["confidence"]),
        quad=relations()[relation].quad,
        plain="",
        about=_head(row),
        nested=nested,
    )
    return bare.model_copy(update={"plain": in_words(bare)})


def _span(row: Row, part: str) -> shapes.Span:
    return shapes.Span(start=int(row[f"{part}Start"]), end=int(row[f"{part}End"]), text=row[f"{part}Text"])


def _party(row: Row, role: str, names: Mapping[str, Name]) -> shapes.Party | None:
    if role not in row:
        return None
    name = names.get(row[role], Name())
    code = local(row[f"{role}Code"], "code") if f"{role}Code" in row else None
    return shapes.Party(
        id=name.id,
        code=code,
        name=name.name,
        country=name.country,
        text=row[f"{role}Text"],
        start=int(row[f"{role}Start"]),
        end=int(row[f"{role}End"]),
    )


def _mode(row: Row, relation: str) -> str | None:
    return local(row["mode"], "mode").removeprefix(f"{relation}-") if "mode" in row else None


def _when(row: Row) -> shapes.When | None:
    return shapes.When(date=row["when"], phrase=row["whenPhrase"]) if "when" in row else None


def _head(row: Row) -> shapes.ArticleHead:
    return shapes.ArticleHead(
        id=row["articleId"],
        title=row.get("title"),
        publisher=row.get("publisher"),
        published=day_or_none(row.get("published")),
        url=row.get("url"),
    )
