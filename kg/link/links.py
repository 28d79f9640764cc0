"""`Links`: which actors the words of a document stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kg.model import Mention


@dataclass(frozen=True, slots=True)
class Links:
    """``mentions`` of a document in text order, and by the token that heads their phrase.

    ``quoted`` are the quotations: first token, token after the last, and the mentions (elsewhere)
    of who speaks; none where nobody is found.
    """

    mentions: tuple[Mention, ...] = ()
    heads: Mapping[int, tuple[Mention, ...]] = field(default_factory=lambda: MappingProxyType({}))
    quoted: tuple[tuple[int, int, tuple[Mention, ...]], ...] = ()

    def at(self, i: int) -> tuple[Mention, ...]:
        """Return the actors for which the phrase headed by token ``i`` stands; often none.

        A phrase is a noun phrase, or a modifier in one: an adjective, a compound, a possessor.
        """
        return self.heads.get(i, ())

    def speaker(self, i: int) -> tuple[Mention, ...]:
        """Return who speaks the quotation in which token ``i`` stands; often nobody known."""
        return next((who for start, end, who in self.quoted if start <= i < end), ())
