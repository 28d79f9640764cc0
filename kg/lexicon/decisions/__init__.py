"""What an analyst has decided about who is who: a plain table that a build applies, and that can be taken back.

One decision a row. ``actor`` is an actor's id, or words as a text has them; ``other`` an actor's id, or a code:

| decision | means |
|---|---|
| ``same-as`` | whoever is meant by ``actor`` is ``other`` |
| ``not-same-as`` | ``actor`` is never ``other``: the words do not name it; two ids are not to be joined |
| ``acts-for`` | from ``from`` to ``to`` (empty: without end), ``actor`` acts for the code ``other`` |

``article`` limits a decision to one article. A decision for one article is an exception to those for all.
"""

from __future__ import annotations

from kg.lexicon.decisions.applied import applied
from kg.lexicon.decisions.decision import ACTS_FOR, NONE, NOT_SAME, SAME, Decision, Decisions, decide
from kg.lexicon.decisions.faults import doubtful
from kg.lexicon.decisions.ids import head, is_code, is_id
from kg.lexicon.decisions.relevance import relevance
from kg.lexicon.decisions.table import load, problems, record, revert

__all__ = [
    "ACTS_FOR",
    "NONE",
    "NOT_SAME",
    "SAME",
    "Decision",
    "Decisions",
    "applied",
    "decide",
    "doubtful",
    "head",
    "is_code",
    "is_id",
    "load",
    "problems",
    "record",
    "relevance",
    "revert",
]
