"""The heart: which statements do the sentences of an article make?"""

from kg.relate.pairs import pair_features, rank, relate_docs
from kg.relate.ranker import ranker
from kg.relate.statements import relate

__all__ = ["pair_features", "rank", "ranker", "relate", "relate_docs"]
