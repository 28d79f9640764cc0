"""A verb, noun or adjective with its labelled arguments: what grammar hands to the lexicon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb, noun or adjective with its arguments: label -> heads (token indices), in order."""

    i: int
    pos: str
    lemma: str
    args: Mapping[str, tuple[int, ...]]
    passive: bool = False
    support: int | None = None  # the support verb through which a noun got its `light` argument

    def first(self, labels: Iterable[str]) -> tuple[int, ...]:
        """Return the heads of the first of these arguments that is there."""
        for label in labels:
            if heads := self.args.get(label) or self.args.get(f"{label}_ing"):
                return heads
        return ()


def frozen(args: Mapping[str, Sequence[int]]) -> dict[str, tuple[int, ...]]:
    """Return the arguments without repetitions and without those that are empty."""
    return {label: tuple(dict.fromkeys(heads)) for label, heads in args.items() if heads}
