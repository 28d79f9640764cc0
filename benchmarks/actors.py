"""Who is meant: the linker on the names and descriptions of ``gold/actors.tsv``.

    python benchmarks/actors.py                   precision and recall by kind, speed, load time and memory
    python benchmarks/actors.py --errors [KIND]   and every wrong or missed case with its text
    python benchmarks/actors.py --floors [FILE]   fail when a figure is more than 0.01 under its floor, or a cost over
                                                  three times its limit (another load on the machine may double it)
    python benchmarks/actors.py --pin             write the floors from this run
    python benchmarks/actors.py --articles FOLDER how often source and target of the annotated statements of a folder of
                                                  articles are among the actors of their sentences, and every miss; with
                                                  and without coreference (`benchmarks.article_actors`); nothing else

An answer is what ``Links`` has at the head of the phrase; a country or city that is only the scene (rule ``place``)
is no answer. Precision: right answers of all answers. Recall: right answers of the cases in which somebody must be
found. ``no government``: of the cases where none is meant, those in which none is answered.

Speed: linking is timed on parsed articles of ``seeds/articles`` beside the spaCy model as it comes
(``spacy.load(model).pipe``) on their texts, in turn; the ratio is that of the best times of either. Loading: the
lexicon of actors from its tables, with the linker's index; the best of several. Memory: what Python objects these hold
(tracemalloc).
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
import tracemalloc
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import spacy

from benchmarks import article_actors
from benchmarks.actor_cases import KINDS, TABLE, Case, digest, read
from benchmarks.quality import shortfalls
from benchmarks.speed import in_turn
from kg import articles, parse, resources
from kg.lexicon.actors import Gazetteer, gazetteer
from kg.lexicon.tables import SeedError
from kg.link import link
from kg.link.index import index
from kg.model import Article, Mention

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

FLOORS = Path(__file__).with_name("actors_floors.json")
ROOM = 3.0  # times the limit: only what no busy machine explains fails a build
LIMITS = {"linking / spaCy": 0.10, "load seconds": 0.5, "lexicon megabytes": 100.0}
SCENE = "place"
REPETITIONS = 3
CHARACTERS = 60_000
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Verdict:
    """A case and what was found: the codes and the rules of the mentions at the head of its phrase."""

    case: Case
    found: tuple[str, ...]
    rules: tuple[str, ...]

    @property
    def right(self) -> bool:
        return self.case.allows(self.found)


@dataclass(frozen=True, slots=True)
class Count:
    """Numbers of cases: with an answer, of these right; where somebody must be found, of these right; where no
    government is meant, of these without one in the answer."""

    cases: int
    answers: int
    good: int
    demanded: int
    met: int
    none: int
    silent: int

    @property
    def precision(self) -> float:
        return self.good / self.answers if self.answers else 1.0

    @property
    def recall(self) -> float:
        return self.met / self.demanded if self.demanded else 1.0

    @property
    def no_government(self) -> float:
        return self.silent / self.none if self.none else 1.0


def main(arguments: Sequence[str] | None = None) -> int:
    given = _arguments(arguments)
    if given.articles is not None:
        return on_articles(given.articles, given.model)
    try:
        cases = read(given.table)
    except SeedError as bad:
        print(f"actors: {bad}", file=sys.stderr)
        return 1
    nlp, names = parse.load(given.model), gazetteer()
    verdicts = judge(cases, nlp, names)
    counts = by_kind(verdicts, governments(names))
    report(counts)
    if given.errors is not None:
        errors(verdicts, given.errors)
    costs = cost(nlp, names, given.model)
    measured = figures(counts)
    if given.pin:
        pinned = {"table": digest(given.table), "figures": measured}
        FLOORS.write_text(json.dumps(pinned, indent=2) + "\n", encoding="utf-8", newline="\n")
    return judge_floors(measured, costs, digest(given.table), given.floors) if given.floors else 0


def on_articles(folder: Path, model: str) -> int:
    """Print what `article_actors` measures on a folder; return 1 if there is nothing to measure."""
    nlp, names = parse.load(model), gazetteer()
    try:
        found, bare = (article_actors.measure(folder, nlp, names, coref) for coref in (True, False))
    except (OSError, ValueError) as bad:
        print(f"actors: {bad}", file=sys.stderr)
        return 1
    article_actors.report(found, bare)
    return 0


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table", type=Path, default=TABLE)
    parser.add_argument("--model", default=parse.DEFAULT_MODEL)
    parser.add_argument("--errors", nargs="?", const="", choices=("", *KINDS), help="print every error (of a kind)")
    parser.add_argument("--floors", nargs="?", const=FLOORS, type=Path, help="fail under the floors of this file")
    parser.add_argument("--articles", type=Path, metavar="FOLDER", help="measure on annotated articles instead")
    parser.add_argument("--pin", action="store_true", help="write the floors")
    return parser.parse_args(arguments)


# -- answers ----------------------------------------------------------------------------------------------------------


def judge(cases: Sequence[Case], nlp: Language, names: Gazetteer) -> list[Verdict]:
    """Parse each text once, link it at its day, and read the answer to each case."""
    asked: dict[tuple[str, object], list[int]] = {}
    for i, case in enumerate(cases):
        asked.setdefault((case.text, case.published), []).append(i)
    verdicts: dict[int, Verdict] = {}
    for places, doc in zip(asked.values(), parse.docs(nlp, (text for text, _ in asked)), strict=True):
        links = link(doc, names, cases[places[0]].published)
        for i in places:
            mentions = links.at(head(doc, cases[i])) or covering(links.mentions, doc, cases[i])
            verdicts[i] = Verdict(cases[i], codes(mentions), tuple(dict.fromkeys(m.rule for m in mentions)))
    return [verdicts[i] for i in range(len(cases))]


def head(doc: Doc, case: Case) -> int:
    """Return the token that heads the phrase of a case in its parsed text."""
    span = doc.char_span(case.start, case.end, alignment_mode="expand")
    if span is None:
        raise ValueError(f"{case.place}: {case.phrase!r} is no token of the text")
    return span.root.i


def covering(mentions: Iterable[Mention], doc: Doc, case: Case) -> tuple[Mention, ...]:
    """Return the mentions that head nothing but cover the head: the Iran of "anti-Iranian"."""
    token = doc[head(doc, case)]
    return tuple(m for m in mentions if m.start <= token.idx and token.idx + len(token) <= m.end)


def codes(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """Return the codes of all who act, each once; a mere scene is nobody."""
    return tuple(dict.fromkeys(m.actor.code for m in mentions if m.actor and m.rule != SCENE))


def governments(names: Gazetteer) -> frozenset[str]:
    """Return the codes that stand for the government of a state or territory."""
    return frozenset(actor.code for actor in names.actors.values() if actor.kind in ("state", "territory"))


# -- figures ----------------------------------------------------------------------------------------------------------


def by_kind(verdicts: Sequence[Verdict], states: frozenset[str]) -> dict[str, Count]:
    """Return the counts of each kind in the order of the kinds, and of "all"."""
    kinds = {kind: [v for v in verdicts if v.case.kind == kind] for kind in KINDS}
    return {name: count(own, states) for name, own in ({"all": list(verdicts)} | kinds).items() if own}


def count(verdicts: Sequence[Verdict], states: frozenset[str]) -> Count:
    answers = [v for v in verdicts if v.found]
    none = [v for v in verdicts if not v.case.names(states)]
    return Count(
        cases=len(verdicts),
        answers=len(answers),
        good=sum(v.right for v in answers),
        demanded=sum(v.case.demands for v in verdicts),
        met=sum(v.case.demands and v.right for v in verdicts),
        none=len(none),
        silent=sum(not states.intersection(v.found) for v in none),
    )


def figures(counts: Mapping[str, Count]) -> dict[str, float]:
    """Return all figures by name, 0..1, more being better."""
    out = {}
    for name, kind in counts.items():
        if kind.demanded:  # elsewhere every answer is wrong, and "no government" says it
            out[f"{name} precision"] = round(kind.precision, DIGITS)
            out[f"{name} recall"] = round(kind.recall, DIGITS)
        out[f"{name} no government"] = round(kind.no_government, DIGITS)
    return out


def report(counts: Mapping[str, Count]) -> None:
    print(f"{'':>14} {'cases':>6} {'answers':>8} {'precision':>10} {'demanded':>9} {'recall':>7} {'no government':>14}")
    for name, kind in counts.items():
        precision, recall = (
            (f"{kind.precision:.3f}", f"{kind.recall:.3f}") if kind.demanded else (f"{kind.good} right", "")
        )
        silent = f"{kind.no_government:.3f} of {kind.none:4}"
        print(f"{name:>14} {kind.cases:6} {kind.answers:8} {precision:>10} {kind.demanded:9} {recall:>7} {silent:>14}")


def errors(verdicts: Iterable[Verdict], kind: str) -> None:
    """Print the cases that went wrong, of one kind or (empty) of all: what was answered and what is right."""
    for v in verdicts:
        if not v.right and kind in ("", v.case.kind):
            ways = dict.fromkeys(" + ".join(sorted(way)) or "nobody" for way in v.case.expected)
            expected = " or ".join(ways)
            found = " + ".join(v.found) or "nobody"
            rules = f" ({', '.join(v.rules)})" if v.rules else ""
            print(f"\n{v.case.place} {v.case.kind}: {v.case.phrase!r} is {expected}, not {found}{rules}")
            print(f"    {v.case.text}")


# -- costs ------------------------------------------------------------------------------------------------------------


def cost(nlp: Language, names: Gazetteer, model: str) -> dict[str, float]:
    """Measure, print and return what linking costs, by the names of `LIMITS`."""
    seconds, megabytes = loading()
    out = {"linking / spaCy": linking(nlp, names, model), "load seconds": seconds, "lexicon megabytes": megabytes}
    print()
    for name, value in out.items():
        print(f"{name:>18} {value:8.3f}   (at most {LIMITS[name]:g})")
    return out


def linking(nlp: Language, names: Gazetteer, model: str) -> float:
    """Return the time of linking as a share of the time of the bare spaCy pipeline on the same texts."""
    given = bundled(CHARACTERS)
    texts, bare = [article.text for article in given], spacy.load(model)
    docs = list(parse.docs(nlp, texts))

    def run_bare() -> None:
        for _ in bare.pipe(texts):
            pass

    def run_link() -> None:
        for doc, article in zip(docs, given, strict=True):
            link(doc, names, article.published, True, article.publisher)

    run_link()  # fills the caches, as parsing has filled spaCy's
    pairs = in_turn(run_bare, run_link, REPETITIONS)
    return min(linked for _, linked in pairs) / min(parsed for parsed, _ in pairs)


def bundled(characters: int) -> list[Article]:
    """Return articles of ``seeds/articles``, in order, until they have that many characters."""
    chosen: list[Article] = []
    for found in articles.read([resources.path("seeds/articles")]):
        if isinstance(found, Article) and characters > 0:
            chosen.append(found)
            characters -= len(found.text)
    return chosen


def loading() -> tuple[float, float]:
    """Return the seconds that loading the lexicon takes and the megabytes (10**6 bytes) that it holds."""
    folder = resources.path("seeds/actors")
    took = []
    for _ in range(REPETITIONS):
        started = time.perf_counter()
        index(gazetteer(folder))
        took.append(time.perf_counter() - started)
    gc.collect()
    tracemalloc.start()
    kept = index(gazetteer(folder))
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return min(took), held / 1e6


# -- floors -----------------------------------------------------------------------------------------------------------


def judge_floors(measured: Mapping[str, float], costs: Mapping[str, float], table: str, file: Path) -> int:
    """Print what is under its floor or over its limit; return 1 if anything is, or if the table has changed."""
    try:
        pinned = json.loads(file.read_text(encoding="utf-8"))
        failures = shortfalls(measured, pinned["figures"])
    except (OSError, ValueError, KeyError) as bad:
        print(f"actors: {file.name}: {bad}", file=sys.stderr)
        return 1
    if pinned.get("table") != table:
        failures.append("the table is not the one that was pinned; after a wanted change run --pin")
    failures += [
        f"{name}: {costs[name]:.3f} is over {limit:g}" for name, limit in LIMITS.items() if costs[name] > ROOM * limit
    ]
    for failure in failures:
        print(f"actors: {failure}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
