"""Train the pair ranker on the sentences of ``seeds/training`` and write ``seeds/ranker``.

    python scripts/train_ranker.py            # trains and writes
    python scripts/train_ranker.py --check    # trains; says whether the committed weights are those of the sentences
    python scripts/train_ranker.py --folds 5  # prints cross-validated figures, writes nothing

Two models, each trained by itself: one that sees only words, one only what the lexicon says (`kg.relate.features`).
Used together, their logarithms add up. Needs scikit-learn (a development dependency). The same sentences, lexicon and
libraries give the same weights, up to the last digits of the arithmetic.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from kg import parse, resources
from kg.lexicon.coding import coding
from kg.lexicon.triggers import triggers
from kg.lexicon.vectors import vectors
from kg.relate.evidence import pair_of
from kg.relate.features import readings, words

STRENGTH = 0.35  # inverse regularisation: the best of 0.1 to 3 in five-fold cross-validation on the training sentences
RARE = 2  # a feature must stand in so many sentences
STEPS, NEAR = 3000, 1e-5  # of the optimiser: at most so many, and how close to the optimum it ends
REACH = 32_767  # a 16-bit integer
CLOSE = 0.01  # of the greatest weight: how far another machine's arithmetic may lead
TRUST = 0.75  # in the words beside the readings: those of the training sentences are not those of the world
SENTENCES = "SHA256SUMS"
Rows = Sequence[dict[str, float]]


def digest() -> str:
    """Return in the format of ``sha256sum`` of which sentences the weights are; a test compares it."""
    tables = sorted(resources.path("seeds/training").glob("*.tsv"))
    return "".join(f"{hashlib.sha256(table.read_bytes()).hexdigest()}  {table.name}\n" for table in tables)


def examples() -> Iterator[tuple[str, str, str, str]]:
    """Yield (relation, sentence, source, target) of all training tables."""
    for table in sorted(resources.path("seeds/training").glob("*.tsv")):
        with table.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield row["relation"], row["sentence"], row["source"], row["target"]


def matrix() -> tuple[Rows, Rows, list[str]]:
    """Return for all sentences what each model sees, and the labels."""
    rows = list(examples())
    nlp, lexicon, codes, meanings = parse.load(), triggers(), coding(), vectors()
    by_words, by_readings = [], []
    for doc, source, target in parse.with_words(nlp, ((sentence, s, t) for _, sentence, s, t in rows)):
        pair = pair_of(doc, source, target, lexicon, codes)
        by_words.append(words(pair, meanings))
        by_readings.append(readings(pair))
    return by_words, by_readings, [row[0] for row in rows]


def frequent(rows: Rows) -> Rows:
    """Return the rows without features that hardly any other row has."""
    counts = Counter(name for row in rows for name in row)
    return [{name: value for name, value in row.items() if counts[name] >= RARE} for row in rows]


def model() -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=STEPS, tol=NEAR, fit_intercept=False)


def folds(rows: tuple[Rows, Rows], labels: list[str], count: int) -> None:
    """Print the macro-F1 of each model and of both together on sentences that it has not seen."""
    y = np.array(labels)
    matrices = [DictVectorizer().fit_transform(frequent(each)) for each in rows]
    classes = np.unique(y)
    logs = [np.zeros((len(y), len(classes))) for _ in matrices]
    for seen, unseen in StratifiedKFold(count, shuffle=True, random_state=1).split(y, y):
        for x, log in zip(matrices, logs, strict=True):
            log[unseen] = model().fit(x[seen], y[seen]).predict_log_proba(x[unseen])
    for name, log in (("words", logs[0]), ("readings", logs[1]), ("together", TRUST * logs[0] + logs[1])):
        score = f1_score(y, classes[log.argmax(axis=1)], average="macro")
        print(f"{name}: macro-F1 {score:.4f} on {len(y)} sentences")


def trained(rows: Rows, labels: list[str]) -> tuple[list[str], npt.NDArray[np.float64], list[str]]:
    """Return the features, their weights (a row each) and the relations."""
    vectorizer = DictVectorizer()
    fitted = model().fit(vectorizer.fit_transform(frequent(rows)), labels)
    return list(vectorizer.feature_names_), fitted.coef_.T, list(fitted.classes_)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--folds", type=int)
    given = parser.parse_args()
    by_words, by_readings, labels = matrix()
    if given.folds:
        folds((by_words, by_readings), labels, given.folds)
        return 0
    names, table, relations = trained(by_words, labels)
    more_names, more, _ = trained(by_readings, labels)
    whole = np.vstack([TRUST * table, more])
    scale = float(f"{np.abs(whole).max() / REACH:.6g}")
    weights = np.clip(np.rint(whole / scale), -REACH, REACH).astype(np.int16)
    text = "\n".join([" ".join([f"{scale:.6g}", *relations]), *names, *more_names]) + "\n"
    return _write(text, weights, given.check)


def _write(text: str, weights: npt.NDArray[np.int16], check: bool) -> int:
    home = resources.path("seeds") / "ranker"
    if check:
        same = (home / "features.txt").read_text(encoding="utf-8").splitlines()[1:] == text.splitlines()[1:]
        close = same and np.abs(np.load(home / "weights.npy").astype(int) - weights).max() <= CLOSE * REACH
        print("the ranker is current" if close else "the ranker is not that of the committed sentences: train it again")
        return 0 if close else 1
    home.mkdir(exist_ok=True)
    (home / SENTENCES).write_text(digest(), encoding="utf-8", newline="\n")
    Path(home / "features.txt").write_text(text, encoding="utf-8", newline="\n")
    np.save(home / "weights.npy", weights)
    print(f"{len(weights)} features, {weights.shape[1]} relations")
    return 0


if __name__ == "__main__":
    sys.exit(main())
