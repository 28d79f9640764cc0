"""The closed word classes that steer linking: read by `kg.lexicon.word_classes`, where `kg check` can reach them."""

from kg.lexicon.word_classes import CLASSES, lists, sole

__all__ = ["CLASSES", "lists", "sole"]
