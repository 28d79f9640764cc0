"""The closed word classes of English by which a clause is read, from ``seeds/grammar/words.tsv``."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from kg import resources
from kg.lexicon.tables import SeedError, sets


@dataclass(frozen=True, slots=True)
class FunctionWords:
    """One set of words a class; what each holds stands in the table."""

    relative: frozenset[str]
    particles: frozenset[str]
    giving: frozenset[str]
    wishing: frozenset[str]
    keeping: frozenset[str]
    hedging: frozenset[str]
    unlike: frozenset[str]
    truths: frozenset[str]
    grounds: frozenset[str]
    judging: frozenset[str]
    speaking_by: frozenset[str]
    speaking_with: frozenset[str]
    promises: frozenset[str]
    object_control: frozenset[str]
    accompanying: frozenset[str]
    spans: frozenset[str]
    company: frozenset[str]
    negatives: frozenset[str]
    whole: frozenset[str]
    aiming: frozenset[str]
    calling: frozenset[str]
    given_to: frozenset[str]
    addressing: frozenset[str]
    heeding: frozenset[str]
    conditional: frozenset[str]
    condition: frozenset[str]
    causal: frozenset[str]
    contingent: frozenset[str]
    inverted: frozenset[str]
    occurrence: frozenset[str]
    future_modals: frozenset[str]
    past_future: frozenset[str]
    open_modals: frozenset[str]
    obligation: frozenset[str]
    negative_determiners: frozenset[str]
    negative_adverbs: frozenset[str]
    neither: frozenset[str]
    not_alone: frozenset[str]
    definite: frozenset[str]
    indefinite: frozenset[str]
    free: frozenset[str]
    summoning: frozenset[str]
    complaining: frozenset[str]
    supporting: frozenset[str]
    weekdays: frozenset[str]
    timeless: frozenset[str]
    anchored: frozenset[str]
    undated: frozenset[str]
    nobody: frozenset[str]
    nullified: frozenset[str]
    nearly: frozenset[str]
    outstanding: frozenset[str]
    bases: frozenset[str]
    limiting: frozenset[str]
    hedged: frozenset[str]
    doubting: frozenset[str]
    about: frozenset[str]
    everything: frozenset[str]
    excepting: frozenset[str]
    intended: frozenset[str]
    ours: frozenset[str]
    contrasting: frozenset[str]
    expletive: frozenset[str]
    anterior: frozenset[str]
    formerly: frozenset[str]
    alternative: frozenset[str]
    impelled: frozenset[str]
    such: frozenset[str]
    demanding: frozenset[str]
    anybody: frozenset[str]
    planned: frozenset[str]
    foreseeing: frozenset[str]
    times: frozenset[str]
    denying: frozenset[str]
    single: frozenset[str]
    viewing: frozenset[str]
    siding: frozenset[str]
    undergoing: frozenset[str]
    seen_from: frozenset[str]
    sourcing: frozenset[str]
    depicting: frozenset[str]
    all_else: frozenset[str]
    fronted: frozenset[str]
    temporal: frozenset[str]
    so_soon: frozenset[str]
    replacing: frozenset[str]
    copulas: frozenset[str]
    beginning: frozenset[str]
    pointing: frozenset[str]
    sorts: frozenset[str]
    beside: frozenset[str]
    object_needed: frozenset[str]
    seeming: frozenset[str]
    distant: frozenset[str]
    failing: frozenset[str]
    thus: frozenset[str]
    articles: frozenset[str]
    introducing: frozenset[str]
    according: frozenset[str]
    pronouns: frozenset[str]
    possible_modals: frozenset[str]
    scene: frozenset[str]
    nearby: frozenset[str]
    reaching: frozenset[str]
    ownerless: frozenset[str]
    of_one: frozenset[str]
    of_many: frozenset[str]
    singular: frozenset[str]
    plural: frozenset[str]
    set_off: frozenset[str]
    hosting: frozenset[str]
    moving: frozenset[str]
    moved: frozenset[str]
    filling: frozenset[str]
    owning: frozenset[str]
    bordering: frozenset[str]
    land: frozenset[str]
    speaking_of: frozenset[str]
    charging: frozenset[str]
    authors: frozenset[str]
    swallowed: frozenset[str]
    being: frozenset[str]
    doing: frozenset[str]
    attached: frozenset[str]
    each: frozenset[str]
    other: frozenset[str]
    disclaiming: frozenset[str]
    really: frozenset[str]
    everybody: frozenset[str]
    anything: frozenset[str]
    contrary: frozenset[str]
    standing_in: frozenset[str]
    staging: frozenset[str]
    unreally: frozenset[str]
    presuming: frozenset[str]
    inverting: frozenset[str]


@lru_cache(maxsize=2)
def function_words(folder: Path | None = None) -> FunctionWords:
    """Return the words of each class. Raises SeedError if a class is missing, unknown, empty or not in lower case."""
    file = (folder or resources.path("seeds/grammar")) / "words.tsv"
    classes = [field.name for field in fields(FunctionWords)]
    return FunctionWords(**sets(file, ("class", "words", "note"), classes, _fault))


def _fault(word: str) -> str | None:
    return None if word == word.lower() else f"word {word!r} is not in lower case"


def problems(folder: Path) -> list[str]:
    """Return what is wrong with the table in ``folder``: the first thing, by row."""
    try:
        function_words(folder)
    except SeedError as bad:
        return [str(bad)]
    return []
