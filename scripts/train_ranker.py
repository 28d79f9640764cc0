"""Train the pair ranker on the sentences of ``seeds/training`` and write ``seeds/ranker``.

    python scripts/train_ranker.py            # trains and writes
    python scripts/train_ranker.py --check    # says whether the committed weights are those of the committed sentences
    python scripts/train_ranker.py --folds 5  # prints cross-validated accuracy, writes nothing

Needs scikit-learn (a development dependency). The same sentences give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score

from kg import parse, resources
from kg.lexicon.triggers import triggers
from kg.relate import pair_features

STRENGTH = 0.35  # inverse regularisation: the best of 0.1 to 3 in five-fold cross-validation on the training sentences
RARE = 2  # a feature must stand in so many sentences


def examples() -> Iterator[tuple[str, str, str, str]]:
    """Yield (relation, sentence, source, target) of all training tables."""
    for table in sorted(resources.path("seeds/training").glob("*.tsv")):
        with table.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield row["relation"], row["sentence"], row["source"], row["target"]


def matrix() -> tuple[list[dict[str, float]], list[str]]:
    rows = list(examples())
    nlp, words = parse.load(), triggers()
    docs = parse.with_words(nlp, ((sentence, source, target) for _, sentence, source, target in rows))
    return [pair_features(doc, s, t, words) for doc, s, t in docs], [r[0] for r in rows]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--folds", type=int)
    args = parser.parse_args()
    found, labels = matrix()
    counts = Counter(name for row in found for name in row)
    kept = [{n: v for n, v in row.items() if counts[n] >= RARE} for row in found]
    vectors = DictVectorizer()
    x = vectors.fit_transform(kept)
    if args.folds:
        for strength in (0.1, 0.2, 0.35, 0.6, 1.0, 3.0):
            model = LogisticRegression(C=strength, max_iter=2000)
            folds = StratifiedKFold(args.folds, shuffle=True, random_state=1)
            scores = cross_val_score(model, x, labels, cv=folds, scoring="f1_macro")
            print(f"C={strength}: macro-F1 {scores.mean():.4f} +- {scores.std():.4f} on {len(labels)} sentences")
        return 0
    model = LogisticRegression(C=STRENGTH, max_iter=5000, tol=1e-6).fit(x, labels)
    scale = float(np.abs(model.coef_).max() / 127)
    table = np.vstack([model.intercept_, model.coef_.T]) / scale
    weights = np.clip(np.rint(table), -127, 127).astype(np.int8)
    head = " ".join([f"{scale:.6g}", *model.classes_])
    text = "\n".join([head, *vectors.feature_names_]) + "\n"
    return _write(text, weights, args.check)


def _write(text: str, weights: np.ndarray, check: bool) -> int:
    home = resources.path("seeds") / "ranker"
    if check:
        same = (home / "features.txt").read_text(encoding="utf-8").splitlines()[1:] == text.splitlines()[1:]
        close = same and np.abs(np.load(home / "weights.npy").astype(int) - weights).max() <= 1
        print("the ranker is current" if close else "the ranker is not that of the committed sentences: train it again")
        return 0 if close else 1
    home.mkdir(exist_ok=True)
    Path(home / "features.txt").write_text(text, encoding="utf-8", newline="\n")
    np.save(home / "weights.npy", weights)
    print(f"{len(weights) - 1} features, {weights.shape[1]} relations")
    return 0


if __name__ == "__main__":
    sys.exit(main())
