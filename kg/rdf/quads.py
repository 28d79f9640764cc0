"""An article and its statements as quads of its named graph. ``docs/rdf.md`` describes the shape.

They are written as lines of N-Quads at once: Oxigraph loads text as fast as objects, which take longer to make. Terms
are Oxigraph's own, so that they are written as it writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

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
    word,
)
from kg.rdf.provenance import Extractor, fingerprint
from kg.rdf.unlinked import Unlinked

CONTEXT = 32  # characters of oa:prefix and oa:suffix, as the Web Annotation examples and Hypothesis keep
_SURROGATE = re.compile("[\ud800-\udfff]")


class RdfError(ValueError):
    """A value that has no place in the graph; the message names the article and the field."""


def article_quads(article: Article, statements: Sequence[Statement], extractor: Extractor) -> list[Quad]:
    """Return all quads of the article's named graph, without duplicates. Raises RdfError, as `article_lines` does."""
    return list(parse(article_lines(article, statements, extractor), RdfFormat.N_QUADS, lenient=True))


def article_lines(article: Article, statements: Sequence[Statement], extractor: Extractor) -> str:
    """Return the same as lines of N-Quads, sorted by code point.

    Raises RdfError for a lone surrogate in any text (UTF-8 has none), a date that is none, a statement of
    another article, two different statements with one id, or a content that is not among the statements.
    """
    _check(article, statements)
    try:
        end = f" {article_graph(article.id)} .\n"
        return "".join(sorted({triple + end for triple in _triples(article, statements, extractor)}))
    except ValueError as bad:  # pyoxigraph and quote() refuse what is no Unicode text, and do not say where
        raise _explained(article, bad) from None


def _triples(article: Article, statements: Sequence[Statement], extractor: Extractor) -> Iterator[str]:
    yield from _article(article)
    yield from _extracted(article, extractor)
    unknown = Unlinked(article.id, statements)
    ends = (end for s in statements for end in (s.source, s.target, s.attributed_to))
    mentions = {end: str(mention_iri(article.id, end)) for end in ends if end is not None}
    for statement in statements:
        yield from _statement(statement, mentions, unknown)
    for sentence in {statement.sentence for statement in statements}:
        yield from _sentence(article, sentence)
    for trigger in {statement.trigger for statement in statements}:
        yield from _span(article.id, trigger, "c:Trigger")
    for mention, node in mentions.items():
        yield from _mention(node, mention, unknown)


def _triple(node: object, predicate: str, value: object) -> str:
    return f"{node} {word(predicate)} {value}"


def _article(article: Article) -> Iterator[str]:
    node = str(article_iri(article.id))
    yield _triple(node, "rdf:type", word("schema:NewsArticle"))
    yield _triple(node, "schema:identifier", Literal(article.id))
    yield _triple(node, "schema:articleBody", Literal(article.text))
    yield _triple(node, "c:textHash", Literal(text_hash(article.text)))
    yield _triple(node, "schema:inLanguage", Literal(article.language))
    if article.title is not None:
        yield _triple(node, "schema:headline", Literal(article.title))
    if article.url is not None:
        yield _triple(node, "schema:url", Literal(article.url, datatype=term("xsd:anyURI")))
    if article.published is not None:
        yield _triple(node, "schema:datePublished", day(article.published.isoformat()))
        if article.dated is not None:
            yield _triple(node, "c:dateOrigin", Literal(article.dated))
    if article.author is not None:
        yield _triple(node, "schema:author", Literal(article.author))
    if article.dateline is not None:
        yield _triple(node, "schema:dateline", Literal(article.dateline))
    if article.credit is not None:
        yield _triple(node, "schema:creditText", Literal(article.credit))
    if article.made is not None:
        yield from _made(node, article.made)
    if article.publisher:
        outlet = str(outlet_iri(article.publisher))
        yield _triple(node, "schema:publisher", outlet)
        yield _triple(outlet, "rdf:type", word("schema:NewsMediaOrganization"))
        yield _triple(outlet, "schema:name", Literal(article.publisher))


def text_hash(text: str) -> str:
    """Return a hash by which the same text is known again."""
    return content_id("text", text)


def version_quads(article: str, text: str, before: NamedNode | None) -> tuple[NamedNode, list[Quad]]:
    """Return the node of a former version of an article, and its quads; ``before`` is the version before it."""
    node = version_iri(article, text_hash(text))
    triples: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (node, term("rdf:type"), term("c:Version")),
        (node, term("schema:text"), Literal(text)),
        (node, term("c:textHash"), Literal(text_hash(text))),
    ]
    if before is not None:
        triples.append((node, term("prov:wasRevisionOf"), before))
    return node, [Quad(s, p, o, article_graph(article)) for s, p, o in triples]


def _made(node: str, made: Made) -> Iterator[str]:
    raw = str(NamedNode(PREFIXES["raw"] + made.digest))
    agent = f"<https://communique.example/software/{content_id(made.by)}>"
    name, _, version = made.by.partition(" ")
    yield _triple(node, "prov:wasDerivedFrom", raw)
    yield _triple(node, "prov:wasAttributedTo", agent)
    yield _triple(raw, "rdf:type", word("prov:Entity"))
    yield _triple(raw, "schema:name", Literal(made.name))
    yield _triple(raw, "schema:encodingFormat", Literal(made.media))
    yield _triple(raw, "schema:sha256", Literal(made.digest))
    yield _triple(agent, "rdf:type", word("prov:SoftwareAgent"))
    yield _triple(agent, "schema:name", Literal(name))
    yield _triple(agent, "schema:softwareVersion", Literal(version))


def _extracted(article: Article, extractor: Extractor) -> Iterator[str]:
    node = _extraction(article.id)
    agent = str(software_iri(extractor))
    yield _triple(node, "rdf:type", word("prov:Activity"))
    yield _triple(node, "prov:used", article_iri(article.id))
    yield _triple(node, "prov:wasAssociatedWith", agent)
    yield _triple(node, "c:fingerprint", Literal(fingerprint(article, extractor)))
    yield _triple(agent, "rdf:type", word("prov:SoftwareAgent"))
    yield _triple(agent, "schema:name", Literal("communique"))
    yield _triple(agent, "schema:softwareVersion", Literal(extractor.version))
    yield _triple(agent, "c:model", Literal(extractor.model))
    yield _triple(agent, "c:seeds", Literal(extractor.seeds))
    for setting in extractor.settings:
        yield _triple(agent, "c:setting", Literal(setting))


def _statement(statement: Statement, mentions: Mapping[Mention, str], unknown: Unlinked) -> Iterator[str]:
    node = str(statement_iri(statement.id))
    article = statement.article
    sentence, trigger = statement.sentence, statement.trigger
    yield _triple(node, "rdf:type", word("c:Statement"))
    yield _triple(node, "c:article", article_iri(article))
    yield _triple(node, "c:relation", word(f"rel:{statement.relation}"))
    yield _triple(node, "c:modality", word(f"c:{statement.modality.value}"))
    yield _triple(node, "c:evidence", span_iri(article, sentence.start, sentence.end))
    yield _triple(node, "c:trigger", span_iri(article, trigger.start, trigger.end))
    yield _triple(node, "c:rule", Literal(statement.rule))
    yield _triple(node, "c:confidence", decimal(statement.confidence))
    yield _triple(node, "prov:wasGeneratedBy", _extraction(article))
    yield from _end(node, "source", statement.source, mentions, unknown)
    if statement.target is not None:
        yield from _end(node, "target", statement.target, mentions, unknown)
    if statement.attributed_to is not None:
        yield from _end(node, "attributedTo", statement.attributed_to, mentions, unknown)
    if statement.mode is not None:
        yield _triple(node, "c:mode", word(f"mode:{statement.relation}-{statement.mode}"))
    if statement.theme is not None:
        yield _triple(node, "c:theme", Literal(statement.theme))
    if statement.content is not None:
        yield _triple(node, "c:content", statement_iri(statement.content))
    if statement.when is not None:
        yield from _when(node, statement.when)


def _end(node: str, role: str, mention: Mention, mentions: Mapping[Mention, str], unknown: Unlinked) -> Iterator[str]:
    actor = mention.actor
    yield _triple(node, f"c:{role}", actor_iri(actor.id) if actor else unknown.of(mention).node)
    yield _triple(node, f"c:{role}Mention", mentions[mention])
    if actor is not None:
        yield _triple(node, f"c:{role}Code", code_iri(actor.code))


def _when(node: str, when: When) -> Iterator[str]:
    yield _triple(node, "c:when", day(when.date))
    yield _triple(node, "c:whenPhrase", Literal(when.phrase))


def _sentence(article: Article, span: Span) -> Iterator[str]:
    node = str(span_iri(article.id, span.start, span.end))
    yield from _span(article.id, span, "c:Sentence")
    for kind in ("oa:SpecificResource", "oa:TextPositionSelector", "oa:TextQuoteSelector"):
        yield _triple(node, "rdf:type", word(kind))
    yield _triple(node, "oa:hasSource", article_iri(article.id))
    yield _triple(node, "oa:hasSelector", node)
    yield _triple(node, "oa:prefix", Literal(article.text[max(0, span.start - CONTEXT) : span.start]))
    yield _triple(node, "oa:suffix", Literal(article.text[span.end : span.end + CONTEXT]))


def _span(article: str, span: Span, kind: str) -> Iterator[str]:
    node = str(span_iri(article, span.start, span.end))
    yield _triple(node, "rdf:type", word(kind))
    yield from _selector(node, span.start, span.end, span.text)


def _mention(node: str, mention: Mention, unknown: Unlinked) -> Iterator[str]:
    yield _triple(node, "rdf:type", word("c:Mention"))
    yield from _selector(node, mention.start, mention.end, mention.text)
    yield _triple(node, "c:linkedBy", Literal(mention.rule))
    if mention.actor is not None:
        yield _triple(node, "c:refersTo", actor_iri(mention.actor.id))
        if mention.actor.title:
            yield _triple(node, "c:describedAs", Literal(mention.actor.title))
        return
    nobody = unknown.of(mention)
    yield _triple(node, "c:refersTo", nobody.node)
    yield _triple(nobody.node, "rdf:type", word("c:Unlinked"))
    yield _triple(nobody.node, "rdfs:label", Literal(nobody.label))
    if nobody.also:
        yield _triple(nobody.node, "skos:altLabel", Literal(nobody.also))


def _selector(node: str, start: int, end: int, text: str) -> Iterator[str]:
    yield _triple(node, "oa:start", Literal(start))
    yield _triple(node, "oa:end", Literal(end))
    yield _triple(node, "oa:exact", Literal(text))


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


def _extraction(article: str) -> str:
    return str(article_iri(article)).replace("/article/", "/extraction/", 1)


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
