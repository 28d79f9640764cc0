"""Near-duplicate detection on pairs of our own: which reports are one origin, and which only tell of one event.

    python benchmarks/origins.py            # print precision and recall
    python benchmarks/origins.py --floors   # fail under the pinned ones

Of the bundled articles, written by different invented outlets about the same events, every two are *different*
reports: all pairs of them whose days lie within 60 days of each other are the negatives. The positives are made from
each article as outlets make them from an agency's report: cut to its first half, its paragraphs in another order,
every sixth sentence left out, a background paragraph of another article put in, words replaced (a tenth, a fifth, a
third), all of it with another byline, dateline and closing lines. What is measured is what a build does: candidates
by shared keys, then the comparison.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import combinations
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kg import resources
from kg.articles import read
from kg.likeness import alike, comparable, keys, triples
from kg.model import Article

FLOORS = Path(__file__).with_name("origins_floors.json")
NEAR = timedelta(days=60)

Change = Callable[[str, random.Random], str]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--floors", type=Path, nargs="?", const=FLOORS, metavar="FILE", help="fail under a floor of it")
    given = parser.parse_args(arguments)
    found = measured([item for item in read([resources.path("seeds/articles")]) if isinstance(item, Article)])
    for name, value in found.items():
        print(f"{name:>28}  {value:,.3f}" if isinstance(value, float) else f"{name:>28}  {value:,}")
    if given.floors is None:
        return 0
    pinned = json.loads(given.floors.read_text(encoding="utf-8"))
    low = {name: floor for name, floor in pinned.items() if found[name] < floor}
    for name, floor in low.items():
        print(f"{name}: {found[name]:.3f} is under its floor of {floor}", file=sys.stderr)
    return 1 if low else 0


def measured(articles: Sequence[Article]) -> dict[str, float | int]:
    """Return the numbers of pairs, precision, recall, and the recall of each change."""
    hits: Counter[str] = Counter()
    number: Counter[str] = Counter()
    for name, text, changed in positives(articles):
        number[name] += 1
        hits[name] += one_origin(text, changed)
    wrong = [pair for pair in negatives(articles) if one_origin(pair[0].text, pair[1].text)]
    for one, other in wrong:
        print(f"  taken for one: {one.id} and {other.id}")
    right, all_ = sum(hits.values()), sum(number.values())
    found: dict[str, float | int] = {
        "pairs of one origin": all_,
        "pairs of two": sum(1 for _ in negatives(articles)),
        "precision": right / (right + len(wrong)),
        "recall": right / all_,
    }
    return found | {f"recall, {name}": hits[name] / number[name] for name in number}


def one_origin(one: str, other: str) -> bool:
    """Whether a build would take two texts for one report."""
    ours, theirs = {*keys(one)}, {*keys(other)}
    return comparable(len(ours & theirs), len(ours), len(theirs)) and alike(triples(one), triples(other))


def negatives(articles: Sequence[Article]) -> Iterator[tuple[Article, Article]]:
    """Yield every two articles of about the same time."""
    for one, other in combinations(articles, 2):
        if one.published and other.published and abs(one.published - other.published) <= NEAR:
            yield one, other


def positives(articles: Sequence[Article]) -> Iterator[tuple[str, str, str]]:
    """Yield what was changed, a text, and the text as another outlet prints it."""
    changes: dict[str, Change] = {
        "first half": lambda text, _: "\n\n".join(_paragraphs(text)[: max(2, len(_paragraphs(text)) // 2)]),
        "reordered": lambda text, chance: "\n\n".join(chance.sample(_paragraphs(text), len(_paragraphs(text)))),
        "sentences left out": lambda text, _: " ".join(s for i, s in enumerate(_sentences(text)) if i % 6 != 5),
        "background put in": lambda text, chance: f"{text}\n\n{_paragraphs(chance.choice(articles).text)[-1]}",
        "a tenth reworded": lambda text, chance: _reworded(text, chance, 0.10),
        "a fifth reworded": lambda text, chance: _reworded(text, chance, 0.20),
        "a third reworded": lambda text, chance: _reworded(text, chance, 0.33),
    }
    for number, article in enumerate(articles):
        for name, change in changes.items():
            chance = random.Random(f"{number} {name}")  # noqa: S311  # the same pairs each time
            yield name, article.text, _printed(change(article.text, chance), chance)


def _printed(text: str, chance: random.Random) -> str:
    place = chance.choice(("GENEVA", "LONDON", "NAIROBI", "MANILA"))
    return f"By Ann Example\n\n{place} (Harbour Wire) - {text}\n\nShare on Facebook\n\n© The Tide"


def _paragraphs(text: str) -> list[str]:
    return [part for part in re.split(r"\n\s*\n", text) if part.strip()]


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?\u201d]) +|\n+", text)


def _reworded(text: str, chance: random.Random, share: float) -> str:
    """Replace this share of the words by others of the text itself, which is harder than by synonyms."""
    found = re.split(r"(\w+)", text)
    vocabulary = found[1::2]
    for i in range(1, len(found), 2):
        if chance.random() < share:
            found[i] = chance.choice(vocabulary)
    return "".join(found)


if __name__ == "__main__":
    sys.exit(main())
