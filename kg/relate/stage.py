"""What is needed to read one document: its parse, grammar and actors, the modality and the voices of its clauses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spacy.tokens import Doc

from kg.lexicon.triggers import Triggers
from kg.model import Mention
from kg.relate.attachment import attached
from kg.relate.cast import Cast, Named
from kg.relate.grammar import Grammar
from kg.relate.participles import with_attributes, with_participles
from kg.relate.particles import with_particles
from kg.relate.scope import Scope
from kg.relate.subjects import with_subjects
from kg.relate.tree import Tree
from kg.relate.voices import Voices


@dataclass(frozen=True, slots=True)
class Stage:
    """The readers of one document, each asking those before it."""

    tree: Tree
    grammar: Grammar
    cast: Cast
    scope: Scope
    voices: Voices

    @classmethod
    def of(cls, doc: Doc, links: Named, triggers: Triggers) -> Self:
        """Set the stage for a parsed document and the actors for whom its words stand."""
        classes = triggers.classes
        tree = with_attributes(with_participles(Tree.of_doc(doc)), classes["mover"])
        tree = with_subjects(with_particles(tree, triggers))
        tree = attached(tree, classes)
        grammar = Grammar(
            tree,
            triggers.light,
            triggers.controllers,
            triggers.helpers,
            triggers.classes["naming"],
            triggers.classes["date"],
        )
        cast = Cast(grammar, links, triggers)
        voices = Voices(grammar, triggers, lambda i: _speaker(cast, i), links.speaker)
        cast.speakers = voices.speakers
        return cls(tree, grammar, cast, Scope(grammar, triggers), voices)


def _speaker(cast: Cast, i: int) -> tuple[Mention, ...]:
    """Return the actors of a speaker phrase: who is named, whose it is, or whose it was said to be before."""
    return cast.of(i) or cast.owner(i)
