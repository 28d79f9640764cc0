"""The line from a parsed document to its links."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from spacy.tokens import Doc

from kg.lexicon.actors import Gazetteer
from kg.lexicon.word_classes import lists
from kg.link.acronyms import acronyms
from kg.link.index import index
from kg.link.links import Links
from kg.link.names import names
from kg.link.offices import day_of, offices
from kg.link.pairs import is_the_two
from kg.link.persons import persons
from kg.link.phrases import read
from kg.link.quotes import quotations, speaker
from kg.link.reading import Reading
from kg.link.strangers import strangers
from kg.link.traces import note
from kg.link.words import NOUNS, PRONOUNS, Words, words
from kg.model import Mention

_READ = NOUNS | PRONOUNS | frozenset(("WP", "WDT", "WP$"))


def link(
    doc: Doc, gazetteer: Gazetteer, published: date | None = None, coref: bool = True, publisher: str | None = None
) -> Links:
    """Return which actors the words of ``doc`` stand for.

    ``published`` decides which office a person holds (none: what the text says, else the latest); ``publisher`` is who
    "we" is in a text without quotation; ``coref`` = false leaves pronouns and "the ministry" alone.
    """
    reading = _start(doc, gazetteer, published, coref, publisher)
    persons(reading)
    offices(reading)
    acronyms(reading)
    partitives, named, inside = reading.lists["transparent"], reading.names, reading.inside
    for i, (tag, word) in enumerate(zip(reading.words.tag, reading.words.lower, strict=True)):
        counted = word in ("two", "both") and is_the_two(reading, i)
        if counted or tag in _READ or i in named or i in inside or word in partitives:
            reading.resolve(i)
            note(reading, i)
    strangers(reading)
    return _links(reading)


def _start(doc: Doc, gazetteer: Gazetteer, published: date | None, coref: bool, publisher: str | None) -> Reading:
    columns, turned = words(doc), index(gazetteer)
    by_token = {i: found for found in names(columns, turned) for i in range(found.start, found.end)}
    return Reading(
        columns,
        turned,
        lists(),
        published.isoformat() if published else None,
        None if published else day_of(doc.text),
        publisher,
        coref,
        human=_labelled(columns, "PERSON"),
        cities=_labelled(columns, "GPE"),
        entities={i: e for e in columns.entities for i in range(e.start, e.end)},
        names=by_token,
        quotations=quotations(columns, lists()["quote"], lists()["speech"]),
        read=read,
    )


def _labelled(words: Words, label: str) -> frozenset[int]:
    return frozenset(i for e in words.entities if e.label == label for i in range(e.start, e.end))


def _links(r: Reading) -> Links:
    heads = {i: found for i, found in r.at.items() if found}
    everyone = {m: None for found in heads.values() for m in found} | dict.fromkeys(r.aside)
    return Links(tuple(sorted(everyone, key=_place)), MappingProxyType(heads), _quoted(r))


def _quoted(r: Reading) -> tuple[tuple[int, int, tuple[Mention, ...]], ...]:
    if not r.coref:
        return ()
    speakers = ((q, speaker(r, n)) for n, q in enumerate(r.quotations))
    return tuple((q.start, q.end, r.at.get(who, ())) for q, who in speakers)


def _place(mention: Mention) -> tuple[int, int, str]:
    return mention.start, mention.end, mention.actor.id if mention.actor else ""
