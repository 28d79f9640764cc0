"""Finding actors by what they are called: any name, seat, demonym or office holder, by the beginnings of words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.lexicon.actors import Gazetteer, Key, pieces

EXACT, BEGINS, WORD = range(3)
HOLDER = 3  # is added if found by the name of somebody who held an office there
PART = 6


@dataclass(frozen=True, slots=True)
class Label:
    """One thing that an actor is called; ``holder``: it is the name of somebody who held an office there."""

    actor: str
    text: str
    holder: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """An actor that was found: how well (smaller is better), and by which label."""

    rank: int
    actor: str
    by: str


def search(labels: Iterable[Label], words: str) -> list[Hit]:
    """Return the actors that have a label with these words, best first, each with its best label.

    Case, accents and points do not count; each word but the last must be whole. Parts of words come last.
    """
    wanted = pieces(words)
    if not wanted:
        return []
    best: dict[str, tuple[int, int, str]] = {}
    for label in labels:
        rank = _rank(_key(label.text), wanted)
        if rank is None or (label.holder and rank == PART):
            continue
        found = (rank + HOLDER * label.holder, len(label.text), label.text)
        best[label.actor] = min(best.get(label.actor, found), found)
    return sorted((Hit(rank, actor, by) for actor, (rank, _, by) in best.items()), key=lambda h: (h.rank, h.actor))


def labels(known: Gazetteer) -> Iterator[Label]:
    """Yield everything that the actors of the gazetteer are called; ids are labels, and a code is its head's."""
    heads = {actor.code: actor.id for actor in known.actors.values() if actor.id.upper() == actor.code}
    for actor in known.actors.values():
        yield Label(actor.id, actor.id)
        if heads.get(actor.code, actor.id) == actor.id:
            yield Label(actor.id, actor.code)
    for names in known.names.values():
        for name in names:
            yield Label(name.actor.id, name.text)
            for tenure in known.tenures.get(name.actor.id, ()):
                if tenure.code in heads:
                    yield Label(heads[tenure.code], name.text, holder=True)


def _rank(key: Key, wanted: Key) -> int | None:
    if key == wanted:
        return EXACT
    for i in range(len(key) - len(wanted) + 1):
        end = i + len(wanted) - 1
        if key[i:end] == wanted[:-1] and key[end].startswith(wanted[-1]):
            return WORD if i else BEGINS
    return PART if " ".join(wanted) in " ".join(key) else None


@lru_cache(maxsize=1 << 16)
def _key(text: str) -> Key:
    return pieces(text)
