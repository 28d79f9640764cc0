"""The straight line, from articles to statements and to a graph.

paths --articles--> Article --parse--> Doc --link--> Links --relate--> Statements --rdf--> quads --store--> graph
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

from kg import furniture, headline, parse
from kg.articles import Problem
from kg.clean import cleaned, mention_in, restored, span_in
from kg.headline import known_names
from kg.lexicon.actors import Gazetteer, Key, gazetteer
from kg.lexicon.decisions import NONE, Decisions, applied, relevance
from kg.lexicon.tables import SeedError
from kg.lexicon.triggers import Triggers, triggers
from kg.link import link
from kg.link.decided import decided
from kg.model import Article, Mention, Statement
from kg.rdf.provenance import Extractor, extractor, fingerprint
from kg.rdf.quads import RdfError
from kg.relate import relate, relate_docs
from kg.relate.accounts import Account, accounts
from kg.settle import settle
from kg.snapshots import publish, publishing

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.store import Store

PUBLISH_SECONDS = 30.0  # between two snapshots for running services; they take a tenth of the time at most
BATCH_ARTICLES = 8  # parsing gains nothing from larger batches, and stopping waits for one
BATCH_CHARACTERS = 200_000  # bounds what a batch of long articles holds in memory

WORTH = 300_000  # characters after which other processes pay: some five seconds of work, three of loading
MOST = 16  # processes: the one that stores what they find has no time for more
MEMORY = 1 << 30  # bytes of memory that a process takes, well rounded up

# What one odd article can bring about; anything else (no memory, no disk) concerns them all and ends the work.
UNUSUAL = (ValueError, LookupError, RecursionError)

Batch = tuple[Article, ...]
Extracted = tuple[Article, list[Statement]]
Report = Callable[[Problem], None]
Results = list[list[Statement] | Problem]
Done = tuple[Batch, Results]


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
        clean = [cleaned(article.text) for article in batch]
        as_parsed = [replace(a, text=c.text) if c else a for a, c in zip(batch, clean, strict=True)]
        with self.nlp.memory_zone():  # what spaCy caches for these texts goes with them
            docs = parse.docs(self.nlp, (article.text for article in as_parsed if article.is_english))
            found = [self._related(article, next(docs)) if article.is_english else [] for article in as_parsed]
        own = [restored(f, c, a) if c else f for f, c, a in zip(found, clean, batch, strict=True)]
        return [furniture.without(article.text, statements) for article, statements in zip(batch, own, strict=True)]

    def _related(self, article: Article, parsed: Doc) -> list[Statement]:
        doc = headline.read(self.nlp, parsed, self.known, self.words)
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
    Raises `kg.parse.ModelError` or `kg.lexicon.tables.SeedError` before the first article.
    """
    work = batches(articles)
    if processes is None:
        done: Iterable[Done] = _in_as_many_as_pay(work, model, coreference, decisions)
    elif processes == 1:
        done = _here(work, model, coreference, decisions)
    else:
        done = _in_processes(work, model, processes, coreference, decisions)
    for batch, results in done:
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
) -> Generator[Extracted, None, None]:
    """Extract and store what was read (`kg.read`); yield each article once it is in the store, with its statements.

    ``report`` is called with every problem, of reading, extracting or storing, ``kept`` with each article that the same
    extractor put into the store before (``again``: these are extracted anew); decisions that concern it are part of
    the extractor (`kg.lexicon.decisions.load`). ``all_actors``: store also those whom no article names. At the end
    what follows from the articles (actors, edges, ledger, the index beside them) is derived. Stopping between two
    articles loses none that was yielded; running it again completes the graph.
    """
    reader = readers(model, coreference=coreference, decisions=decisions)

    def wanted() -> Iterator[Article]:
        for item in found:
            if isinstance(item, Problem):
                report(item)
            elif store.knows(item) or (not again and store.finished(item.id, fingerprint(item, reader(item)))):
                kept(item)
            else:
                yield item

    extracted = extract(
        wanted(), model=model, processes=processes, coreference=coreference, decisions=decisions, report=report
    )
    with publishing(store):
        due = time.monotonic() + PUBLISH_SECONDS
        for done in stored(extracted, store, reader, report):
            yield done
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


def stored(
    extracted: Iterable[Extracted], store: Store, by: Callable[[Article], Extractor], report: Report
) -> Iterator[Extracted]:
    """Store what was extracted and yield it; what has no place in RDF is reported, and the rest goes on."""
    for article, found in extracted:
        try:
            store.put(article, found, by(article))
        except RdfError as bad:
            report(_problem(article, bad))
        else:
            yield article, found


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
    clean = cleaned(article.text)
    seen = replace(article, text=clean.text) if clean else article
    (parsed,) = parse.docs(line.nlp, [seen.text])
    doc = headline.read(line.nlp, parsed, line.known, line.words)
    if not article.is_english:
        return Reasons(doc, (), [], [])
    links = link(doc, line.names, article.published, line.coreference, article.publisher)
    links = decided(links, line.decisions, line.names, article.id, article.published)
    found, told, mentions = relate(doc, seen, links, line.words), accounts(doc, links, line.words), links.mentions
    if clean:
        found = restored(found, clean, article)
        told = [replace(each, trigger=span_in(article, each.trigger, clean)) for each in told]
        mentions = tuple(mention_in(article, mention, clean) for mention in mentions)
    return Reasons(doc, mentions, told, furniture.without(article.text, found))


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


def batches(articles: Iterable[Article]) -> Iterator[Batch]:
    """Cut a stream of articles into batches that are bounded in number and in characters."""
    batch: list[Article] = []
    size = 0
    for article in articles:
        if batch and (len(batch) == BATCH_ARTICLES or size + len(article.text) > BATCH_CHARACTERS):
            yield tuple(batch)
            batch, size = [], 0
        batch.append(article)
        size += len(article.text)
    if batch:
        yield tuple(batch)


def _problem(article: Article, bad: Exception) -> Problem:
    """Return the line that says what is wrong with an article; an error we did not foresee is called by its name."""
    place = f"article {article.id!a}"
    words = " ".join(str(bad).split()).removeprefix(f"{place}: ")
    return Problem(place, words if isinstance(bad, RdfError) else f"{type(bad).__name__}: {words}")


@lru_cache(maxsize=2)
def _line(model: str, coreference: bool, decisions: Decisions) -> Line:
    return Line.load(model, coreference, decisions)


# -- one process, or several ------------------------------------------------------------------------------------------


def _here(work: Iterator[Batch], model: str, coreference: bool, decisions: Decisions) -> Iterator[Done]:
    line = _line(model, coreference, decisions)
    return ((batch, line.tried(batch)) for batch in work)


def _in_as_many_as_pay(work: Iterator[Batch], model: str, coreference: bool, decisions: Decisions) -> Iterator[Done]:
    """Begin at once in this process; others start when there is so much work that loading their models pays."""
    size = 0
    for batch, results in _here(work, model, coreference, decisions):
        yield batch, results
        size += sum(len(article.text) for article in batch)
        if size > WORTH and (processes := as_many_as_pay()) > 1:
            yield from _in_processes(work, model, processes, coreference, decisions)
            return


def as_many_as_pay() -> int:
    """Return how many processes this machine has cores and memory for."""
    cores = len(os.sched_getaffinity(0))
    return max(1, min(cores, MOST, _free() // MEMORY))


def _free() -> int:
    """Return the bytes of memory that new processes can have."""
    for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) << 10
    return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _in_processes(
    work: Iterator[Batch], model: str, processes: int, coreference: bool, decisions: Decisions
) -> Iterator[Done]:
    # Started afresh ("spawn") rather than forked: a store that is open in this process has threads of its own.
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), initializer=_start)
    waiting: deque[tuple[Batch, Future[Results]]] = deque()
    try:
        for batch in work:
            waiting.append((batch, pool.submit(_run, batch, model, coreference, decisions)))
            if len(waiting) > 2 * processes:
                first, future = waiting.popleft()
                yield first, future.result()
        for first, future in waiting:
            yield first, future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _start() -> None:
    # Ctrl-C reaches the whole group, and so may SIGTERM: the parent decides, and none outlives it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _run(batch: Batch, model: str, coreference: bool, decisions: Decisions) -> Results:
    return _line(model, coreference, decisions).tried(batch)
