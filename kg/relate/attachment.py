"""Phrases that the parser hangs on the wrong one of the noun and the verb before them.

"Rwanda was accused by UN experts *of arming* Mali": the experts arm nobody. "Spoke by telephone *with* Chad": no
telephone has Chad. "What it called reckless acts *by Mali*": Mali calls nothing so. "Shot in a village *by Malians*":
they did it. "Promised to send *Chad* trucks": they are for Chad. "Asked Chad to stop and *expelled* its envoy".
"""

from __future__ import annotations

from collections.abc import Container, Mapping

from kg.lexicon.function_words import function_words
from kg.lexicon.marks import QUOTES
from kg.relate.clauses import FINITE, is_subjunctive
from kg.relate.tree import VERBAL, Tree

ANSWERED = frozenset({"at", "against", "over", "for", "to"})  # "in protest *at*", "in retaliation *for*"


def attached(tree: Tree, classes: Mapping[str, Container[str]]) -> Tree:
    """Return the tree with such phrases where they belong.

    ``classes``: words for what one speaks by, acts, places ... (`kg.lexicon.triggers.Triggers`).
    """
    moved = {k: head for k, dep in enumerate(tree.dep) if dep == "prep" and (head := _head(tree, k, classes)) != k}
    moved |= {k: above for k, dep in enumerate(tree.dep) if dep == "conj" and (above := _finite(tree, k)) is not None}
    moved |= {k: verb for k, dep in enumerate(tree.dep) if dep == "aux" and (verb := _dated(tree, k)) is not None}
    given = {k: v for v in range(len(tree.words)) if (k := _recipient(tree, v, classes["gift"])) is not None}
    named = {k: v for v in range(len(tree.words)) if (k := _quoted(tree, v, classes["naming"])) is not None}
    names = {k: name for name, v in given.items() for k in range(v + 1, name)}
    labels = dict.fromkeys(given, "dative") | dict.fromkeys(named, "oprd")
    return tree.with_heads(moved | given | names | named, labels) if moved or labels else tree


def _finite(tree: Tree, v: int) -> int | None:
    """Return *said* for "said it would help and *praised* Chad": a finite verb joins no infinitive, no gerund.

    Nor does what has an object and is only tagged as a participle: "asked it to leave and *expelled* its envoy".
    """
    head = tree.head[v]
    past = tree.tag[v] == "VBN" and tree.child(v, "dobj") is not None and tree.child(v, "aux", "auxpass") is None
    wished = tree.dep[head] == "ccomp" and is_subjunctive(tree, head)  # "demanded that Mali *leave* and expelled"
    if not (past or tree.tag[v] in FINITE) or not (wished or tree.tag[head] in ("VB", "VBG")):
        return None
    return next((a for a in tree.ancestors(head) if tree.tag[a] in FINITE and tree.pos[a] in VERBAL), None)


def _dated(tree: Tree, auxiliary: int) -> int | None:
    """Return *sanction* of "*will* today sanction Mali": a day has no auxiliary."""
    day = tree.head[auxiliary]
    verb = tree.head[day]
    return verb if tree.pos[day] == "NOUN" and tree.dep[day] == "compound" and tree.pos[verb] in VERBAL else None


def _head(tree: Tree, phrase: int, classes: Mapping[str, Container[str]]) -> int:
    """Return where a phrase belongs, if not there where it hangs; else the phrase itself."""
    found = [_verb_of(tree, phrase, classes["device"]), _answering(tree, phrase, classes["answer"])]
    if tree.words[phrase].lower() == "by":
        found += [_named_by(tree, phrase, classes["naming"]), _act_by(tree, phrase, classes["undergone"])]
        found += [_done_by(tree, phrase, classes["place"])]
    return next((head for head in found if head is not None), phrase)


def _quoted(tree: Tree, v: int, namers: Container[str]) -> int | None:
    """Return *lie* of "called the story "a *lie*"": what a quote mark sets off from the object is what it is called."""
    objects = tree.children(v, "dobj") if tree.lemma[v] in namers else []
    beside = [*objects[1:], *(k for o in objects[:1] for k in tree.children(o, "appos"))]
    return next((k for k in beside if not QUOTES.isdisjoint(tree.words[f] for f in _front(tree, k))), None)


def _front(tree: Tree, k: int) -> range:
    """Return the first word of a phrase and the one before it."""
    first = tree.edges(k)[0]
    return range(first - 1, first + 1)


def _recipient(tree: Tree, v: int, gifts: Container[str]) -> int | None:
    """Return *Ukraine* of "send *Ukraine* tanks": none but a name, and no initials ("send *US* tanks").

    Nor where it says to whom: "sold *Ukraine* grain to Syria".
    """
    given = tree.child(v, "dobj")
    if given is None or tree.lemma[v] not in function_words().giving or tree.child(v, "dative") is not None:
        return None
    if any(tree.objects_of(k, function_words().given_to) for k in (v, given)):
        return None
    before = range(v + 1, given)
    named = all(tree.pos[k] == "PROPN" and tree.dep[k] == "compound" and not tree.words[k].isupper() for k in before)
    return given - 1 if before and named and tree.lemma[given] in gifts and tree.tag[given] != "NNP" else None


def _act_by(tree: Tree, phrase: int, acts: Container[str]) -> int | None:
    """Return *detention* of "the detention of eleven men *by Mali*": Mali does what they suffer."""
    noun = tree.head[phrase]
    of = tree.head[noun]
    act = tree.head[of]
    suffered = tree.dep[noun] == "pobj" and tree.words[of].lower() == "of" and tree.lemma[act] in acts
    return act if suffered and tree.pos[act] == "NOUN" else None


def _done_by(tree: Tree, phrase: int, places: Container[str]) -> int | None:
    """Return *shot* of "shot in a village *by Malians*", *hosted* of "hosted at a dinner *by Mali*": no place has it.

    Not so "shot at a rally *by Malians*": they may have held the rally.
    """
    noun = tree.head[phrase]
    preposition = tree.head[noun]
    done = tree.head[preposition]
    words = function_words()
    if tree.dep[noun] != "pobj" or tree.words[preposition].lower() not in words.scene | words.land | words.owning:
        return None
    placed = tree.pos[noun] == "PROPN" or tree.lemma[noun] in places or tree.lemma[done] in words.hosting
    return done if placed and tree.child(done, "agent") is None else None


def _named_by(tree: Tree, phrase: int, namers: Container[str]) -> int | None:
    """Return *acts* of "what it called reckless acts *by Mali*": whoever calls it so stands before the verb."""
    verb = tree.head[phrase]
    if tree.lemma[verb] not in namers or tree.child(verb, "nsubj") is None:
        return None
    return next((k for k in tree.children(verb, "oprd") if verb < k < phrase and tree.pos[k] == "NOUN"), None)


def _answering(tree: Tree, phrase: int, answers: Container[str]) -> int | None:
    """Return *sailed* of "sailed to the shoal *in protest*", and *protest* of "in protest *at Mali*"."""
    before = phrase - 1
    if before > 0 and tree.lemma[before] in answers and tree.words[before - 1].lower() == "in":
        return before if tree.words[phrase].lower() in ANSWERED else None
    noun = tree.head[phrase]
    said = tree.words[phrase].lower() == "in" and any(tree.lemma[k] in answers for k in tree.children(phrase, "pobj"))
    verb = tree.head[tree.head[noun]]
    return verb if said and tree.dep[noun] == "pobj" and tree.pos[verb] in VERBAL else None


def _verb_of(tree: Tree, phrase: int, devices: Container[str]) -> int | None:
    """Return the verb to which a preposition belongs that hangs on a noun in a phrase of it, or none."""
    noun = tree.head[phrase]
    preposition = tree.head[noun]
    verb = tree.head[preposition]
    if tree.dep[noun] != "pobj" or tree.pos[verb] not in VERBAL:
        return None
    words = function_words()
    by = tree.words[preposition].lower() == "by"
    if by and tree.lemma[verb] in words.object_needed and tree.child(phrase, "pcomp") is not None:
        return verb if tree.words[phrase].lower() in words.object_control else None
    spoken = tree.words[preposition].lower() in words.speaking_by and tree.lemma[noun] in devices
    return verb if spoken and tree.words[phrase].lower() in words.speaking_with else None
