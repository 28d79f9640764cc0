"""An article and its statements as quads of its named graph. ``docs/rdf.md`` describes the shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from kg.model import Article, Made, Mention, Span, Statement, When, content_id
from kg.rdf.namespaces import (
    PREFIXES,
    actor_iri,
    article_graph,
    article_iri,
    code_iri,
    outlet_iri,
    span_iri,
    statement_iri,
    term,
    version_iri,
)
from kg.rdf.provenance import Extractor, fingerprint
from kg.rdf.unlinked import Unlinked

CONTEXT = 32  # characters of oa:prefix and oa:suffix, as the Web Annotation examples and Hypothesis keep
_SURROGATE = re.compile("[\ud800-\udfff]")
_A = term("rdf:type")

Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]


class RdfError(ValueError):
    """A value that has no place in the graph; the message names the article and the field."""


def article_quads(article: Article, statements: Sequence[Statement], extractor: Extractor) -> list[Quad]:
    """Return all quads of the article's named graph, without duplicates, in the order of the text.

    Raises RdfError for a lone surrogate in any text (UTF-8 has none), a date that is none, a statement of
    another article, two different statements with one id, or a content that is not among the statements.
    """
    _check(article, statements)
    try:
        graph = article_graph(article.id)
        triples = dict.fromkeys(_triples(article, statements, extractor))
    except ValueError as bad:  # pyoxigraph and quote() refuse what is no Unicode text, and do not say where
        raise _explained(article, bad) from None
    return [Quad(s, p, o, graph) for s, p, o in triples]


def _triples(article: Article, statements: Sequence[Statement], extractor: Extractor) -> Iterator[Triple]:
    yield from _article(article)
    yield from _extraction(article, extractor)
    unknown = Unlinked(article.id, statements)
    for statement in statements:
        yield from _statement(statement, unknown)
        yield from _sentence(article, statement.sentence)
        yield from _span(article.id, statement.trigger, "c:Trigger")
        for mention in (statement.source, statement.target, statement.attributed_to):
            if mention is not None:
                yield from _mention(article.id, mention, unknown)


def _article(article: Article) -> Iterator[Triple]:
    node = article_iri(article.id)
    yield node, _A, term("schema:NewsArticle")
    yield node, term("schema:identifier"), Literal(article.id)
    yield node, term("schema:articleBody"), Literal(article.text)
    yield node, term("c:textHash"), Literal(text_hash(article.text))
    yield node, term("schema:inLanguage"), Literal(article.language)
    if article.title is not None:
        yield node, term("schema:headline"), Literal(article.title)
    if article.url is not None:
        yield node, term("schema:url"), Literal(article.url, datatype=term("xsd:anyURI"))
    if article.published is not None:
        yield node, term("schema:datePublished"), day(article.published.isoformat())
        if article.dated is not None:
            yield node, term("c:dateOrigin"), Literal(article.dated)
    if article.author is not None:
        yield node, term("schema:author"), Literal(article.author)
    if article.dateline is not None:
        yield node, term("schema:dateline"), Literal(article.dateline)
    if article.credit is not None:
        yield node, term("schema:creditText"), Literal(article.credit)
    if article.made is not None:
        yield from _made(node, article.made)
    if article.publisher:
        outlet = outlet_iri(article.publisher)
        yield node, term("schema:publisher"), outlet
        yield outlet, _A, term("schema:NewsMediaOrganization")
        yield outlet, term("schema:name"), Literal(article.publisher)


def text_hash(text: str) -> str:
    """Return a hash by which the same text is known again."""
    return content_id("text", text)


def version_quads(article: str, text: str, before: NamedNode | None) -> tuple[NamedNode, list[Quad]]:
    """Return the node of a former version of an article, and its quads; ``before`` is the version before it."""
    node = version_iri(article, text_hash(text))
    triples: list[Triple] = [
        (node, _A, term("c:Version")),
        (node, term("schema:text"), Literal(text)),
        (node, term("c:textHash"), Literal(text_hash(text))),
    ]
    if before is not None:
        triples.append((node, term("prov:wasRevisionOf"), before))
    return node, [Quad(s, p, o, article_graph(article)) for s, p, o in triples]


def _made(node: NamedNode, made: Made) -> Iterator[Triple]:
    raw = NamedNode(PREFIXES["raw"] + made.digest)
    agent = NamedNode(f"https://communique.example/software/{content_id(made.by)}")
    name, _, version = made.by.partition(" ")
    yield node, term("prov:wasDerivedFrom"), raw
    yield node, term("prov:wasAttributedTo"), agent
    yield raw, _A, term("prov:Entity")
    yield raw, term("schema:name"), Literal(made.name)
    yield raw, term("schema:encodingFormat"), Literal(made.media)
    yield raw, term("schema:sha256"), Literal(made.digest)
    yield agent, _A, term("prov:SoftwareAgent")
    yield agent, term("schema:name"), Literal(name)
    yield agent, term("schema:softwareVersion"), Literal(version)


def _extraction(article: Article, extractor: Extractor) -> Iterator[Triple]:
    node = _extraction_iri(article.id)
    agent = software_iri(extractor)
    yield node, _A, term("prov:Activity")
    yield node, term("prov:used"), article_iri(article.id)
    yield node, term("prov:wasAssociatedWith"), agent
    yield node, term("c:fingerprint"), Literal(fingerprint(article, extractor))
    yield agent, _A, term("prov:SoftwareAgent")
    yield agent, term("schema:name"), Literal("communique")
    yield agent, term("schema:softwareVersion"), Literal(extractor.version)
    yield agent, term("c:model"), Literal(extractor.model)
    yield agent, term("c:seeds"), Literal(extractor.seeds)
    for setting in extractor.settings:
        yield agent, term("c:setting"), Literal(setting)


def _statement(statement: Statement, unknown: Unlinked) -> Iterator[Triple]:
    node = statement_iri(statement.id)
    article = statement.article
    sentence, trigger = statement.sentence, statement.trigger
    yield node, _A, term("c:Statement")
    yield node, term("c:article"), article_iri(article)
    yield node, term("c:relation"), term(f"rel:{statement.relation}")
    yield node, term("c:modality"), term(f"c:{statement.modality.value}")
    yield node, term("c:evidence"), span_iri(article, sentence.start, sentence.end)
    yield node, term("c:trigger"), span_iri(article, trigger.start, trigger.end)
    yield node, term("c:rule"), Literal(statement.rule)
    yield node, term("c:confidence"), decimal(statement.confidence)
    yield node, term("prov:wasGeneratedBy"), _extraction_iri(article)
    yield from _end(node, "source", article, statement.source, unknown)
    if statement.target is not None:
        yield from _end(node, "target", article, statement.target, unknown)
    if statement.attributed_to is not None:
        yield from _end(node, "attributedTo", article, statement.attributed_to, unknown)
    if statement.mode is not None:
        yield node, term("c:mode"), term(f"mode:{statement.relation}-{statement.mode}")
    if statement.theme is not None:
        yield node, term("c:theme"), Literal(statement.theme)
    if statement.content is not None:
        yield node, term("c:content"), statement_iri(statement.content)
    if statement.when is not None:
        yield from _when(node, statement.when)


def _end(node: NamedNode, role: str, article: str, mention: Mention, unknown: Unlinked) -> Iterator[Triple]:
    yield node, term(f"c:{role}"), actor_iri(mention.actor.id) if mention.actor else unknown.of(mention).node
    yield node, term(f"c:{role}Mention"), mention_iri(article, mention)
    if mention.actor is not None:
        yield node, term(f"c:{role}Code"), code_iri(mention.actor.code)


def _when(node: NamedNode, when: When) -> Iterator[Triple]:
    yield node, term("c:when"), day(when.date)
    yield node, term("c:whenPhrase"), Literal(when.phrase)


def _sentence(article: Article, span: Span) -> Iterator[Triple]:
    node = span_iri(article.id, span.start, span.end)
    yield from _span(article.id, span, "c:Sentence")
    for kind in ("oa:SpecificResource", "oa:TextPositionSelector", "oa:TextQuoteSelector"):
        yield node, _A, term(kind)
    yield node, term("oa:hasSource"), article_iri(article.id)
    yield node, term("oa:hasSelector"), node
    yield node, term("oa:prefix"), Literal(article.text[max(0, span.start - CONTEXT) : span.start])
    yield node, term("oa:suffix"), Literal(article.text[span.end : span.end + CONTEXT])


def _span(article: str, span: Span, kind: str) -> Iterator[Triple]:
    node = span_iri(article, span.start, span.end)
    yield node, _A, term(kind)
    yield from _selector(node, span.start, span.end, span.text)


def _mention(article: str, mention: Mention, unknown: Unlinked) -> Iterator[Triple]:
    node = mention_iri(article, mention)
    yield node, _A, term("c:Mention")
    yield from _selector(node, mention.start, mention.end, mention.text)
    yield node, term("c:linkedBy"), Literal(mention.rule)
    if mention.actor is not None:
        yield node, term("c:refersTo"), actor_iri(mention.actor.id)
        if mention.actor.title:
            yield node, term("c:describedAs"), Literal(mention.actor.title)
        return
    nobody = unknown.of(mention)
    yield node, term("c:refersTo"), nobody.node
    yield nobody.node, _A, term("c:Unlinked")
    yield nobody.node, term("rdfs:label"), Literal(nobody.label)
    if nobody.also:
        yield nobody.node, term("skos:altLabel"), Literal(nobody.also)


def _selector(node: NamedNode, start: int, end: int, text: str) -> Iterator[Triple]:
    yield node, term("oa:start"), Literal(start)
    yield node, term("oa:end"), Literal(end)
    yield node, term("oa:exact"), Literal(text)


def mention_iri(article: str, mention: Mention) -> NamedNode:
    """Return the IRI of a mention. "Both sides" is one span and two mentions, so the actor is part of it."""
    actor = mention.actor.id if mention.actor else None
    code = mention.actor.code if mention.actor else None
    key = content_id(article, mention.start, mention.end, mention.text, actor, code, mention.rule)
    return NamedNode(PREFIXES["mention"] + key)


def software_iri(extractor: Extractor) -> NamedNode:
    """Return the IRI of the software in exactly this version, with this parser, these tables and settings."""
    key = content_id(extractor.version, extractor.model, extractor.seeds, *extractor.settings)
    return NamedNode(f"https://communique.example/software/{key}")


def _extraction_iri(article: str) -> NamedNode:
    return NamedNode(article_iri(article).value.replace("/article/", "/extraction/", 1))


_DATES = (
    (re.compile(r"\d{4}-\d\d-\d\d"), "", "xsd:date"),
    (re.compile(r"\d{4}-\d\d"), "-01", "xsd:gYearMonth"),
    (re.compile(r"\d{4}"), "-01-01", "xsd:gYear"),
)


def day(text: str) -> Literal:
    """Return a date, a month or a year as a typed literal; raises ValueError if it is none of them.

    >>> str(day("2022-03"))
    '"2022-03"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    """
    for pattern, rest, datatype in _DATES:
        if pattern.fullmatch(text):
            date.fromisoformat(text + rest)
            return Literal(text, datatype=term(datatype))
    raise ValueError(f"{text!r} is not a date, month or year (ISO 8601)")


def decimal(number: float) -> Literal:
    """Return a number as xsd:decimal with at most four places, written as Oxigraph writes it.

    >>> decimal(0.5).value, decimal(1.0).value
    ('0.5', '1')
    """
    return Literal(f"{number:.4f}".rstrip("0").rstrip("."), datatype=term("xsd:decimal"))


def _check(article: Article, statements: Sequence[Statement]) -> None:
    known: dict[str, Statement] = {}
    for statement in statements:
        if statement.article != article.id:
            raise RdfError(f"article {article.id!r}: statement {statement.id} is of article {statement.article!r}")
        if known.setdefault(statement.id, statement) != statement:
            raise RdfError(f"article {article.id!r}: two different statements have the id {statement.id}")
    for statement in statements:
        if statement.content is not None and statement.content not in known:
            raise RdfError(
                f"article {article.id!r}: the content {statement.content} of statement "
                f"{statement.id} is not among its statements"
            )


def _explained(article: Article, bad: ValueError) -> RdfError:
    """Return an error that says where the lone surrogate stands, or what else was wrong."""
    for field in ("id", "text", "title", "publisher", "url", "author"):
        value = getattr(article, field)
        found = _SURROGATE.search(value) if value else None
        if found:
            return RdfError(
                f"article {article.id!a}: {field}: character {found.start()} is a lone surrogate "
                f"(U+{ord(found[0]):04X}), which is no Unicode text"
            )
    return RdfError(f"article {article.id!a}: {bad}")
