"""The heart: which statements do the sentences of an article make?"""

from kg.relate.pairs import By, rank, relate_docs
from kg.relate.statements import relate

__all__ = ["By", "rank", "relate", "relate_docs"]
