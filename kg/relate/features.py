"""What the pair ranker sees of a sentence with two given phrases.

Two sets, for its two halves: `words` (the words and their places in the parse, nothing of the lexicon) and
`readings` (what the lexicon says, coded, with its ties to the two phrases). Feature names are text, so that weights
can be read: ``path`` lemmas between the two in the parse, ``src`` and ``tgt`` what governs each phrase and how,
``chain`` and ``deed`` what the source does, ``mid`` the words between the two, ``word`` all others, ``vec-...`` the
meaning of some of these (`kg.lexicon.vectors`); ``rule`` the share of a relation in the readings' scores, ``tie`` and
``act`` single readings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from kg.lexicon.vectors import Vectors
from kg.model import Modality
from kg.relate.evidence import NEAR, PART, Evidence, Pair
from kg.relate.grammar import Grammar
from kg.relate.tree import VERBAL, Tree

CONTENT = frozenset({"VERB", "NOUN", "ADJ", "ADV", "PROPN", "ADP", "PART", "AUX"})
WORDY = frozenset({"VERB", "NOUN", "ADJ", "ADV"})
SURE = 0.6
# How much a reading says about the pair, by how it is tied to source and target (reversed: negative).
BY_SOURCE = {3: 1.0, 2: 0.6, 1: 0.2, 0: 0.15, -2: 0.15, -3: 0.3}
BY_TARGET = {3: 1.0, 2: 0.7, 1: 0.4, 0: 0.15, -2: 0.1, -3: 1.0}
INNER = 0.25  # what is promised, refused or asked for ranks after the promise
POSSIBLE = 0.5
CHAIN = 5  # verbs
SCALE = 0.15  # of the vectors beside the words, which count 1


def scores(evidence: Sequence[Evidence]) -> dict[str, float]:
    """Return relation -> share of what the readings say, best first; the shares sum to 1."""
    found: dict[str, float] = {}
    for e in evidence:
        weight = BY_SOURCE[e.source] * BY_TARGET[e.target] * (INNER if e.inner else 1)
        found[e.relation] = found.get(e.relation, 0) + weight * (POSSIBLE if e.modality is Modality.HYPOTHETICAL else 1)
    total = sum(found.values())
    return {r: s / total for r, s in sorted(found.items(), key=lambda rs: (-rs[1], rs[0]))}


def readings(pair: Pair) -> dict[str, float]:
    """Return feature -> value: what the lexicon says of the pair."""
    found = {"bias:readings": 1.0}
    for i, (relation, score) in enumerate(scores(pair.evidence).items()):
        found[f"rule:{relation}"] = score
        if i == 0:
            found[f"best:{relation}"] = 1.0
            found[f"sure:{relation}"] = float(score > SURE)
    for e in pair.evidence:
        found[f"tie:{e.relation}:{e.source}{e.target}{'i' if e.inner else ''}"] = 1.0
        if e.source >= PART and e.target >= NEAR:
            found[f"act:{e.plain}/{e.mode}:{e.modality.value}"] = 1.0
    return found


def words(pair: Pair, vectors: Vectors) -> dict[str, float]:
    """Return feature -> value: the words of the sentence, by their place between and around the two phrases."""
    grammar, tree, inside = pair.grammar, pair.grammar.tree, {*pair.first, *pair.second}
    found = {"bias:words": 1.0} | dict.fromkeys(_names(pair), 1.0)
    wordy = [k for k in range(len(tree.words)) if tree.pos[k] in WORDY and k not in inside]
    for k in wordy:
        found.setdefault(f"word:{_form(tree, grammar, k)}", 0.5)
    for slot, tokens in _slots(pair, wordy).items():
        mean = vectors.mean([tree.lemma[k] for k in tokens])
        if mean is not None:
            found.update((f"vec-{slot}:{i}", v) for i, v in enumerate((mean * SCALE).tolist()))
    return found


def _slots(pair: Pair, wordy: Sequence[int]) -> Mapping[str, Sequence[int]]:
    """Return the tokens whose meaning is averaged: slot -> tokens."""
    if not pair.first or not pair.second:
        return {"all": wordy}
    tree, grammar = pair.grammar.tree, pair.grammar
    a, b = pair.first[-1], pair.second[-1]
    path, between = frozenset(path_between(tree, a, b)), frozenset(_between(pair))
    over, under, last = _verb_above(tree, a), _verb_above(tree, b), _chain(grammar, a)[-1:]
    return {
        "path": [k for k in wordy if k in path],
        "mid": [k for k in wordy if k in between],
        "src": over,
        "src-obj": [o for v in over for o in grammar.objects(v)],
        "tgt": under,
        "deed": last,
        "deed-obj": [o for v in last for o in grammar.objects(v)[:2]],
        "all": wordy,
    }


def _verb_above(tree: Tree, i: int) -> list[int]:
    return [k for k in tree.ancestors(i) if tree.pos[k] in VERBAL][:1]


def _between(pair: Pair) -> range:
    first, second = pair.first, pair.second
    low, high = (max(first), min(second)) if first[-1] < second[-1] else (max(second), min(first))
    return range(low + 1, high)


def _names(pair: Pair) -> Iterator[str]:
    grammar, tree = pair.grammar, pair.grammar.tree
    if not pair.first or not pair.second:
        return
    a, b = pair.first[-1], pair.second[-1]
    yield from (f"s-kind:{tree.lemma[a]}", f"t-kind:{tree.lemma[b]}")
    path = path_between(tree, a, b)
    for k in path:
        if k not in (a, b) and tree.pos[k] in CONTENT:
            yield f"path:{_form(tree, grammar, k)}"
    yield "shape:" + ">".join(tree.dep[k] for k in path[:6])
    yield from _deed(grammar, a)
    yield from _governors(grammar, a, "src")
    yield from _governors(grammar, b, "tgt")
    forms = [_form(tree, grammar, k) for k in _between(pair) if tree.pos[k] in CONTENT][:14]
    yield from (f"mid:{form}" for form in forms)
    yield from (f"mid2:{x}_{y}" for x, y in pairwise(forms))
    yield f"order:{'source' if a < b else 'target'}-first"


def _deed(grammar: Grammar, i: int) -> Iterator[str]:
    """Yield what the source does in the end, and the verbs that lead there: "*said it would agree* to *lift* a ban"."""
    tree, verbs = grammar.tree, _chain(grammar, i)
    if not verbs:
        return
    units = [grammar.unit(v) for v in verbs]
    helpers = [k for v in verbs for k in tree.children(v, "aux", "neg")]
    denied = "not " if any(tree.dep[k] == "neg" for k in helpers) else ""
    modal = next((tree.words[k].lower() for k in helpers if tree.tag[k] == "MD"), "")
    yield from (f"aux:{tree.words[k].lower()}" for k in helpers)
    yield from (f"chain:{unit}" for unit in units)
    yield "chain-of:" + ">".join(units[-3:])
    yield f"deed:{denied}{modal} {units[-1]}"
    for o in grammar.objects(verbs[-1])[:2]:
        yield from (f"deed-obj:{units[-1]} {tree.lemma[o]}", f"obj:{tree.lemma[o]}")
    if grammar.is_passive(verbs[-1]):
        yield "deed:passive"


def _chain(grammar: Grammar, i: int) -> list[int]:
    """Return the verb over a phrase and those that it leads to: infinitives, and clauses whose subject is a pronoun."""
    tree, verbs = grammar.tree, _verb_above(grammar.tree, i)
    while verbs and len(verbs) < CHAIN:
        clauses = tree.children(verbs[-1], "xcomp", "ccomp")
        led = [k for k in clauses if tree.pos[k] in VERBAL and (tree.dep[k] == "xcomp" or _by_pronoun(tree, k))]
        if not led:
            break
        verbs.append(led[0])
    return verbs


def _by_pronoun(tree: Tree, v: int) -> bool:
    subject = tree.child(v, "nsubj", "nsubjpass")
    return subject is None or tree.pos[subject] == "PRON"


def _governors(grammar: Grammar, i: int, side: str) -> Iterator[str]:
    """Yield the words above a phrase, up to its clause's verb, each with the way it governs."""
    tree, label = grammar.tree, grammar.tree.dep[i]
    for up in list(tree.ancestors(i))[:5]:
        if tree.pos[up] == "ADP":
            label = tree.words[up].lower()
            continue
        yield f"{side}:{_form(tree, grammar, up)}:{label}"
        yield f"{side}-any:{_form(tree, grammar, up)}"
        if tree.pos[up] in VERBAL:
            yield from (f"{side}-obj:{_form(tree, grammar, o)}" for o in grammar.objects(up)[:2])
            yield from (f"{side}-verb2:{_form(tree, grammar, k)}" for k in tree.children(up, "xcomp", "ccomp", "conj"))
            if tree.child(up, "neg") is not None:
                yield f"{side}-neg:{_form(tree, grammar, up)}"
            return
        label = tree.dep[up]


def _form(tree: Tree, grammar: Grammar, k: int) -> str:
    return grammar.unit(k) if tree.pos[k] == "VERB" else tree.lemma[k]


def path_between(tree: Tree, a: int, b: int) -> list[int]:
    """Return the tokens on the dependency path between two tokens, in order from ``a`` to ``b``."""
    up_a, up_b = [a, *tree.ancestors(a)], [b, *tree.ancestors(b)]
    common = next((t for t in up_a if t in up_b), None)
    if common is None:
        return [*up_a, *reversed(up_b)]
    return up_a[: up_a.index(common) + 1] + list(reversed(up_b[: up_b.index(common)]))
