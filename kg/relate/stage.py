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
from kg.relate.verbless import with_verbs
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
        tree = tree_of(doc, triggers)
        grammar = grammar_of(tree, triggers)
        cast = Cast(grammar, links, triggers)
        voices = Voices(grammar, triggers, lambda i: _speaker(cast, i), links.speaker)
        cast.speakers = voices.speakers
        return cls(tree, grammar, cast, Scope(grammar, triggers), voices)


def tree_of(doc: Doc, triggers: Triggers) -> Tree:
    """Return the parse of a document with what the parser is known to take for something else set right."""
    tree = with_verbs(Tree.of_doc(doc), triggers.classes["feeling"])
    tree = with_attributes(with_participles(tree), triggers.classes["mover"])
    return attached(with_subjects(with_particles(tree, triggers)), triggers.classes)


def grammar_of(tree: Tree, triggers: Triggers) -> Grammar:
    """Return the grammar of a tree with what the lexicon knows of its words."""
    light, naming = triggers.light, triggers.classes["naming"]
    return Grammar(tree, light, triggers.controllers, triggers.helpers, naming, _dates(tree, triggers))


def _dates(tree: Tree, triggers: Triggers) -> set[int]:
    """Return the words that say when; a month without a number is somebody: "called on *May* to resign"."""
    dates, months = triggers.classes["date"], triggers.classes["month"]
    found = (i for i, lemma in enumerate(tree.lemma) if lemma in dates)
    return {i for i in found if tree.lemma[i] not in months or tree.child(i, "nummod") is not None}


def _speaker(cast: Cast, i: int) -> tuple[Mention, ...]:
    """Return the actors of a speaker phrase: who is named, whose it is, or whose it was said to be before."""
    return cast.of(i) or cast.owner(i)
