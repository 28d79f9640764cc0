"""Statements as the field knows them: dated events from one actor to another, with the sentence that reports each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.lexicon.vocabulary import relations
from kg.model import Span
from kg.positions import makes_edge
from kg.rdf.facts import Fact, Node, facts_of, one, published
from kg.rdf.namespaces import ORIGINS, PREFIXES, article_iri, local, statement_iri, term
from kg.store import Store

OWN_VOICE = "none"
"""The voice of an article itself, among the codes of speakers."""

_C, _OA, _SCHEMA = PREFIXES["c"], PREFIXES["oa"], PREFIXES["schema"]
_ROLES = {"sourceMention": "source", "trigger": "trigger", "targetMention": "target", "attributedToMention": "speaker"}


@dataclass(frozen=True, slots=True)
class Event:
    """What one statement reports of one actor, and towards whom. ``source`` and ``target`` are codes.

    ``reported`` is whether an article says in its own voice that it happened: only such an event is a plain edge.
    ``speaker`` is the code of whose word it is, if that one is known; ``attributed`` whether it is anybody's;
    ``within`` the statement whose content it is. ``day`` is when it happened, else when it was published (ISO 8601,
    possibly reduced to month or year). ``sentence`` is the sentence with its offsets in the article, ``marks`` are
    the words of it that stand for source, trigger, target and speaker, with offsets in the article. ``report`` is the
    origin of an article that prints the same report as others.
    """

    statement: str
    article: str
    relation: str
    mode: str | None
    source: str
    target: str | None
    modality: str
    attributed: bool
    speaker: str | None
    within: str | None
    reported: bool
    day: str | None
    published: str | None
    outlet: str | None
    title: str | None
    url: str | None
    theme: str | None
    sentence: Span
    marks: tuple[tuple[str, Span], ...]
    report: str = ""

    @property
    def score(self) -> float:
        """The conflict-cooperation score of its relation, -10 to +10."""
        return relations()[self.relation].score

    @property
    def quad(self) -> str:
        """The quad class of its relation."""
        return relations()[self.relation].quad


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events to keep; what is empty or none does not filter.

    ``actors`` are codes of which one must be source or target; ``pair`` are two codes: only what is between them.
    ``voices`` are codes of speakers, `OWN_VOICE` for the article itself. ``start`` and ``end`` are days (ISO 8601) on
    which the event happened, both included; a month or year counts if a part of it lies in the period. ``said`` keeps
    also what is only claimed, planned, possible or denied.
    """

    actors: frozenset[str] = frozenset()
    pair: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()
    quads: frozenset[str] = frozenset()
    modalities: frozenset[str] = frozenset()
    voices: frozenset[str] = frozenset()
    outlets: frozenset[str] = frozenset()
    start: str | None = None
    end: str | None = None
    said: bool = False

    def keeps(self, event: Event) -> bool:
        """Return whether the event is wanted."""
        ends = {event.source, event.target}
        voice = event.speaker if event.attributed else OWN_VOICE if event.within is None else None
        return (
            (self.said or event.reported)
            and (not self.actors or not self.actors.isdisjoint(ends))
            and (not self.pair or self.pair == ends)
            and (not self.relations or event.relation in self.relations)
            and (not self.quads or event.quad in self.quads)
            and (not self.modalities or event.modality in self.modalities)
            and (not self.voices or voice in self.voices)
            and (not self.outlets or event.outlet in self.outlets)
            and self._in_time(event.day)
        )

    def _in_time(self, day: str | None) -> bool:
        if not self.start and not self.end:
            return True
        if day is None:
            return False
        first = day if len(day) == 10 else f"{day}-01-01"[:10]
        return (not self.start or self.start[: len(day)] <= day) and (not self.end or first <= self.end)


EVERYTHING_REPORTED = Wanted()


def events(store: Store, wanted: Wanted = EVERYTHING_REPORTED) -> Iterator[Event]:
    """Yield the wanted events article by article: memory stays flat. The source of each is known, not its target."""
    printed = store.native.quads_for_pattern(None, term("c:origin"), None, ORIGINS)
    reports = {str(quad.subject): str(quad.object) for quad in printed}
    for article in store.articles():
        by_iri = store.said(article)
        report = reports.get(str(article_iri(article)), "")
        found = _of_article(facts_of(article, by_iri), by_iri)
        yield from filter(wanted.keeps, (replace(event, report=report) for event in found) if report else found)


def how_many(same: Iterable[Event]) -> int:
    """Return how many events these are, of one relation between the same two: what several articles of one report tell
    is told once, as often as by that of them which tells most."""
    most: dict[str, int] = {}
    for (report, _), count in Counter((event.report or event.article, event.article) for event in same).items():
        most[report] = max(most.get(report, 0), count)
    return sum(most.values())


def _of_article(found: Iterable[Fact], by_iri: Mapping[str, Node]) -> Iterator[Event]:
    known = tuple(found)
    within = {fact.content: fact.id for fact in known if fact.content}
    contents = frozenset(within)
    for fact in known:
        if fact.source is not None and fact.source != fact.target:
            yield _event(fact, by_iri, within.get(fact.id), makes_edge(fact, contents))


def _event(fact: Fact, by_iri: Mapping[str, Node], within: str | None, reported: bool) -> Event:
    node, about = by_iri[statement_iri(fact.id).value], by_iri.get(article_iri(fact.article).value, {})
    publisher = one(about, f"{_SCHEMA}publisher")
    day = published(about)
    mode = one(node, f"{_C}mode")
    return Event(
        statement=fact.id,
        article=fact.article,
        relation=fact.relation,
        mode=local(mode, "mode").removeprefix(f"{fact.relation}-") if mode else None,
        source=fact.source or "",
        target=fact.target,
        modality=fact.modality,
        attributed=fact.attributed,
        speaker=fact.speaker,
        within=within,
        reported=reported,
        day=one(node, f"{_C}when") or day,
        published=day,
        outlet=one(by_iri.get(publisher, {}), f"{_SCHEMA}name") if publisher else None,
        title=one(about, f"{_SCHEMA}headline"),
        url=one(about, f"{_SCHEMA}url"),
        theme=one(node, f"{_C}theme"),
        sentence=_span(by_iri[node[f"{_C}evidence"][0]]),
        marks=tuple((role, _span(by_iri[node[_C + name][0]])) for name, role in _ROLES.items() if _C + name in node),
    )


def _span(node: Node) -> Span:
    return Span(int(node[f"{_OA}start"][0]), int(node[f"{_OA}end"][0]), node[f"{_OA}exact"][0])
