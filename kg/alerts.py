"""Alert rules: which statements somebody wants to be told of, and what is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import pyoxigraph as ox
from pydantic import BaseModel, ConfigDict, Field, model_validator

from kg.lexicon.actors import gazetteer
from kg.lexicon.decisions import is_code
from kg.lexicon.vocabulary import relations
from kg.model import content_id
from kg.rdf.articles import article_from
from kg.rdf.facts import Node, one, readable
from kg.rdf.namespaces import PREFIXES, article_iri, code_iri, local
from kg.store import Store

_C, _OA = PREFIXES["c"], PREFIXES["oa"]

Told = dict[str, str | None]


class Rule(BaseModel):
    """An alert: of statements with these codes and relations; what is not given may be any.

    ``first``: only of the first statement of its source, relation and target in the whole graph. Where it is told:
    ``append`` is a file, ``post`` a web address; without either it is printed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=1)]
    source: str | None = None
    target: str | None = None
    relation: str | tuple[str, ...] = ()
    first: bool = False
    append: str | None = None
    post: str | None = None

    @model_validator(mode="after")
    def _known(self) -> Rule:
        for code in self.relations:
            if code not in relations():
                raise ValueError(f"{code!r} is no relation; there are {', '.join(relations())}")
        for role, end in (("source", self.source), ("target", self.target)):
            if end is not None and not is_code(end, gazetteer()):
                raise ValueError(f"{role}: {end!r} is nobody's code; kg actors search finds codes by name")
        return self

    @property
    def relations(self) -> tuple[str, ...]:
        """The relations that it is of; none given: all."""
        return (self.relation,) if isinstance(self.relation, str) else self.relation


def raised(store: Store, key: str, rules: tuple[Rule, ...]) -> Iterator[tuple[Rule, Told]]:
    """Yield what the rules have to tell of the article with this id, in the order of its statements' ids.

    ``id`` of what is told is the same each time the same statement is told of by a rule of the same name. Whose word a
    statement is, is always told: ``attributed_to``, or none for the article's own.
    """
    found = store.said(key)
    article = article_from(key, found)
    if article is None:
        return
    for iri in readable(key, found):
        for rule in rules:
            if _matches(rule, found[iri]) and not (rule.first and _was_there(store, key, found[iri])):
                said = _told(iri, found)
                about = {"article": key, "title": article.title, "outlet": article.publisher, "url": article.url}
                yield rule, {"id": content_id("alert", rule.name, iri), "alert": rule.name, **about, **said}


def _matches(rule: Rule, node: Node) -> bool:
    source, target = _code(node, "sourceCode"), _code(node, "targetCode")
    relation = local(one(node, _C + "relation") or "", "rel")
    return (
        rule.source in (None, source)
        and rule.target in (None, target)
        and (not rule.relations or relation in rule.relations)
    )


def _was_there(store: Store, key: str, node: Node) -> bool:
    """Whether another article has a statement of the same source, relation and target."""
    source, target = _code(node, "sourceCode"), _code(node, "targetCode")
    if source is None:
        return True  # of somebody unknown nobody can say that it is the first
    with_target = f"; c:targetCode {code_iri(target)}" if target else ""
    without = "" if target else "FILTER NOT EXISTS { ?s c:target ?any }"
    found = store.native.query(
        f"""ASK {{ GRAPH ?g {{ ?s a c:Statement ; c:relation <{one(node, _C + "relation")}> ;
        c:sourceCode {code_iri(source)} {with_target} ; c:article ?a . {without} }}
        FILTER (?a != {article_iri(key)}) }}""",
        prefixes=dict(PREFIXES),
    )
    return isinstance(found, ox.QueryBoolean) and bool(found)


def _told(iri: str, found: dict[str, dict[str, tuple[str, ...]]]) -> Told:
    node = found[iri]
    sentence = found.get(one(node, _C + "evidence") or "", {})
    return {
        "statement": local(iri, "statement"),
        "source": _who(found, node, "source"),
        "relation": local(one(node, _C + "relation") or "", "rel"),
        "target": _who(found, node, "target"),
        "attributed_to": _who(found, node, "attributedTo"),
        "modality": (one(node, _C + "modality") or "").removeprefix(_C),
        "sentence": one(sentence, _OA + "exact"),
    }


def _who(found: dict[str, dict[str, tuple[str, ...]]], node: Node, role: str) -> str | None:
    return _code(node, f"{role}Code") or one(found.get(one(node, f"{_C}{role}Mention") or "", {}), _OA + "exact")


def _code(node: Node, role: str) -> str | None:
    iri = one(node, _C + role)
    return local(iri, "code") if iri else None
