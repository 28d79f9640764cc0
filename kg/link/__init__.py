"""Which actors the words of a parsed document stand for."""

from kg.link.line import link
from kg.link.links import Links

__all__ = ["Links", "link"]
