"""Which decisions can change what is found in an article: the others need not be read again."""

from __future__ import annotations

from collections.abc import Callable

from kg.lexicon.actors import Gazetteer, Key, pieces
from kg.lexicon.decisions.decision import Decisions
from kg.lexicon.decisions.ids import STRANGER
from kg.model import Article, content_id


def relevance(decisions: Decisions, known: Gazetteer) -> Callable[[Article], str]:
    """Return a function that says, as one word, which decisions can change what is found in an article.

    A decision can if the article's text, title or publisher has all words of a name of whom it is about: others need
    not be extracted again when it is made or reverted. The word is empty if none can.
    """
    called = {d.actor: _called(d.actor, known) for d in decisions}

    def relevant(article: Article) -> str:
        if not decisions:
            return ""
        said = frozenset(pieces(" ".join(filter(None, (article.title, article.publisher, article.text)))))
        touching = [
            d.meaning
            for d in decisions
            if d.article in ("", article.id) and any(said.issuperset(key) for key in called[d.actor])
        ]
        return f"decisions-{content_id(*(part for meaning in touching for part in meaning))}" if touching else ""

    return relevant


def _called(actor: str, known: Gazetteer) -> frozenset[Key]:
    """Return what words must be in a text that names somebody; the empty key, which every text has, if in doubt."""
    if actor in known.actors:
        keys = {key for key, names in known.names.items() if any(name.actor.id == actor for name in names)}
        by_surname = {(piece,) for key in keys for piece in key[-1:] + key[:1]} if actor in known.persons else set()
        return frozenset(keys | by_surname | ({()} if known.actors[actor].country == actor else set()))
    stranger = STRANGER.fullmatch(actor)
    if stranger is None or stranger["owner"] not in known.actors:
        return frozenset((pieces(actor),))
    if stranger["slug"].replace("-", "_") in known.kinds:  # a part of a people: "Syrian refugees"
        return frozenset(((),))
    return frozenset((tuple(stranger["slug"].split("-")),))
