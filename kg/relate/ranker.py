"""A small linear model beside the rules: which relation holds between two given phrases?

A product of two experts, each a multinomial logistic regression (softmax over the 16 PLOVER relations) trained by
itself by ``scripts/train_ranker.py`` on sentences written for this project: one sees only words, one only what the
lexicon says (`kg.relate.features`). Their logarithms add up, so that one table of weights holds both. Weights are
16-bit integers with one scale: the file is small, and no learning library is needed to use it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.resources import path as resource


@dataclass(frozen=True)
class Ranker:
    """The weights: one row a feature, one column a relation."""

    relations: tuple[str, ...]
    rows: Mapping[str, int]
    weights: npt.NDArray[np.int16]
    scale: float

    def scores(self, features: Mapping[str, float]) -> dict[str, float]:
        """Return relation -> probability; the values sum to 1."""
        known = [(row, value) for name, value in features.items() if (row := self.rows.get(name)) is not None]
        rows = [row for row, _ in known]
        total = np.array([value for _, value in known]) @ self.weights[rows].astype(np.float64)
        odds = np.exp(self.scale * (total - total.max()))
        return dict(zip(self.relations, (odds / odds.sum()).tolist(), strict=True))


@lru_cache(maxsize=2)
def ranker(folder: Path | None = None) -> Ranker:
    """Load the weights. Raise ``FileNotFoundError`` if the package lacks them."""
    home = folder or resource("seeds/ranker")
    head, *names = (home / "features.txt").read_text(encoding="utf-8").splitlines()
    scale, *relations = head.split()
    weights = np.load(home / "weights.npy", allow_pickle=False)
    return Ranker(tuple(relations), {name: i for i, name in enumerate(names)}, weights, float(scale))
