"""The kind of actor that a noun describes."""

from __future__ import annotations

from kg.link.reading import Reading
from kg.link.words import NOUNS


def kind_of(r: Reading, i: int) -> str | None:
    """Return the kind of an agent noun or title, with up to two words before it."""
    found = _longest(r, i)
    return None if found is None or (found[1] == "armed_group" and _is_machine(r, i)) else found[1]


def agent_start(r: Reading, i: int) -> int:
    """Return the first token of the agent noun that ends at token ``i``: "foreign" of "foreign secretary"."""
    found = _longest(r, i)
    return i if found is None else found[0]


def is_at_home(r: Reading, i: int) -> bool:
    """Whether a body is that of the one state in view: "the government", "opposition *parties*"."""
    start, kind = _longest(r, i) or (i, "")
    return r.has(i, "home") or (start < i and (kind == "opposition" or r.has(i, "cabinet")))


def _longest(r: Reading, i: int) -> tuple[int, str] | None:
    words = r.words
    if words.tag[i] not in NOUNS or i in r.names or i in r.inside:
        return None
    last, lemma = words.lower[i], words.lemma[i]
    if last not in r.index.lemmas and lemma not in r.index.lemmas:
        if not last.endswith("s") or last[:-1] not in r.index.lemmas:
            return None
        lemma = last[:-1]
    agents = r.index.gazetteer.agents
    for size in (2, 1, 0):
        if i - size < 0:
            continue
        before = words.lower[i - size : i]
        for tail in (last, lemma):
            if kind := agents.get("_".join((*before, tail)).replace("_-_", "-")):  # "secretary-general"
                return i - size, kind
    return None


def _is_machine(r: Reading, i: int) -> bool:
    """Whether a number makes a model of the noun: "F-16 fighters"."""
    before = (r.words.text[kid] for kid in r.words.kids[i] if kid < i and kid not in r.names)
    return any(word[:1].isalpha() and any(sign.isdigit() for sign in word) for word in before)


def ends_title(r: Reading, i: int) -> bool:
    """Whether a noun only ends a title: the "State" of "Secretary of State"."""
    words = r.words
    return (
        i > 1
        and words.lower[i - 1] == "of"
        and (f"{words.lower[i - 2]}_of_{words.lower[i]}" in r.index.gazetteer.agents)
    )


def is_abstract(r: Reading, i: int) -> bool:
    """Whether a noun of a body means a doing here: "opposition to", "leadership in ending",
    "the authority to decide"."""
    words = r.words
    if r.has(i, "doing") and any(words.dep[kid] == "poss" for kid in words.kids[i]):
        return True
    return r.has(i, "abstract") and any(kid > i and _tells_doing(r, kid) for kid in words.kids[i])


def _tells_doing(r: Reading, kid: int) -> bool:
    words = r.words
    if words.dep[kid] in ("acl", "relcl"):
        return words.tag[kid] == "VB" and words.lower[kid - 1] == "to" and not _is_asked(r, words.head[kid])
    if words.dep[kid] != "prep" or words.lower[kid] == "of":  # "accused the opposition *of plotting*"
        return False
    return words.lower[kid] in ("to", "against") or any(words.dep[k] == "pcomp" for k in words.kids[kid])


def _is_asked(r: Reading, i: int) -> bool:
    """Whether a noun is asked to do it: "asked the army and the opposition *to talk*"."""
    while r.words.dep[i] == "conj" and r.words.head[i] < i:
        i = r.words.head[i]
    return r.has(r.words.head[i], "addresses")
