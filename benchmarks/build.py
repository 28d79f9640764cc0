"""How a build runs: its speed beside bare spaCy, its memory by the number of articles, and the cost of adding some.

    python benchmarks/build.py                        all of it: an hour on two cores
    python benchmarks/build.py --sizes                the speed alone
    python benchmarks/build.py --articles 0           memory and additions alone
    python benchmarks/build.py --floors               a short run that fails when a ratio is under its floor

Speed: ``kg build`` with one process, with two, and with two workers of Ray on this machine, beside
``spacy.load(model).pipe(texts, n_process=...)`` on the same texts; each a process of its own, from its start to its
end, in turn, several times; the ratio is the median of the ratios of the pairs. More than 1: faster than spaCy alone.
The articles are sentences of the bundled ones, mixed: eight an article.

Memory and additions: articles of one short sentence (``--sentences``) and some made-up words, all different, so
that the number of articles and not what they say is what grows. Peak memory is the largest resident size of
``kg build`` and of each of its workers, as the system counts them. With ``--unparsed`` the statements of the
articles of a graph are those of a dozen of their kind with other figures, laid ready as shards: all is measured but
extraction, which is of eight articles at a time; what is added is extracted in any case.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import spacy

from kg import articles, parse, pipeline, resources
from kg.articles import Problem
from kg.model import Article, Span, Statement
from kg.shards import Shards
from kg.store import Store

FLOORS = Path(__file__).with_name("build_floors.json")
SEED = 2022
STATES = ("China", "Russia", "Iran", "Israel", "India", "Turkey", "Japan", "France", "Peru", "Kenya", "Chile", "Norway")
ACTS = (
    "accused {b} of lying",
    "met envoys of {b}",
    "denied that {b} had asked it for help",
    "imposed sanctions on {b}",
)
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
WORDS = 100  # made up, below the sentences
ADDED = 100
SENTENCES = 8  # of a mixed article
BARE = """
import json, sys, spacy
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
for _ in spacy.load(sys.argv[2]).pipe(texts, n_process=int(sys.argv[3])):
    pass
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process and its children took: seconds, seconds of processors, largest resident megabytes of one."""

    seconds: float
    processor: float
    megabytes: float


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000, help="on how many the speed is measured; 0: not")
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 10_000, 50_000], help="of graphs that grow")
    parser.add_argument("--sentences", type=int, default=1, help="of an article of these graphs")
    parser.add_argument("--processes", type=int, default=2, help="that build these")
    parser.add_argument("--unparsed", action="store_true", help="lay the shards of these ready")
    parser.add_argument("--model", default=parse.DEFAULT_MODEL)
    parser.add_argument(
        "--floors", type=Path, nargs="?", const=FLOORS, metavar="FILE", help="measure shortly; fail under a floor of it"
    )
    given = parser.parse_args(arguments)
    if given.floors:
        return floors(given.model, given.floors)
    with tempfile.TemporaryDirectory() as folder:
        if given.articles:
            speed(Path(folder), given.model, given.articles, given.repetitions)
        if given.sizes:
            growth(Path(folder), given)
    return 0


# -- speed ------------------------------------------------------------------------------------------------------------


def speed(folder: Path, model: str, count: int, repetitions: int) -> None:
    """Print articles a second of builds, each as a ratio to bare spaCy with as many processes."""
    file = written(folder / "mixed.jsonl", mixed(count))
    kinds = [("1 process", 1, "local"), ("2 processes", 2, "local")]
    if find_spec("ray"):
        kinds.append(("Ray, 2 workers", 2, "ray"))
    print(f"{count:,} articles, {repetitions} repetitions\n")
    print(f"{'':>14} {'articles/s':>10} {'bare spaCy':>10} {'ratio':>6}  {'of processor seconds':>20}")
    for name, processes, engine in kinds:
        pairs = []
        for i in range(repetitions):
            graph = folder / f"{engine}-{processes}-{i}"
            command = (*kg("--store", graph, "build", file, "--model", model), "--engine", engine)
            runs = [
                (sys.executable, "-c", BARE, str(file), model, str(processes)),
                (*command, "--processes", str(processes)),
            ]
            costs = [cost(run) for run in (runs if i % 2 else reversed(runs))]
            pairs.append(costs if i % 2 else costs[::-1])
        bare, built = (statistics.median(pair[i].seconds for pair in pairs) for i in (0, 1))
        ratio, processor = (statistics.median(each) for each in zip(*map(ratios, pairs), strict=True))
        # Ray's processes are not all our children.
        work = "" if engine == "ray" else f"{processor:>20.2f}"
        print(f"{name:>14} {count / built:>10.1f} {count / bare:>10.1f} {ratio:>6.2f}  {work}", flush=True)
    print()


def ratios(pair: Sequence[Cost]) -> tuple[float, float]:
    bare, built = pair
    return bare.seconds / built.seconds, bare.processor / built.processor


def mixed(count: int) -> list[Article]:
    """Return articles that are each made of sentences of the bundled ones."""
    chance = random.Random(SEED)  # noqa: S311  (a mixture, not a secret)
    read = [found for found in articles.read([resources.path("seeds/articles")]) if isinstance(found, Article)]
    cut = spacy.blank("en")
    cut.add_pipe("sentencizer")
    sentences = [sentence.text for doc in cut.pipe(article.text for article in read) for sentence in doc.sents]
    return [
        Article(f"a{number}", " ".join(chance.sample(sentences, SENTENCES)), publisher=f"Outlet {number % 40}")
        for number in range(count)
    ]


def floors(model: str, file: Path) -> int:
    """Measure one process in this one, without its start, and hold it against the floors; return 1 if it is under."""
    found = mixed(40)
    bare = spacy.load(model)
    problems: list[Problem] = []

    def run_bare() -> None:
        for _ in bare.pipe(article.text for article in found):
            pass

    def run_build() -> None:
        with tempfile.TemporaryDirectory() as folder, Store.open(folder) as store:
            for _ in pipeline.build(found, store, report=problems.append, model=model, processes=1):
                pass

    run_bare()  # fills the caches of both
    pipeline.actors_in("China", model=model)
    took = [(seconds(run_bare), seconds(run_build)) for _ in range(2)]
    assert not problems
    best = max(a / b for a, b in took)
    floor = json.loads(file.read_text(encoding="utf-8"))["build"]
    print(f"a build in one process beside bare spaCy: {best:.2f} (floor {floor})")
    return 1 if best < floor else 0


def seconds(work: Callable[[], None]) -> float:
    """Return the seconds of processors that it takes: others may be at work here."""
    started = time.process_time()
    work()
    return time.process_time() - started


# -- growth -----------------------------------------------------------------------------------------------------------


def growth(folder: Path, given: argparse.Namespace) -> None:
    """Print, by the number of articles, speed and peak memory of a build, and what it takes to add some more."""
    processes, sentences = given.processes, given.sentences
    print(f"{processes} processes{', nothing is parsed' if given.unparsed else ''}; memory of the largest process\n")
    names = f"{'articles':>9} {'seconds':>8} {'articles/s':>10} {'peak MB':>8}"
    print(f"{names}   {f'add {ADDED}: s':>12} {'processor s':>12}")
    found = []
    for size in given.sizes:
        graph = folder / f"grown-{size}"
        build = (*kg("--store", graph, "build"), "--processes", str(processes))
        file = written(folder / "short.jsonl", short(0, size, sentences))
        ready = ("--shards", str(laid_ready(folder / f"shards-{size}", file, sentences))) if given.unparsed else ()
        whole = cost((*build, str(file), *ready))
        more = [
            cost((*build, str(written(folder / "more.jsonl", short(start, start + ADDED, sentences)))))
            for start in (size, size + ADDED, size + 2 * ADDED)
        ]
        added, work = (statistics.median(each) for each in zip(*((m.seconds, m.processor) for m in more), strict=True))
        found.append((whole.megabytes, added, work))
        print(
            f"{size:>9,} {whole.seconds:>8.1f} {size / whole.seconds:>10.1f} {whole.megabytes:>8.0f}"
            f"   {added:>12.1f} {work:>12.1f}",
            flush=True,
        )
    last = [b / a for a, b in zip(found[0], found[-1], strict=True)]
    print(f"{'last/first':>9} {'':>8} {'':>10} {last[0]:>8.2f}   {last[1]:>12.2f} {last[2]:>12.2f}")


def short(start: int, end: int, sentences: int) -> list[Article]:
    """Return the articles with these numbers."""
    return [Article(f"a{number}", text(number, sentences), published=date(2022, 3, 14)) for number in range(start, end)]


def text(number: int, sentences: int) -> str:
    """Return sentences that no other number has, and words that nobody has: no two such articles are one report."""
    chance = random.Random(number)  # noqa: S311
    said = []
    for i in range(sentences):
        a = STATES[(number + i) % len(STATES)]
        b = STATES[(number * 7 + i * 5 + 1) % len(STATES)]
        act = ACTS[(number + i) % len(ACTS)].format(b=b if b != a else "Egypt")
        said.append(f"{a} {act} over matter M{number * 31:08} of file F{number * 17 % 9973:05}.")
    made_up = ("".join(chance.choices(SYLLABLES, k=3)) for _ in range(WORDS))
    return f"{' '.join(said)}\n\n{' '.join(made_up)}."


def laid_ready(folder: Path, file: Path, sentences: int) -> Path:
    """Write the shards of short articles, each as one of its kind has it: what that gave, with this one's figures."""
    kinds = len(STATES)  # a number's remainder decides all of its words; its figures are of one length
    reader, shards = pipeline.readers(parse.DEFAULT_MODEL), Shards(folder)
    alike = list(pipeline.extract(short(0, kinds, sentences), processes=1))
    every = (found for found in articles.read([file]) if isinstance(found, Article))
    for batch in pipeline.batches(every):
        results = [retold(article, *alike[int(article.id[1:]) % kinds]) for article in batch]
        shards.write(pipeline.name_of(batch, reader), pipeline.shard(batch, list(results), reader))
    return folder


def retold(article: Article, other: Article, found: Sequence[Statement]) -> list[Statement]:
    """Return the statements of another article as those of this one, which has other figures in the same places."""

    def span(old: Span) -> Span:
        return Span(old.start, old.end, article.text[old.start : old.end])

    ids: dict[str, str] = {}
    made = {}
    for old in found:
        start = other.text.find(old.theme) if old.theme else -1
        made[old.id] = replace(
            old,
            article=article.id,
            sentence=span(old.sentence),
            trigger=span(old.trigger),
            theme=article.text[start : start + len(old.theme)] if old.theme and start >= 0 else old.theme,
        )
        ids[old.id] = made[old.id].id
    return [replace(new, content=ids[new.content]) if new.content else new for new in made.values()]


# -- processes --------------------------------------------------------------------------------------------------------


def kg(*words: str | Path) -> tuple[str, ...]:
    return (sys.executable, "-m", "kg.cli", *map(str, words))


def written(file: Path, found: Sequence[Article]) -> Path:
    """Write the articles as JSON lines."""
    with file.open("w", encoding="utf-8") as lines:
        for a in found:
            fields = {
                "id": a.id,
                "text": a.text,
                "publisher": a.publisher,
                "published": a.published and str(a.published),
                "language": "en",
            }
            lines.write(json.dumps({name: value for name, value in fields.items() if value}) + "\n")
    return file


def cost(command: Sequence[str]) -> Cost:
    """Run a process of its own; return what it took. Raises SystemExit if it fails."""
    started = time.monotonic()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    took = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command[:6])} ... ended with exit code {process.returncode}")
    return Cost(took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


if __name__ == "__main__":
    sys.exit(main())
