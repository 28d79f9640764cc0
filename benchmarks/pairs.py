"""The relation of a given pair: how often `kg.relate_pairs` is right on sentences that it has not learned from.

    python benchmarks/pairs.py [FILE]     print the figures of the rules alone, of the model alone, and of both together
    python benchmarks/pairs.py --floors   fail when a figure is more than 0.01 under its floor
    python benchmarks/pairs.py --pin      write the floors from this run

FILE has the columns ``relation`` (or ``category``), ``source``, ``target`` and ``sentence``. Unless given it is
`benchmarks/gold/pairs.tsv`: sentences written for this project like those of ``seeds/training``, and held out of them.
A relation counts as right by its PLOVER root, of which CONCEDE and RETREAT are one (YIELD, CAMEO 08); stances are
passed over.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg import parse
from kg.lexicon.triggers import triggers
from kg.lexicon.vocabulary import relations
from kg.relate import By, relate_docs

GOLD = Path(__file__).with_name("gold") / "pairs.tsv"
FLOORS = Path(__file__).with_name("pairs_floors.json")
ROOT = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
STANCE = "stance"
DIGEST = "sha256"
NOISE = 0.01
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence with its pair and the relation that holds."""

    relation: str
    source: str
    target: str
    sentence: str


def main(arguments: Sequence[str] | None = None) -> int:
    given = _arguments(arguments)
    try:
        items = read(given.table)
        floors = json.loads(FLOORS.read_text(encoding="utf-8")) if given.floors else None
    except (OSError, ValueError) as bad:
        print(f"pairs: {bad}", file=sys.stderr)
        return 1
    answers, rate = answered(items)
    for by, found in answers.items():
        print(f"{by.value:12} {_line(figures(items, found))}")
    print(f"{rate:.0f} sentences a second, parser included; {len(items)} sentences")
    if given.verbose:
        _tell(items, answers[By.BOTH])
    measured = {f"{by.value}, {n}": v for by, found in answers.items() for n, v in figures(items, found).items()}
    digest = hashlib.sha256(given.table.read_bytes()).hexdigest()
    if given.pin:
        FLOORS.write_text(json.dumps(measured | {DIGEST: digest}, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    failures = list(shortfalls(measured, digest, floors)) if floors is not None else []
    for failure in failures:
        print(f"pairs: {failure}", file=sys.stderr)
    return 1 if failures else 0


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", metavar="FILE", nargs="?", type=Path, default=GOLD)
    parser.add_argument("--floors", action="store_true", help="fail under the floors")
    parser.add_argument("--pin", action="store_true", help="write the floors")
    parser.add_argument("--verbose", action="store_true", help="the F1 of each relation, and what is taken for what")
    return parser.parse_args(arguments)


def read(table: Path) -> list[Item]:
    """Return the items of a table. Raises ``ValueError`` for another header."""
    with table.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    try:
        return [Item(r.get("relation") or r["category"], r["source"], r["target"], r["sentence"]) for r in rows]
    except KeyError as missing:
        raise ValueError(f"{table.name}: no column {missing}") from missing


def answered(items: Sequence[Item]) -> tuple[dict[By, list[str | None]], float]:
    """Return for each way of ranking the root it puts first for each item, and how many items a second both take."""
    nlp, lexicon = parse.load(), triggers()
    started = time.perf_counter()
    docs = list(parse.with_words(nlp, ((i.sentence, i.source, i.target) for i in items)))
    answers = {By.BOTH: [first(ranked) for ranked in relate_docs(docs, lexicon)]}
    seconds = time.perf_counter() - started
    answers |= {by: [first(r) for r in relate_docs(docs, lexicon, by)] for by in (By.RULES, By.MODEL)}
    return {by: answers[by] for by in By}, len(items) / seconds


def first(ranked: Iterable[tuple[str, float]]) -> str | None:
    """Return the root of the best relation that is no stance, or none."""
    known = relations()
    return next((root(code) for code, _ in ranked if known[code].quad != STANCE), None)


def root(relation: str) -> str:
    """Return the PLOVER root under which a relation is counted."""
    return ROOT.get(relation, relation)


def quad(root_code: str | None) -> str:
    """Return the quad class of a root."""
    if root_code is None:
        return ""
    return relations()["RETREAT" if root_code == "YIELD" else root_code].quad


def figures(items: Sequence[Item], found: Sequence[str | None]) -> dict[str, float]:
    """Return macro-F1 over the roots and over the quad classes, and accuracy, all 0..1."""
    gold = [root(i.relation) for i in items]
    by_root = f1(gold, found)
    by_quad = f1([quad(g) for g in gold], [quad(f) for f in found])
    right = sum(g == f for g, f in zip(gold, found, strict=True))
    return {
        "category macro-F1": round(sum(by_root.values()) / len(by_root), DIGITS),
        "quad macro-F1": round(sum(by_quad.values()) / len(by_quad), DIGITS),
        "accuracy": round(right / len(gold), DIGITS),
    }


def f1(gold: Sequence[str], found: Sequence[str | None]) -> dict[str, float]:
    """Return the F1 of each label of ``gold``."""
    pairs = Counter(zip(gold, found, strict=True))
    golds, founds = Counter(gold), Counter(found)
    return {label: 2 * pairs[label, label] / (golds[label] + founds[label]) for label in sorted(golds)}


def _line(figures_of: Mapping[str, float]) -> str:
    return "  ".join(f"{name} {value:.4f}" for name, value in figures_of.items())


def _tell(items: Sequence[Item], found: Sequence[str | None]) -> None:
    gold = [root(i.relation) for i in items]
    for label, value in f1(gold, found).items():
        print(f"  {label:10} F1 {value:.3f}  ({gold.count(label)} sentences)")
    wrong = Counter((g, f) for g, f in zip(gold, found, strict=True) if g != f)
    print("  " + ", ".join(f"{g} taken for {f}: {n}" for (g, f), n in wrong.most_common(12)))


def shortfalls(measured: Mapping[str, float], digest: str, floors: Mapping[str, float | str]) -> Iterator[str]:
    """Yield a line for each figure that is more than 0.01 under its floor, and when the sentences are others."""
    if floors.get(DIGEST) != digest:
        yield "the sentences are not those of the floors; run --pin after a wanted change"
    for name, value in measured.items():
        floor = floors.get(name)
        if not isinstance(floor, float):
            yield f"{name}: not pinned; run --pin"
        elif value < floor - NOISE:
            yield f"{name}: {value:.4f} is under its floor {floor:.4f}"


if __name__ == "__main__":
    sys.exit(main())
