"""A statement in plain words: "China denied that Russia requested military assistance from China".

The phrases stand in ``ontology/phrases.tsv``; here they are only put together.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from api import shapes
from kg.lexicon.tables import rows
from kg.lexicon.vocabulary import phrases

_VERB = re.compile(r"\[([^/\]]+)/([^\]]+)\]")
_HOW = MappingProxyType(
    {"actual": "{past}", "future": "will {base}", "hypothetical": "might {base}", "negated": "did not {base}"}
)
_PREPOSITION = re.compile(r"(?:,| (?:of|on|about|over|for|with)|:) \{x\}")
_OWN_PREPOSITION = re.compile(r"(?:to|that|of|on|about|over|for|with|in|into|by|at|against) ", re.IGNORECASE)


def in_words(statement: shapes.Statement) -> str:
    """Return ``statement`` as one sentence without a full stop, with its content and its speaker."""
    told = _clause(statement)
    if statement.attributed_to is not None:
        told += f", according to {_name(statement.attributed_to)}"
    return told


def placed(statement: shapes.Statement, parent: shapes.Statement | None) -> shapes.Statement:
    """Return ``statement`` with the one that it is the content of; its plain words say so, too."""
    if parent is None:
        return statement
    within = shapes.Within(id=parent.id, relation=parent.relation, plain=parent.plain)
    told = _clause(statement) if _is_nobody(statement.attributed_to, parent) else statement.plain
    return statement.model_copy(update={"within": within, "plain": f"{told} (said only within: {parent.plain})"})


def _clause(statement: shapes.Statement) -> str:
    pattern = phrases()[statement.relation][_column(statement)]
    verb = _VERB.search(pattern)
    if verb is None:
        raise LookupError(f"phrases.tsv: {statement.relation} has a phrase without a [past/base] verb")
    told = _HOW[statement.modality].format(past=verb[1], base=verb[2])
    pattern = pattern[: verb.start()] + "\0" + pattern[verb.end() :]
    theme = statement.theme or ""
    if _OWN_PREPOSITION.match(theme):
        pattern = _PREPOSITION.sub(" {x}", pattern)
    parts = {
        "\0": told,
        "{t}": _name(statement.target) if statement.target else "",
        "{x}": theme,
        "{c}": _content(statement) if statement.nested else "",
    }
    rest = re.sub(r"\0|\{[txc]\}", lambda match: parts[match[0]], pattern)
    return f"{_name(statement.source)} {rest}"


def _column(statement: shapes.Statement) -> str:
    if statement.nested is not None and not _is_object(statement, statement.nested):
        return "content_target" if statement.target else "content"
    if statement.target is not None:
        return "both" if statement.theme else "target"
    return "theme" if statement.theme else "alone"


def _is_object(statement: shapes.Statement, nested: shapes.Statement) -> bool:
    """Return whether the content is what is asked for or threatened with, and the text names it: "drones"."""
    theme = statement.theme or ""
    return nested.modality in ("hypothetical", "future") and bool(theme) and not _OWN_PREPOSITION.match(theme)


def _content(statement: shapes.Statement) -> str:
    """Return the content as a clause; its speaker is named only where that is somebody else."""
    nested = statement.nested
    if nested is None:
        raise ValueError("the statement has no content")
    speaker = nested.attributed_to
    told = _clause(nested)
    if speaker is None or _is_nobody(speaker, statement) or (speaker.code or speaker.text) in _voices(statement):
        return told
    return f"{told}, as {_name(speaker)} says"


def _is_nobody(speaker: shapes.Party | None, parent: shapes.Statement) -> bool:
    """Return whether only the trigger of the parent speaks of a speaker: what is denied has been said by somebody."""
    trigger = parent.trigger
    return speaker is not None and speaker.id is None and (speaker.start, speaker.end) == (trigger.start, trigger.end)


def _voices(statement: shapes.Statement) -> set[str]:
    heard = (statement.source, statement.attributed_to)
    return {party.code or party.text for party in heard if party is not None}


def _name(party: shapes.Party) -> str:
    """Return the name, with "the" where English wants it; the words of somebody unknown stay as they are."""
    if party.name is None:
        nobody = party.text.islower() and " " not in party.text  # "denied", "allegedly", "officials"
        return "somebody whom the text does not name" if nobody else party.text
    if definite().isdisjoint(party.name.split()):
        return party.name
    return f"the {party.name.removeprefix('The ')}"


@lru_cache(maxsize=1)
def definite() -> frozenset[str]:
    """Return the words that make a name take "the". Raises SeedError naming file and row."""
    return frozenset(row["word"] for row in rows(Path(__file__).parent / "definite.tsv", ("word",)))
