"""Matrix products of the parser, by numpy's BLAS: twice as fast, and more, as the one that comes with spaCy.

spaCy brings a BLIS that knows few processors and computes on others by its slowest routines. numpy's OpenBLAS knows
them, but there a row's last digits depend on where in the matrix it stands: how a word is read would depend on what is
parsed beside it. In tiles of `ROWS` rows they do not, which is looked at for each form of a matrix before it is relied
on; where they do, BLIS goes on. numpy's BLAS computes in one thread then, in the whole process.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from thinc.api import NumpyOps
from threadpoolctl import ThreadpoolController

ROWS = 16


class Tiled(NumpyOps):  # type: ignore[misc]  # compiled, without type information
    """The operations of spaCy's models, with products of weights that do not depend on a row's neighbours."""

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """Return the product of ``x`` and ``y``, each transposed if told so."""
        if trans1 or not trans2 or not x.dtype == y.dtype == np.float32 or not even(*y.shape):
            return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
        found = np.empty((len(x), len(y)), np.float32) if out is None else out
        whole = len(x) - len(x) % ROWS
        for start in range(0, whole, ROWS):
            found[start : start + ROWS] = np.dot(y, x[start : start + ROWS].T).T
        if whole < len(x):
            last = np.zeros((ROWS, x.shape[1]), np.float32)
            last[: len(x) - whole] = x[whole:]
            found[whole:] = np.dot(y, last.T).T[: len(x) - whole]
        return found


@lru_cache
def even(outputs: int, inputs: int) -> bool:
    """Return whether all rows of a tile are computed alike by weights of this form, on this machine."""
    _one_thread()
    chance = np.random.default_rng(outputs * inputs)
    weights = chance.standard_normal((outputs, inputs), np.float32)
    row = chance.standard_normal(inputs, np.float32)
    tile = np.dot(weights, np.tile(row, (ROWS, 1)).T).T
    return bool((tile == tile[0]).all())


@lru_cache
def _one_thread() -> None:
    """Have numpy's BLAS compute in one thread from now on, in this process and those that are forked from it.

    More cost more than tiles of this size gain. It is never set back: the number is that of the whole process, and two
    threads that each set it and set it back would leave it to chance.
    """
    ThreadpoolController().limit(limits=1, user_api="blas")
