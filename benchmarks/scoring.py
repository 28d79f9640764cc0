"""Expected statements against found ones: what is right, wrong, missed, reversed, or a claim taken for a fact.

Pure: values in, values out. A found statement is right when relation, source and target agree with an expected one
(either way round where the relation is symmetric); modality, attribution and content are judged on the right ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.gold_set import SOMEBODY, Item, Judged
from kg.lexicon.precision import families
from kg.lexicon.vocabulary import relations

# Whoever says "we condemn it" has condemned it: such a statement is no mere claim when it is its source's own word.
SPOKEN = frozenset(("AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "DENY", "CONFIRM"))
CIVILIANS = "CIVILIANS"  # in gold also journalists, traders, priests: whoever does not act for the state


@dataclass(frozen=True, slots=True)
class Verdict:
    """One item judged. ``pairs`` are (expected, found); ``leaked`` are claims that would become plain edges."""

    item: Item
    found: tuple[Judged, ...]
    pairs: tuple[tuple[Judged, Judged], ...]
    missed: tuple[Judged, ...]
    wrong: tuple[Judged, ...]
    reversed: tuple[Judged, ...]
    leaked: tuple[Judged, ...]


@dataclass(slots=True)
class Count:
    """Right, wrong and missed statements."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return _ratio(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return _ratio(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where nothing was expected and nothing was found."""
        return _ratio(2 * self.right, 2 * self.right + self.wrong + self.missed)


@dataclass(slots=True)
class Score:
    """All figures of a run. Shares are 0..1; ``leaked`` and ``reversed`` are numbers of statements.

    ``modality`` and ``attribution`` are shares of right statements, attribution of those that are somebody's word in
    the text or in what was found; ``content`` of all expected contents; ``silent`` of the texts that must yield
    nothing; ``reversed_rate`` of the found statements that have a target.
    """

    total: Count = field(default_factory=Count)
    by_relation: dict[str, Count] = field(default_factory=dict)
    by_construction: dict[str, Count] = field(default_factory=dict)
    modality: float = 1.0
    attribution: float = 1.0
    content: float = 1.0
    silent: float = 1.0
    reversed_rate: float = 0.0
    leaked: int = 0
    reversed: int = 0


def judge(item: Item, found: Sequence[Judged]) -> Verdict:
    """Match the found statements of one item with the expected ones, one to one, the best agreeing first."""
    expected, given = _unique(item.statements), _unique(found)
    pairs: list[tuple[Judged, Judged]] = []
    missed, wrong = list(expected), list(given)
    for want, got in sorted(
        ((w, g) for w in expected for g in given if same(w, g)), key=lambda wg: _likeness(*wg), reverse=True
    ):
        if want in missed and got in wrong:
            pairs.append((want, got))
            missed.remove(want)
            wrong.remove(got)
    return Verdict(
        item, tuple(found), tuple(pairs), tuple(missed), tuple(wrong),
        reversed=tuple(g for g in wrong if any(_is_reversed(w, g) for w in missed)),
        leaked=tuple(g for g in leaks(item.statements, found)),
    )  # fmt: skip


def score(verdicts: Sequence[Verdict]) -> Score:
    """Add the verdicts up."""
    out = Score()
    for verdict in verdicts:
        here = out.by_construction.setdefault(verdict.item.construction, Count())
        for counted, statements in (("right", [w for w, _ in verdict.pairs]), ("wrong", verdict.wrong),
                                    ("missed", verdict.missed)):  # fmt: skip
            for statement in statements:
                for count in (out.total, here, out.by_relation.setdefault(statement.relation, Count())):
                    setattr(count, counted, getattr(count, counted) + 1)
    pairs = [(v, w, g) for v in verdicts for w, g in v.pairs]
    out.modality = _share(w.modality == g.modality for _, w, g in pairs)
    out.attribution = _share(_same_voice(v, w, g) for v, w, g in pairs if _voice(w) or _voice(g))
    out.content = _share(linked for v in verdicts for linked in _links(v))
    out.silent = _share(not v.found for v in verdicts if not v.item.statements)
    out.leaked = sum(len(v.leaked) for v in verdicts)
    out.reversed = sum(len(v.reversed) for v in verdicts)
    directed = sum(g.target is not None for _, _, g in pairs) + sum(
        g.target is not None for v in verdicts for g in v.wrong
    )
    out.reversed_rate = out.reversed / directed if directed else 0.0
    return out


def by_rule(verdicts: Sequence[Verdict]) -> dict[str, Count]:
    """Return how often each rule family was right and wrong, with the families that stand in for it.

    Keys: ``v:DENY:v-claim-obj``; ``v:DENY:*`` (part of speech and relation); ``*:DENY:*``; ``*:*:*``.
    """
    counts: dict[str, Count] = {}
    for verdict in verdicts:
        for counted, statements in (("right", [g for _, g in verdict.pairs]), ("wrong", verdict.wrong)):
            for statement in statements:
                for name in families(statement.rule, statement.relation):
                    count = counts.setdefault(name, Count())
                    setattr(count, counted, getattr(count, counted) + 1)
    return dict(sorted(counts.items()))


# -- agreement --------------------------------------------------------------------------------------------------------


def same(want: Judged, got: Judged) -> bool:
    """Return whether relation, source and target agree; either way round where the relation is symmetric."""
    if want.relation != got.relation:
        return False
    straight = same_actor(want.source, got.source) and same_actor(want.target, got.target)
    mutual = want.symmetric or relations()[want.relation].symmetric
    return straight or (mutual and same_actor(want.source, got.target) and same_actor(want.target, got.source))


def same_actor(want: str | None, got: str | None) -> bool:
    """Return whether two codes agree: the same code, a state and somebody of it, or its civilians and a kind of them.

    >>> same_actor("USA:TRUMP", "USA"), same_actor("USA:TRUMP", "USA:BIDEN"), same_actor("PSE", "HAMAS")
    (True, False, False)
    >>> same_actor("POL:CIVILIANS", "POL:MEDIA")
    True
    """
    if want is None or got is None:
        return want is got
    (first, _, one), (second, _, other) = want.partition(":"), got.partition(":")
    return first == second and (one == other or not {one, other}.isdisjoint(("", CIVILIANS)))


def same_scope(want: Judged, got: Judged) -> bool:
    """Return whether modality and attribution agree."""
    return want.modality == got.modality and _voice(want) == _voice(got)


def is_plain(statement: Judged, place: int, together: Iterable[Judged]) -> bool:
    """Return whether it would become a plain edge: actual, in the article's own voice, no other's content."""
    contents = {s.content for s in together}
    return statement.modality == "actual" and statement.attributed_to is None and place not in contents


def is_asserted(want: Judged, place: int, together: Sequence[Judged]) -> bool:
    """Return whether the text itself stands for the act: actual, nobody else's word, and not denied."""
    denied = any(s.relation == "DENY" and s.content == place and not _is_claim(want, s) for s in together)
    return want.modality == "actual" and not _voice(want) and not denied


def leaks(expected: Sequence[Judged], found: Sequence[Judged]) -> list[Judged]:
    """Return the found plain edges that the text only claims, denies, plans or negates.

    A found statement speaks of an expected one when both have the same relation and actors, or the same trigger.
    """
    asserted = [s for i, s in enumerate(expected) if is_asserted(s, i, expected)]
    claimed = [s for i, s in enumerate(expected) if not is_asserted(s, i, expected)]
    plain = [s for i, s in enumerate(found) if is_plain(s, i, found)]
    return [s for s in plain if _speaks_of(s, claimed) and not _speaks_of(s, asserted)]


def _speaks_of(got: Judged, wanted: Iterable[Judged]) -> bool:
    return any(same(want, got) or _trigger_words(want) & _trigger_words(got) for want in wanted)


def _trigger_words(statement: Judged) -> set[str]:
    return {word.lower() for word in statement.trigger.split() if word != "..."}


def _is_claim(want: Judged, denial: Judged) -> bool:
    """True for what a denial answers: that somebody made the accusation is not what is denied."""
    return want.relation == "ACCUSE" and want.source == denial.target


def _is_reversed(want: Judged, got: Judged) -> bool:
    if want.relation != got.relation or want.target is None:
        return False
    return same_actor(want.source, got.target) and same_actor(want.target, got.source)


def _voice(statement: Judged) -> str | None:
    """Whose word it is; a spoken act in its source's own words is nobody else's."""
    own = statement.relation in SPOKEN and same_actor(statement.attributed_to, statement.source)
    return None if own else statement.attributed_to


def _same_voice(verdict: Verdict, want: Judged, got: Judged) -> bool:
    """Return whether both name the same speaker; of what is denied, ``?`` and nobody both say that none is named."""
    expected, found = _voice(want), _voice(got)
    if expected is not None or found != SOMEBODY:
        return expected == found
    denied = (s.content for s in verdict.item.statements if s.relation == "DENY" and s.content is not None)
    return any(verdict.item.statements[place] == want for place in denied)


def _likeness(want: Judged, got: Judged) -> tuple[bool, bool, bool]:
    return (
        bool(_trigger_words(want) & _trigger_words(got)), want.modality == got.modality, _voice(want) == _voice(got)
    )  # fmt: skip


def _links(verdict: Verdict) -> Iterable[bool]:
    """Yield, for each expected content, whether a right statement carries it."""
    for want in verdict.item.statements:
        if want.content is not None:
            inner = verdict.item.statements[want.content]
            carriers = [g for w, g in verdict.pairs if w == want and g.content is not None]
            yield any(same(inner, verdict.found[g.content]) for g in carriers if g.content is not None)


def _unique(statements: Iterable[Judged]) -> list[Judged]:
    """Keep one of the statements that say the same of the same in the same way, with a content if there is one."""
    kept: dict[tuple[object, ...], Judged] = {}
    for s in sorted(statements, key=lambda s: s.content is None):
        kept.setdefault((s.relation, s.source, s.target, s.modality, _voice(s)), s)
    return list(kept.values())


def _share(outcomes: Iterable[bool]) -> float:
    seen = list(outcomes)
    return _ratio(sum(seen), len(seen))


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
