"""By what somebody is called in a decision: the id or code of a known actor, or of one found in a text."""

from __future__ import annotations

import re

from kg.lexicon.actors import Gazetteer, pieces
from kg.model import Actor

STRANGER = re.compile(r"(?P<owner>[^:\s]+):(?P<slug>[a-z0-9]+(-[a-z0-9]+)*)")


def is_id(text: str, known: Gazetteer) -> bool:
    """Return whether ``text`` is the id of a known actor, or of somebody found in a text (``IRN:farhad-tehrani``)."""
    stranger = STRANGER.fullmatch(text)
    return text in known.actors or (stranger is not None and stranger["owner"] in known.actors)


def is_code(text: str, known: Gazetteer) -> bool:
    """Return whether ``text`` is the code of a known actor, or of an office, or of somebody whom a text may name
    (``IRN:FARHAD-TEHRANI``, ``SYR:CIVILIANS``)."""
    owner, colon, slug = text.partition(":")
    codes = {actor.code for actor in known.actors.values()}
    codes |= {tenure.code for tenures in known.tenures.values() for tenure in tenures}
    return text in codes or (bool(colon) and owner in codes and slug.isupper() and not slug.startswith("-"))


def head(code: str, known: Gazetteer) -> Actor:
    """Return the actor after which a code is called: the one whose id it is, else the first that has it."""
    same = [actor for actor in known.actors.values() if actor.code == code]
    return min(same, key=lambda actor: (actor.id.upper() != code.upper(), actor.id))


def stranger_of(actor: str, other: str, known: Gazetteer) -> Actor:
    """Return the actor for somebody whom no seed knows, named by an id, or by words and an id or a code."""
    stranger = STRANGER.fullmatch(other) or STRANGER.fullmatch(actor)
    words = STRANGER.fullmatch(actor)
    name = words["slug"].replace("-", " ").title() if words else actor
    owner = known.actors[stranger["owner"]] if stranger else head(other, known)
    slug = stranger["slug"] if stranger else "-".join(pieces(actor))
    base = owner.country or owner.id
    return Actor(f"{base}:{slug}", name, "person", f"{base}:{slug}".upper(), owner.country)
