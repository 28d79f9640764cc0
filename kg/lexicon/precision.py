"""How often each rule is right: measured on the gold set, read from ``seeds/triggers/precision.tsv``.

The table is written by ``python benchmarks/quality.py --write-confidence``: (right + 1) / (right + wrong + 2),
Laplace's rule of succession, so that a rule seen once is not certain.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from kg.lexicon.tables import rows
from kg.model import CONTEXT
from kg.resources import path as resource

UNMEASURED = 0.0


def families(rule: str, relation: str) -> tuple[str, ...]:
    """Return the families of a rule that found a statement of this relation, the nearest first.

    >>> families("v:refute:DENY:v-claim-obj", "DENY")
    ('v:DENY:v-claim-obj', 'v:DENY:*', '*:DENY:*', '*:*:*')
    >>> families("obligation", "REQUEST")
    ('obligation:REQUEST:*', '*:REQUEST:*', '*:*:*')

    How often the context gives the right target says nothing of the words, nor they of it.

    >>> families("v:spurn:REJECT:v-reject+answer+context", "REJECT")
    ('*:REJECT:*+answer+context', '*:*:*+answer+context')
    """
    if rule.endswith(CONTEXT):
        how = rule[rule.index("+") :]
        return (f"*:{relation}:*{how}", f"*:*:*{how}")
    kind, *rest = rule.split(":")
    own = [f"{kind}:{relation}:{rest[-1]}"] if rest else []
    return (*own, f"{kind}:{relation}:*", f"*:{relation}:*", "*:*:*")


def precision(rule: str, relation: str, file: Path | None = None) -> float:
    """Return the measured precision (0 to 1) of a rule, or of the nearest family that was measured; 0 if none was."""
    table = _table(file or resource("seeds/triggers") / "precision.tsv")
    return next((table[f] for f in families(rule, relation) if f in table), UNMEASURED)


@lru_cache(maxsize=4)
def _table(file: Path) -> Mapping[str, float]:
    return {r["rule"]: float(r["precision"]) for r in rows(file, ("rule", "right", "wrong", "precision"))}
