"""What follows from the articles of a graph: who is known, edges and ledger, origins, the index."""

from __future__ import annotations

from kg import origins
from kg.index import Index
from kg.lexicon.actors import Gazetteer
from kg.store import Store


def settle(store: Store, known: Gazetteer, *, everybody: bool = False) -> None:
    """Derive it all from what the articles are now; ``everybody``: also actors whom no article names.

    What is up to date is left as it is. Raises StoreError. It can be killed at any moment and run again.
    """
    store.put_gazetteer(known, everybody=everybody)
    if not store.derived():
        store.derive()
    origins.settle(store)
    if store.path is not None:
        Index.of(store).close()
