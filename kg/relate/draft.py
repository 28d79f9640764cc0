"""A reading on its way to statements."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.lexicon.function_words import function_words
from kg.lexicon.traits import traits
from kg.lexicon.triggers import Triggers, Unit
from kg.model import Mention, Modality, Statement, When
from kg.relate.tree import Tree

ACT = "act"  # the kind of speech that does something whoever hears it ("demanded a ceasefire")


@dataclass(slots=True)
class Draft:
    """A reading on its way to statements."""

    i: int
    relation: str
    mode: str | None
    rule: str
    sources: tuple[Mention, ...]
    targets: tuple[Mention, ...]
    content: tuple[int, ...]
    theme: tuple[int, ...]
    modality: Modality
    mutual: bool = False
    role: str = ""
    idiom: bool = False
    unit: Unit | None = None  # the sense of a word that was read; none where a construction tells it
    antecedent: Draft | None = None  # the event told before from which participants were taken
    blamed_by_hearsay: bool = False  # its target does what was told before, perhaps only as somebody's word
    speakers: tuple[Mention, ...] = ()
    aside: bool = False  # said by the writer beside a claim, and no part of it
    when: When | None = None
    statements: list[Statement] = field(default_factory=list)
    contents: list[Draft] = field(default_factory=list)

    def stands_alone(self, triggers: Triggers, tree: Tree) -> bool:
        """True if the relation says something without a target.

        A mere possibility does not ("said that it *would* strike"), nor does a verb that reports speech as well
        ("stressed the need").
        """
        if self.unit is None:
            return False
        would = any(tree.words[k].lower() in function_words().past_future for k in tree.children(self.i, "aux"))
        pos, pattern = self.unit.pos, self.unit.pattern.name
        return (
            not triggers.targetless.isdisjoint(((self.relation, pos, ""), (self.relation, pos, pattern)))
            and ((self.modality is not Modality.HYPOTHETICAL and not would) or self.role in ("by", "poss"))
            and not (self.role in ("speaker", "obj") and self.relation in traits().personal)
            and self.role != "mod"  # "the Iraq attack" may be an attack in Iraq
            and (self.idiom or triggers.speech.get(self.unit.lemma, ACT) == ACT)
        )

    def is_aimed(self) -> bool:
        """True if somebody is there to whom it is done: a target, or the sources among themselves."""
        return bool(self.targets) or self.mutual_sources()

    def mutual_sources(self) -> bool:
        """True if the sources act among themselves ("the two ministers agreed")."""
        return self.mutual and len({m.actor.code for m in self.sources if m.actor}) > 1
