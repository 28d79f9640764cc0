"""The straight line, from articles to statements and to a graph.

paths --articles--> Article --parse--> Doc --link--> Links --relate--> Statements --rdf--> quads --store--> graph
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Literal, Self

from kg import cluster, headline, interposed, inversion, parse, workers
from kg.articles import Problem
from kg.clean import cleaned, mention_in, restored, span_in
from kg.files import Files
from kg.furniture import furniture
from kg.headline import known_names
from kg.lexicon.actors import Gazetteer, Key, gazetteer
from kg.lexicon.decisions import NONE, Decisions, applied, relevance
from kg.lexicon.tables import SeedError
from kg.lexicon.triggers import Triggers, triggers
from kg.link import link
from kg.link.decided import decided
from kg.model import Actor, Article, Mention, Statement, content_id
from kg.rdf.namespaces import article_graph
from kg.rdf.provenance import Extractor, extractor, fingerprint
from kg.rdf.quads import RdfError, article_lines
from kg.relate import relate, relate_docs
from kg.relate.accounts import Account, accounts
from kg.settle import settle
from kg.shards import Shard, Shards, passing
from kg.snapshots import publish, publishing

if TYPE_CHECKING:
    from pyoxigraph import NamedNode
    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.store import Store

PUBLISH_SECONDS = 30.0  # between two snapshots for running services; they take a tenth of the time at most
BATCH_ARTICLES = 8  # parsing gains nothing from larger batches, and stopping waits for one
BATCH_CHARACTERS = 200_000  # bounds what a batch of long articles holds in memory

SHARD_ARTICLES = 64  # of a shard that is written on a cluster: some four seconds of work, half a megabyte
LOADED = 5_000_000  # characters of N-Quads that are loaded at once: some 25,000 quads, of four seconds' work

# What one odd article can bring about; anything else (no memory, no disk) concerns them all and ends the work.
UNUSUAL = (ValueError, LookupError, RecursionError)

Batch = tuple[Article, ...]
Engine = Literal["local", "ray"]
Extracted = tuple[Article, list[Statement]]
Stored = tuple[Article, int]
Report = Callable[[Problem], None]
Results = list[list[Statement] | Problem]


@dataclass(frozen=True, slots=True)
class Reasons:
    """How a text was read: its parse, who is mentioned, each trigger word with its senses, and the statements."""

    doc: Doc
    mentions: tuple[Mention, ...]
    accounts: list[Account]
    statements: list[Statement]


@dataclass(frozen=True, slots=True)
class Line:
    """The loaded line: the spaCy pipeline, the two lexicons, and what was decided about actors."""

    nlp: Language
    names: Gazetteer
    words: Triggers
    coreference: bool = True
    decisions: Decisions = NONE
    known: frozenset[Key] = frozenset()
    words_kept: set[str] = field(default_factory=set)

    @classmethod
    def load(cls, model: str = parse.DEFAULT_MODEL, coreference: bool = True, decisions: Decisions = NONE) -> Self:
        """Load it. Raises `kg.parse.ModelError` or `kg.lexicon.tables.SeedError`."""
        names = applied(decisions, gazetteer()) if decisions else gazetteer()
        return cls(parse.load(model), names, triggers(), coreference, decisions, known_names(names))

    def tried(self, batch: Sequence[Article]) -> Results:
        """Return the statements of each article, or what was wrong with it: one article never stops the others."""
        try:
            return list(self.statements(batch))
        except SeedError:
            raise
        except UNUSUAL as bad:
            if len(batch) == 1:
                return [_problem(batch[0], bad)]
            return [found for article in batch for found in self.tried([article])]

    def statements(self, batch: Iterable[Article]) -> list[list[Statement]]:
        """Return the statements of each article of the batch, in order; one in another language has none."""
        batch = list(batch)
        clean = [cleaned(article.text, furniture(article.text)) for article in batch]
        as_parsed = [replace(a, text=c.text) if c else a for a, c in zip(batch, clean, strict=True)]
        parse.acquaint(self.nlp, (article.text for article in as_parsed if article.is_english), self.words_kept)
        with self.nlp.memory_zone():  # what else spaCy caches for these texts goes with them
            docs = parse.docs(self.nlp, (article.text for article in as_parsed if article.is_english))
            found = [self._related(article, next(docs)) if article.is_english else [] for article in as_parsed]
        return [restored(f, c, a) if c else f for f, c, a in zip(found, clean, batch, strict=True)]

    def _related(self, article: Article, parsed: Doc) -> list[Statement]:
        doc = headline.read(self.nlp, parsed, self.known, self.words)
        doc = interposed.read(inversion.read(self.nlp, doc, self.words), self.words)
        links = link(doc, self.names, article.published, self.coreference, article.publisher)
        links = decided(links, self.decisions, self.names, article.id, article.published)
        return relate(doc, article, links, self.words)


def extract(
    articles: Iterable[Article],
    *,
    model: str = parse.DEFAULT_MODEL,
    processes: int | None = None,
    coreference: bool = True,
    decisions: Decisions = NONE,
    report: Report | None = None,
) -> Iterator[Extracted]:
    """Yield each article, in order, with the statements of its sentences.

    Reads ahead by a few batches at most: memory does not grow with the number of articles. With more than one
    process each runs the whole line, and only statements travel between them; without ``processes`` there is one until
    more pay, and then one a core. ``report`` is called with each article
    that the line cannot work through, in place of yielding it; without it ValueError is raised there.
    A script asks for more than one under ``if __name__ == "__main__":``. Raises `kg.parse.ModelError` or
    `kg.lexicon.tables.SeedError` before the first article, `kg.workers.WorkersError` if the processes die.
    """
    read = partial(_read, model=model, coreference=coreference, decisions=decisions)
    for batch, results in workers.run(read, batches(articles), processes, _characters):
        for article, found in zip(batch, results, strict=True):
            if not isinstance(found, Problem):
                yield article, found
            elif report is None:
                raise ValueError(str(found))
            else:
                report(found)


def build(
    found: Iterable[Article | Problem],
    store: Store,
    *,
    report: Report,
    kept: Callable[[Article], None] = lambda _: None,
    again: bool = False,
    model: str = parse.DEFAULT_MODEL,
    processes: int | None = None,
    coreference: bool = True,
    decisions: Decisions = NONE,
    all_actors: bool = False,
    engine: Engine = "local",
    shards: str | None = None,
    one_by_one: bool = False,
) -> Generator[Stored, None, None]:
    """Extract and store what was read (`kg.read`); yield each article once it is in the store, with how many statements
    it has.

    ``report`` is called with every problem, of reading, extracting or storing, ``kept`` with each article that the same
    extractor put into the store before (``again``: these are extracted anew); decisions that concern it are part of
    the extractor (`kg.lexicon.decisions.load`). ``all_actors``: store also those whom no article names.
    ``one_by_one``: when an article is yielded, none that comes after it is in the store yet. At the end
    what follows from the articles (actors, edges, ledger, the index beside them) is derived.

    Those who extract write shards (`kg.shards`), which are loaded many at a time. With the ``engine`` "ray" they are
    workers of a cluster (`kg.cluster`), and ``shards`` an address that they all reach. Shards at an address that is
    given stay there; a shard that is there already is loaded in place of extracting its articles. Stopping between two
    articles loses none that was yielded; running it again completes the graph. Raises also `kg.shards.ShardsError`,
    `kg.cluster.ClusterError`.
    """
    reader = readers(model, coreference=coreference, decisions=decisions)

    def wanted() -> Iterator[Article]:
        for item in found:
            if isinstance(item, Problem):
                report(item)
                continue
            article = files.identified(item)
            if store.knows(article) or (
                not again and store.finished(article.id, fingerprint(article, reader(article)))
            ):
                files.remember(article)
                kept(article)
            else:
                yield article

    most = SHARD_ARTICLES if engine == "ray" else BATCH_ARTICLES
    with (
        publishing(store),
        Files.of(store) as files,
        nullcontext(Shards(shards)) if shards else passing(store.path) as there,
    ):
        write = partial(_write, shards=there, again=again, model=model, coreference=coreference, decisions=decisions)
        cut = batches(wanted(), 1 if one_by_one else most)
        jobs = (Job(name_of(batch, reader), batch) for batch in cut)
        done = (
            cluster.run(write, jobs, processes)
            if engine == "ray"
            else workers.run(write, jobs, processes, lambda job: _characters(job.batch))
        )
        due = time.monotonic() + PUBLISH_SECONDS
        for each in _loaded(done, store, there, report, 0 if one_by_one else LOADED, None if shards else write):
            files.remember(each[0])
            yield each
            if (now := time.monotonic()) > due:  # running services see what is finished
                publish(store)
                due = time.monotonic() + max(PUBLISH_SECONDS, 10 * (time.monotonic() - now))
        settle(store, applied(decisions, gazetteer()), everybody=all_actors)


def readers(
    model: str = parse.DEFAULT_MODEL, *, coreference: bool = True, decisions: Decisions = NONE
) -> Callable[[Article], Extractor]:
    """Return a function that says which extractor reads an article: decisions that concern it are part of it."""
    by = extractor(model, *([] if coreference else ["no-coreference"]))
    relevant = relevance(decisions, gazetteer())

    def reader(article: Article) -> Extractor:
        word = relevant(article)
        return replace(by, settings=(*by.settings, word)) if word else by

    return reader


def shard(batch: Batch, found: Results, by: Callable[[Article], Extractor]) -> Shard:
    """Return what a batch became; an article that has no place in RDF is a problem, and the rest goes on."""
    results: list[int | Problem] = []
    lines: dict[NamedNode, str] = {}
    named: set[Actor] = set()
    for article, statements in zip(batch, found, strict=True):
        if isinstance(statements, Problem):
            results.append(statements)
            continue
        try:
            lines[article_graph(article.id)] = article_lines(article, statements, by(article))
        except RdfError as bad:
            results.append(_problem(article, bad))
            continue
        results.append(len(statements))
        ends = (end for s in statements for end in (s.source, s.target, s.attributed_to))
        named |= {end.actor for end in ends if end is not None and end.actor is not None}
    return Shard.of(results, lines, named)


def name_of(batch: Batch, reader: Callable[[Article], Extractor]) -> str:
    """Return the name of the shard that a batch becomes."""
    return content_id("shard", *(fingerprint(article, reader(article)) for article in batch))


def _loaded(
    done: Iterable[tuple[Job, Written]],
    store: Store,
    shards: Shards,
    report: Report,
    most: int,
    again: Callable[[Job], Written] | None,
) -> Iterator[Stored]:
    """Load shards as they come, ``most`` characters and more at a time; yield their articles once they are stored.

    They are removed then, if there is an ``again`` to write what was asked for twice: an article that was changed and
    changed back.
    """
    waiting: list[tuple[Job, Written]] = []

    def load() -> list[Stored]:
        loading = waiting.copy()
        waiting.clear()
        store.load(block for job, _ in loading for block in _there(job, shards, again).blocks)
        if again is not None:
            shards.remove({job.key for job, _ in loading})
        stored = []
        for job, written in loading:
            for article, result in zip(job.batch, written.results, strict=True):
                if isinstance(result, Problem):
                    report(result)
                else:
                    stored.append((article, result))
        return stored

    try:
        for each in done:
            waiting.append(each)
            if sum(written.size for _, written in waiting) > most:
                yield from load()
                store.give_back()
    except GeneratorExit:
        load()
        raise
    except BaseException:  # stopped, or something failed: what is finished is kept
        yield from load()
        raise
    yield from load()


def _there(job: Job, shards: Shards, again: Callable[[Job], Written] | None) -> Shard:
    """Return the shard of a job; it is made ``again`` where the same job came before, and its shard was removed."""
    found = None if again is None else shards.read(job.key)
    if found is None and again is not None:
        again(job)
    return found or shards.written(job.key)


def relate_pairs(
    items: Iterable[tuple[str, str, str]], *, model: str = parse.DEFAULT_MODEL
) -> Iterator[list[tuple[str, float]]]:
    """Yield for each (text, source words, target words) its (relation code, score) pairs, best first.

    For a caller who already knows the two actors: they need not be in the gazetteer. Scores lie in 0..1; the
    list is empty where no word of the text speaks of a relation.
    """
    line = _line(model, True, NONE)
    return relate_docs(parse.with_words(line.nlp, items), line.words)


def actors_in(
    text: str,
    *,
    published: date | None = None,
    publisher: str | None = None,
    model: str = parse.DEFAULT_MODEL,
    decisions: Decisions = NONE,
) -> tuple[Mention, ...]:
    """Return who is mentioned in a text, in text order; ``published`` decides who held an office then.

    A mention without an actor is somebody who is visibly there but not known.
    """
    line = _line(model, True, decisions)
    return tuple(mention for mention, _ in _mentions(line, Article("", text, None, publisher, None, published)))


def reasons(
    text: str | Article,
    *,
    published: date | None = None,
    model: str = parse.DEFAULT_MODEL,
    coreference: bool = True,
    decisions: Decisions = NONE,
) -> Reasons:
    """Return how a text, or an article, was read, step by step: parse, actors, trigger words with their senses,
    statements. Offsets are those of the text; the parse is of what the parser gets to see (`kg.clean`).
    """
    line = _line(model, coreference, decisions)
    article = text if isinstance(text, Article) else Article("", text, published=published)
    clean = cleaned(article.text, furniture(article.text))
    seen = replace(article, text=clean.text) if clean else article
    (parsed,) = parse.docs(line.nlp, [seen.text])
    doc = headline.read(line.nlp, parsed, line.known, line.words)
    doc = interposed.read(inversion.read(line.nlp, doc, line.words), line.words)
    if not article.is_english:
        return Reasons(doc, (), [], [])
    links = link(doc, line.names, article.published, line.coreference, article.publisher)
    links = decided(links, line.decisions, line.names, article.id, article.published)
    found, told, mentions = relate(doc, seen, links, line.words), accounts(doc, links, line.words), links.mentions
    if clean:
        found = restored(found, clean, article)
        told = [replace(each, trigger=span_in(article, each.trigger, clean)) for each in told]
        mentions = tuple(mention_in(article, mention, clean) for mention in mentions)
    return Reasons(doc, mentions, told, found)


def with_sentences(
    article: Article, *, model: str = parse.DEFAULT_MODEL, decisions: Decisions = NONE
) -> list[tuple[Mention, str]]:
    """Return who is mentioned in an article, in text order, each with the sentence."""
    return _mentions(_line(model, True, decisions), article)


def _mentions(line: Line, article: Article) -> list[tuple[Mention, str]]:
    (doc,) = parse.docs(line.nlp, [article.text])
    links = link(doc, line.names, article.published, True, article.publisher)
    links = decided(links, line.decisions, line.names, article.id, article.published)
    ends = [sentence.end_char for sentence in doc.sents]
    sentences = [sentence.text for sentence in doc.sents]
    return [(m, " ".join(sentences[bisect_right(ends, m.start)].split())) for m in links.mentions]


def batches(articles: Iterable[Article], most: int = BATCH_ARTICLES) -> Iterator[Batch]:
    """Cut a stream of articles into batches that are bounded in number and in characters; in none is an id twice."""
    batch: dict[str, Article] = {}
    size = 0
    for article in articles:
        if batch and (
            len(batch) == most
            or size + len(article.text) > BATCH_CHARACTERS * most // BATCH_ARTICLES
            or article.id in batch
        ):
            yield tuple(batch.values())
            batch, size = {}, 0
        batch[article.id] = article
        size += len(article.text)
    if batch:
        yield tuple(batch.values())


def _characters(batch: Batch) -> int:
    return sum(len(article.text) for article in batch)


def _problem(article: Article, bad: Exception) -> Problem:
    """Return the line that says what is wrong with an article; an error we did not foresee is called by its name."""
    place = f"article {article.id!a}"
    words = " ".join(str(bad).split()).removeprefix(f"{place}: ")
    return Problem(place, words if isinstance(bad, RdfError) else f"{type(bad).__name__}: {words}")


@lru_cache(maxsize=2)
def _line(model: str, coreference: bool, decisions: Decisions) -> Line:
    return Line.load(model, coreference, decisions)


# -- what each process does -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Job:
    """A batch that is to become a shard, and the shard's name."""

    key: str
    batch: Batch


@dataclass(frozen=True, slots=True)
class Written:
    """What a batch became: `kg.shards.Shard.results`, and how many characters its quads have."""

    results: tuple[int | Problem, ...]
    size: int


def _read(batch: Batch, *, model: str, coreference: bool, decisions: Decisions) -> Results:
    return _line(model, coreference, decisions).tried(batch)


def _write(job: Job, *, shards: Shards, again: bool, model: str, coreference: bool, decisions: Decisions) -> Written:
    """Make the shard of a job, unless it is there."""
    reader = _reader(model, coreference, decisions)
    if name_of(job.batch, reader) != job.key:
        raise cluster.ClusterError("this worker has another version of the software, its tables or its parser")
    made = None if again else shards.read(job.key)
    if made is None:
        line = _line(model, coreference, decisions)
        found = [result for part in batches(job.batch) for result in line.tried(part)]
        made = shard(job.batch, found, reader)
        shards.write(job.key, made)
    return Written(made.results, made.size)


@lru_cache(maxsize=2)
def _reader(model: str, coreference: bool, decisions: Decisions) -> Callable[[Article], Extractor]:
    return readers(model, coreference=coreference, decisions=decisions)
