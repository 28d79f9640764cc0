"""A small linear model beside the rules: which relation holds between two given phrases?

Multinomial logistic regression (softmax over the 16 PLOVER relations) on `kg.relate.features`, trained by
``scripts/train_ranker.py`` on sentences written for this project. Weights are 8-bit integers with one scale: the file
is small, its bytes are reproducible, and no learning library is needed to use it.
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
    """The weights: one row a feature, one column a relation; the first row is the intercept."""

    relations: tuple[str, ...]
    rows: Mapping[str, int]
    weights: npt.NDArray[np.int8]
    scale: float

    def scores(self, features: Mapping[str, float]) -> dict[str, float]:
        """Return relation -> probability; the values sum to 1."""
        total = self.weights[0].astype(np.float64)
        for name, value in features.items():
            row = self.rows.get(name)
            if row is not None:
                total += value * self.weights[row]
        odds = np.exp(self.scale * (total - total.max()))
        return dict(zip(self.relations, (odds / odds.sum()).tolist(), strict=True))


@lru_cache(maxsize=2)
def ranker(folder: Path | None = None) -> Ranker:
    """Load the weights. Raise ``FileNotFoundError`` if the package lacks them."""
    home = folder or resource("seeds/ranker")
    head, *names = (home / "features.txt").read_text(encoding="utf-8").splitlines()
    scale, *relations = head.split()
    rows = {name: i for i, name in enumerate(names, start=1)}
    weights = np.load(home / "weights.npy", allow_pickle=False)
    return Ranker(tuple(relations), rows, weights, float(scale))
