"""Speed, as ratios measured side by side in one run.

    python benchmarks/speed.py                 extraction beside the bare spaCy pipeline, storing beside pyoxigraph
    python benchmarks/speed.py --processes 2   the same with two processes on either side
    python benchmarks/speed.py --floors        a short run that fails when a ratio is under its floor

Extraction: the articles of ``seeds/articles`` (or PATH...), repeated until they are long enough, go through the
model as spaCy loads it (``spacy.load(model).pipe(texts)``) and through `kg.pipeline.extract`, in turn, several times;
the ratio is the median of the ratios of the pairs. More than 1 means faster than spaCy alone. In one process the time
of each step is also taken, in runs of their own.

Storing: the statements of these articles are put into a fresh store on disk, by way of shards as ``kg build`` does
and by `kg.store.Store.put_many`, and the same quads are given to pyoxigraph's own bulk loader, in turn.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

import pyoxigraph
import spacy

from kg import articles, parse, resources
from kg.link import link
from kg.model import Article, Statement
from kg.pipeline import BATCH_ARTICLES, Line, extract, shard
from kg.rdf.provenance import extractor
from kg.relate import relate
from kg.shards import passing
from kg.store import Store

FLOORS = Path(__file__).with_name("speed_floors.json")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", help="articles to read instead of the bundled ones")
    parser.add_argument("--model", default=parse.DEFAULT_MODEL)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--characters", type=int, default=300_000, help="text of one repetition, at least")
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument(
        "--floors", type=Path, nargs="?", const=FLOORS, metavar="FILE", help="measure shortly; fail under a floor of it"
    )
    given = parser.parse_args(arguments)
    if given.floors:
        given.characters, given.repetitions = 50_000, 3
    read = long_enough(given.paths or [resources.path("seeds/articles")], given.characters)
    size = sum(len(article.text) for article in read)
    print(f"{len(read)} articles, {size:,} characters, {given.repetitions} repetitions, {given.processes} processes\n")
    ratio, took = extraction(read, given.model, given.processes, given.repetitions)
    ratios = {"extraction": ratio, **storing(read, given.model, given.processes, given.repetitions, took)}
    return floors(ratios, given.floors) if given.floors else 0


def long_enough(paths: Iterable[str | Path], characters: int) -> list[Article]:
    """Return articles of the paths, again and again under other ids, until their text is that long."""
    once = [found for found in articles.read(paths) if isinstance(found, Article)]
    if not once:
        raise SystemExit("no articles to measure on")
    found: list[Article] = []
    for i, article in ((i, article) for i in count() for article in once):
        if characters <= 0:
            break
        found.append(replace(article, id=f"{article.id}-{i}"))
        characters -= len(article.text)
    return found


def in_turn(first: Callable[[], object], second: Callable[[], object], repetitions: int) -> list[tuple[float, float]]:
    """Run both in turn, each going first every other time; return the pairs of seconds."""
    pairs = []
    for i in range(repetitions):
        if i % 2:
            b, a = seconds(second), seconds(first)
        else:
            a, b = seconds(first), seconds(second)
        pairs.append((a, b))
    return pairs


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def extraction(read: Sequence[Article], model: str, processes: int, repetitions: int) -> tuple[float, float]:
    """Print how fast extraction is against the bare pipeline; return the ratio and the seconds it takes."""
    bare = spacy.load(model)
    texts = [article.text for article in read]

    def run_bare() -> None:
        for _ in bare.pipe(texts, n_process=processes):
            pass

    def run_all() -> None:
        for _ in extract(read, model=model, processes=processes):
            pass

    run_bare()  # fills the caches of both
    run_all()
    pairs = in_turn(run_bare, run_all, repetitions)
    ratio = statistics.median(a / b for a, b in pairs)
    words = sum(len(bare.make_doc(text)) for text in texts)
    for name, took in zip(("bare spaCy", "extraction"), map(statistics.median, zip(*pairs, strict=True)), strict=True):
        print(f"{name:>12}  {words / took:>9,.0f} words/s  {took:.2f} s")
    spread = ", ".join(f"{a / b:.2f}" for a, b in sorted(pairs, key=lambda pair: pair[0] / pair[1]))
    print(f"{'ratio':>12}  {ratio:>9.2f}           ({spread})\n")
    if processes == 1:
        shares(read, Line.load(model))
    return ratio, statistics.median(b for _, b in pairs)


def shares(read: Sequence[Article], line: Line) -> None:
    """Print how the time of extraction is shared among its steps."""
    took = dict.fromkeys(("parse", "link", "relate"), 0.0)
    for start in range(0, len(read), BATCH_ARTICLES):
        batch = read[start : start + BATCH_ARTICLES]
        before = time.perf_counter()
        with line.nlp.memory_zone():
            for article, doc in zip(batch, parse.docs(line.nlp, [a.text for a in batch]), strict=True):
                parsed = time.perf_counter()
                links = link(doc, line.names, article.published, True, article.publisher)
                linked = time.perf_counter()
                relate(doc, article, links, line.words)
                related = time.perf_counter()
                took["parse"] += parsed - before
                took["link"] += linked - parsed
                took["relate"] += related - linked
                before = related
    total = sum(took.values())
    for name, share in took.items():
        print(f"{name:>12}  {share / total:>9.1%}")
    print()


def storing(
    read: Sequence[Article], model: str, processes: int, repetitions: int, extraction_seconds: float
) -> dict[str, float]:
    """Print and return how fast articles are stored, one by one and in bulk, against pyoxigraph's bulk loader."""
    found = list(extract(read, model=model, processes=processes))
    quads = quads_of(found)
    ratios = {}
    for name, put in (("build", put_shards), ("bulk", put_bulk)):
        pairs = in_turn(lambda: load(quads), lambda put=put: put(found), repetitions)  # type: ignore[misc]
        ratios[name] = statistics.median(a / b for a, b in pairs)
        if name == "build":
            report("pyoxigraph", len(quads), [a for a, _ in pairs])
        report(name, len(quads), [b for _, b in pairs])
        print(f"{'ratio':>12}  {ratios[name]:>9.2f}")
        if name == "build":
            report("with extract", len(quads), [extraction_seconds + b for _, b in pairs])
    return ratios


def report(name: str, quads: int, took: Sequence[float]) -> None:
    print(f"{name:>12}  {quads / statistics.median(took):>9,.0f} quads/s  {statistics.median(took):.2f} s")


def quads_of(found: Sequence[tuple[Article, list[Statement]]]) -> list[pyoxigraph.Quad]:
    with Store.memory() as store:
        store.put_many(found, extractor())
        return list(store.native)


def load(quads: Sequence[pyoxigraph.Quad]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = pyoxigraph.Store(folder)
        store.bulk_extend(quads)
        store.flush()


def put_shards(found: Sequence[tuple[Article, list[Statement]]]) -> None:
    with tempfile.TemporaryDirectory() as folder, Store.open(folder) as store, passing(store.path) as shards:
        by = extractor()
        keys = []
        for start in range(0, len(found), BATCH_ARTICLES):
            articles_, results = zip(*found[start : start + BATCH_ARTICLES], strict=True)
            keys.append(str(start))
            shards.write(keys[-1], shard(articles_, list(results), lambda _: by))
        store.load(block for key in keys for block in shards.written(key).blocks)
        shards.remove(keys)


def put_bulk(found: Sequence[tuple[Article, list[Statement]]]) -> None:
    with tempfile.TemporaryDirectory() as folder, Store.open(folder) as store:
        store.put_many(found, extractor())


def floors(ratios: dict[str, float], file: Path) -> int:
    """Say which ratios are under the floors of the file; return 1 if any is."""
    pinned = json.loads(file.read_text(encoding="utf-8"))
    low = {name: floor for name, floor in pinned.items() if ratios[name] < floor}
    for name, floor in low.items():
        print(f"{name}: {ratios[name]:.2f} is under its floor of {floor}", file=sys.stderr)
    print("under a floor" if low else "no ratio is under its floor")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
