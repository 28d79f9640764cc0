"""Quality on the gold set: what the line finds in ``benchmarks/gold``, beside what is there.

    python benchmarks/quality.py                       print all figures
    python benchmarks/quality.py --errors              and every wrong, missed, reversed or leaked statement
    python benchmarks/quality.py --floors              fail when a figure is more than 0.01 under its floor, or when
                                                       one claim would be stored as a fact
    python benchmarks/quality.py --pin                 write the floors from this run
    python benchmarks/quality.py --rules               print the measured precision of each rule family
    python benchmarks/quality.py --write-confidence    write it to seeds/triggers/precision.tsv
    python benchmarks/quality.py --rehash              pin the gold files after a wanted change

Refuses to measure with gold files that do not match ``SHA256SUMS``, unless these are ``--unpinned``. ``kg eval`` is the
same for those who measure with sentences of their own.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import gold_set
from benchmarks.gold_set import SOMEBODY, GoldError, Item, Judged
from benchmarks.scoring import Count, Score, Verdict, by_rule, judge, same_scope, score
from kg import parse, resources
from kg.model import Article, Mention, Statement
from kg.pipeline import Line

FLOORS = Path(__file__).with_name("floors.json")
CONFIDENCE = "precision.tsv"
NOISE = 0.01
DIGITS = 4


def main(arguments: Sequence[str] | None = None) -> int:
    given = _arguments(arguments)
    try:
        if given.rehash:
            gold_set.read(given.gold)
            gold_set.rehash(given.gold)
            return 0
        if not given.unpinned:
            gold_set.verify(given.gold)
        items = gold_set.read(given.gold)
    except (GoldError, OSError, UnicodeDecodeError) as bad:
        print(f"quality: {bad}", file=sys.stderr)
        return 1
    verdicts = [judge(item, found) for item, found in zip(items, predict(items, given.model), strict=True)]
    result = score(verdicts)
    _report(verdicts, result, given.errors)
    if given.rules:
        print("\n" + confidence_table(by_rule(verdicts)), end="")
    if given.write_confidence:
        _write(resources.path("seeds/triggers") / CONFIDENCE, confidence_table(by_rule(verdicts)))
    if given.pin:
        _write(given.floors or FLOORS, json.dumps(figures(result), indent=2, sort_keys=True) + "\n")
    return _judge_floors(result, given.floors) if given.floors else 0


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=gold_set.FOLDER, help="folder of the gold files")
    parser.add_argument("--model", default=parse.DEFAULT_MODEL)
    parser.add_argument("--errors", action="store_true", help="print every error with its text")
    parser.add_argument("--unpinned", action="store_true", help="measure without comparing SHA256SUMS")
    parser.add_argument(
        "--floors", type=Path, nargs="?", const=FLOORS, metavar="FILE", help="fail under the floors of this file"
    )
    parser.add_argument("--pin", action="store_true", help="write the floors")
    parser.add_argument("--rules", action="store_true", help="print the precision of each rule family")
    parser.add_argument("--write-confidence", action="store_true", help=f"write seeds/triggers/{CONFIDENCE}")
    parser.add_argument("--rehash", action="store_true", help="write the hashes of the gold files, and stop")
    return parser.parse_args(arguments)


# -- what the line finds ----------------------------------------------------------------------------------------------


def predict(items: Sequence[Item], model: str = parse.DEFAULT_MODEL) -> list[list[Judged]]:
    """Run the line over all texts in one batch; return what it finds in each."""
    articles = [Article(id=item.id, text=item.text, published=item.published) for item in items]
    return [judged(statements) for statements in Line.load(model).statements(articles)]


def judged(statements: Sequence[Statement]) -> list[Judged]:
    """Return the statements of one article as they are judged, in order."""
    places = {statement.id: i for i, statement in enumerate(statements)}
    return [
        Judged(
            source=_code(s.source),
            relation=s.relation,
            target=_code(s.target),
            trigger=s.trigger.text,
            modality=s.modality.value,
            attributed_to=_speaker(s.attributed_to),
            content=places.get(s.content) if s.content else None,
            rule=s.rule,
        )
        for s in statements
    ]


def _code(mention: Mention | None) -> str | None:
    return mention.actor.code if mention and mention.actor else None


def _speaker(mention: Mention | None) -> str | None:
    return None if mention is None else _code(mention) or SOMEBODY


# -- floors -----------------------------------------------------------------------------------------------------------


def figures(result: Score) -> dict[str, float]:
    """Return all figures by name, 0..1, more being better; the number of leaked claims is no figure: it must be 0."""
    out = {
        "statement precision": result.total.precision,
        "statement recall": result.total.recall,
        "statement f1": result.total.f1,
        "modality accuracy": result.modality,
        "attribution accuracy": result.attribution,
        "content link recall": result.content,
        "direction kept": 1 - result.reversed_rate,
        "silent where nothing is said": result.silent,
    }
    out |= {f"relation {name} f1": count.f1 for name, count in sorted(result.by_relation.items())}
    out |= {
        f"construction {name} f1": count.f1
        for name, count in sorted(result.by_construction.items())
        if count.right + count.missed  # where nothing is expected, "silent" says it all
    }
    return {name: round(value, DIGITS) for name, value in out.items()}


def shortfalls(measured: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """Return a line for each figure that is more than 0.01 under its floor, has none, or is no longer measured."""
    lines = []
    for name in sorted({*measured, *floors}):
        if name not in measured or name not in floors:
            lines.append(f"{name}: {'not pinned' if name in measured else 'pinned, but not measured'}; run --pin")
        elif measured[name] < floors[name] - NOISE:
            lines.append(f"{name}: {measured[name]:.4f} is under its floor {floors[name]:.4f}")
    return lines


def _judge_floors(result: Score, file: Path) -> int:
    try:
        floors = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as bad:
        print(f"quality: {file.name}: {bad}", file=sys.stderr)
        return 1
    failures = shortfalls(figures(result), floors)
    if result.leaked:
        failures.append(f"{result.leaked} claims would be stored as facts; not one may be")
    for failure in failures:
        print(f"quality: {failure}", file=sys.stderr)
    return 1 if failures else 0


# -- confidence -------------------------------------------------------------------------------------------------------


def confidence_table(rules: Mapping[str, Count]) -> str:
    """Return the table of measured precision: rule families, sorted, and the families that stand in for them.

    ``precision`` is (right + 1) / (right + wrong + 2), Laplace's rule of succession: a rule seen once is not certain.
    """
    lines = [
        "# Measured on benchmarks/gold by `python benchmarks/quality.py --write-confidence`; not to be edited.",
        "# rule: part of speech, relation, pattern; one that is not here: `v:DENY:*`, else `*:DENY:*`, else `*:*:*`.",
        "# precision: (right + 1) / (right + wrong + 2).",
        "rule\tright\twrong\tprecision",
    ]
    for name, count in sorted(rules.items()):
        lines.append(f"{name}\t{count.right}\t{count.wrong}\t{laplace(count):.{DIGITS}f}")
    return "\n".join(lines) + "\n"


def laplace(count: Count) -> float:
    """Return the add-one estimate of precision.

    >>> laplace(Count(right=8, wrong=0))
    0.9
    """
    return (count.right + 1) / (count.right + count.wrong + 2)


# -- printing ---------------------------------------------------------------------------------------------------------


def _report(verdicts: Sequence[Verdict], result: Score, errors: bool) -> None:
    print(f"{len(verdicts)} texts, {sum(len(v.item.statements) for v in verdicts)} expected statements\n")
    _row("statement", result.total)
    print(f"\nmodality accuracy        {result.modality:.3f}   of right statements")
    print(f"attribution accuracy     {result.attribution:.3f}   of right statements that are somebody's word")
    print(f"content link recall      {result.content:.3f}")
    print(f"silent texts             {result.silent:.3f}   of texts that must yield nothing")
    print(f"reversed                 {result.reversed_rate:.4f}   of directed statements ({result.reversed})")
    print(f"claims stored as facts   {result.leaked}        must be 0\n")
    for title, rows in (("relation", result.by_relation), ("construction", result.by_construction)):
        print(f"by {title}")
        for name, count in sorted(rows.items()):
            _row(f"  {name}", count)
        print()
    if errors:
        for verdict in verdicts:
            _errors(verdict)


def _row(name: str, count: Count) -> None:
    print(
        f"{name:26} P {count.precision:.3f}  R {count.recall:.3f}  F1 {count.f1:.3f}"
        f"   ({count.right} right, {count.wrong} wrong, {count.missed} missed)"
    )


def _errors(verdict: Verdict) -> None:
    lines = [("LEAK", s, "") for s in verdict.leaked] + [("REVERSED", s, "") for s in verdict.reversed]
    lines += [("WRONG", s, "") for s in verdict.wrong] + [("MISSED", s, "") for s in verdict.missed]
    for want, got in verdict.pairs:
        if not same_scope(want, got):
            lines.append(("SCOPE", got, f"expected {want.modality} @{want.attributed_to}"))
    if lines:
        print(f"{verdict.item.id}  {verdict.item.text}")
    for kind, s, note in lines:
        words = f"{s.source} {s.relation} {s.target} [{s.trigger}] {s.modality} @{s.attributed_to} {s.rule} {note}"
        print(f"  {kind:8} {words.rstrip()}")


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")
    print(f"wrote {file.name}")


def script() -> int:
    """Run `main`; be quiet when whoever reads the output has seen enough."""
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141  # 128 + SIGPIPE
    return code


if __name__ == "__main__":
    sys.exit(script())
