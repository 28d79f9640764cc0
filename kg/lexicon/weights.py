"""Whether the weights of the pair ranker in ``seeds/ranker`` are whole: `kg.relate.ranker` reads and uses them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import numpy as np


def problems(folder: Path, relations: Collection[str]) -> list[str]:
    """Return what is wrong with ``features.txt`` and ``weights.npy`` of the folder.

    The first line of ``features.txt`` is the scale of the weights and the relations, which must be ``relations``; every
    other one is a feature. ``weights.npy`` is a matrix of 16-bit integers, a row for each feature.
    """
    try:
        lines = (folder / "features.txt").read_text(encoding="utf-8").splitlines()
        shape, kind = _matrix(folder / "weights.npy")
    except (OSError, ValueError, EOFError) as bad:
        return [str(bad)]
    return [*_of_features(lines, relations), *_of_weights(lines, shape, kind)]


def _matrix(file: Path) -> tuple[tuple[int, ...], str]:
    weights = np.load(file, allow_pickle=False)
    return weights.shape, str(weights.dtype)


def _of_features(lines: list[str], relations: Collection[str]) -> Iterator[str]:
    scale, *known = lines[0].split() if lines else [""]
    if not _positive(scale):
        yield f"features.txt:1: the scale {scale!r} is no positive number"
    if sorted(known) != sorted(relations):
        odd = " ".join(sorted(set(known) ^ set(relations))) or "one of them twice"
        yield f"features.txt:1: the relations are not those of the ontology without its stances: {odd}"
    seen: set[str] = set()
    for number, name in enumerate(lines[1:], start=2):
        group, colon, _ = name.partition(":")
        if not colon or not group:
            yield f"features.txt:{number}: {name!r} is not GROUP:NAME"
        if name in seen:
            yield f"features.txt:{number}: {name!r} stands already above"
        seen.add(name)


def _of_weights(lines: list[str], shape: tuple[int, ...], kind: str) -> Iterator[str]:
    wanted = (max(len(lines) - 1, 0), len(lines[0].split()) - 1 if lines else 0)
    if shape != wanted:
        yield f"weights.npy: {shape} weights; features.txt asks for {wanted}"
    if kind != "int16":
        yield f"weights.npy: weights of type {kind}; expected int16"


def _positive(number: str) -> bool:
    try:
        return 0 < float(number) < float("inf")
    except ValueError:
        return False
