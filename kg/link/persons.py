"""Who the person names of an article are: seeds, then surnames, then strangers."""

from __future__ import annotations

from collections.abc import Iterator

from kg.lexicon.actors import pieces
from kg.link.names import Found
from kg.link.reading import Person, Reading
from kg.link.words import NOUNS, PROPER
from kg.model import Actor

_NAME_TAGS = PROPER | frozenset(("NN", "FW", "JJ", "UH", "VBG"))


def persons(r: Reading) -> None:
    """Fill ``r.persons`` (by root token), and forget place names inside person names."""
    for start, end in _full_names(r):
        _add(r, start, end)
    memory = _surnames(r)
    for i in range(len(r.words)):
        if i not in r.inside and _may_be_name(r, i):
            _short(r, i, memory)


def _may_be_name(r: Reading, i: int) -> bool:
    words = r.words
    if not words.text[i][:1].isupper() or r.has(i, "honorific"):
        return False
    if words.tag[i] == "MD":  # "May said so", but not "May it please"
        return i + 1 < len(words) and words.tag[i + 1] in ("VBD", "VBZ")
    return words.tag[i] in _NAME_TAGS


def _full_names(r: Reading) -> Iterator[tuple[int, int]]:
    """Yield the person names of more than one word: of the gazetteer, then of spaCy."""
    for found in dict.fromkeys(r.names.values()):
        if any(name.sense == "person" for name in found.names):
            yield found.start, found.end
    for entity in r.words.entities:
        if entity.label == "PERSON":
            start, end = _trimmed(r, entity.start, _extended(r, entity.end))
            if end - start > 1 and r.words.text[end - 1][:1].isupper():
                yield start, end


def _trimmed(r: Reading, start: int, end: int) -> tuple[int, int]:
    """Cut titles and demonyms off the front, genitives and suffixes off the end."""
    words = r.words
    while start < end and _is_title(r, start):
        start += 1
    while end > start and (
        words.tag[end - 1] == "POS" or words.tag[end - 1] not in _NAME_TAGS or r.has(end - 1, "suffix")
    ):
        end -= 1
    return start, end


def _is_title(r: Reading, i: int) -> bool:
    found = r.names.get(i)
    if found:
        return found.end == i + 1 and any(n.sense in ("demonym", "name") for n in found.names)
    return r.has(i, "honorific") or r.words.lower[i] in r.index.gazetteer.agents or r.words.tag[i] not in _NAME_TAGS


def _extended(r: Reading, end: int) -> int:
    """Take in a last name that spaCy cut off ("Mohammad Javad" Zarif)."""
    words = r.words
    while (
        end < len(words)
        and words.tag[end] == "NNP"
        and words.head[end - 1] == end
        and words.dep[end - 1] == "compound"
        and end not in r.names
        and words.lower[end] not in r.index.gazetteer.agents
    ):
        end += 1
    return end


def _add(r: Reading, start: int, end: int) -> None:
    if any(i in r.inside for i in range(start, end)):
        return
    inner = {found for i in range(start, end) if (found := r.names.get(i))}
    if any(_outweighs(found, start, end) for found in inner):
        return
    person = Person(start, end, _seed(r, start, end))
    for found in inner:
        _forget(r, found)
    _keep(r, person)


def _outweighs(found: Found, start: int, end: int) -> bool:
    """Whether a name in the stretch makes it no person: it sticks out, fills it, or is a trap."""
    if any(name.sense == "person" for name in found.names):
        return False
    sticks_out = found.start < start or found.end > end
    return sticks_out or (found.start, found.end) == (start, end) or found.trap is not None


def _forget(r: Reading, found: Found) -> None:
    for i in range(found.start, found.end):
        r.names.pop(i, None)


def _keep(r: Reading, person: Person) -> None:
    root = r.words.root(person.start, person.end)
    r.persons[root] = person
    for i in range(person.start, person.end):
        r.inside[i] = root


def _seed(r: Reading, start: int, end: int) -> Actor | None:
    """Return the seed person of this full name, with or without middle names."""
    words = [key[-1] for i in range(start, end) if (key := pieces(r.words.text[i]))]
    whole = tuple(p for i in range(start, end) for p in pieces(r.words.text[i]))
    tries = [whole, tuple(w for w in whole if len(w) > 1)]
    if len(words) > 2:
        tries.append((words[0], words[-1]))
    for key in tries:
        found = [n.actor for n in r.index.gazetteer.names.get(key, ()) if n.sense == "person"]
        if found:
            return _of_the_day(r, found)
    return None


def _of_the_day(r: Reading, actors: list[Actor]) -> Actor | None:
    """Choose among namesakes by office at the date; none if that does not decide."""
    distinct = list(dict.fromkeys(actors))
    if len(distinct) > 1:
        distinct = [a for a in distinct if r.index.offices(a, r.published)]
    if len(distinct) != 1:
        return None
    return r.index.person(distinct[0], r.published)


def _surnames(r: Reading) -> dict[str, list[int]]:
    """Map last (and, weaker, first) words of the full names to their root tokens, in order."""
    last: dict[str, list[int]] = {}
    first: dict[str, list[int]] = {}
    for root, person in sorted(r.persons.items()):
        if person.end - person.start > 1:
            last.setdefault(_tail(r, person.end - 1), []).append(root)
            first.setdefault(_tail(r, person.start), []).append(root)
        if person.actor:
            last.setdefault(_seed_tail(person.actor), []).append(root)
    return {**first, **last}


def _tail(r: Reading, i: int) -> str:
    """The last piece of a word: "al-Assad" is remembered as "assad"."""
    key = pieces(r.words.text[i])
    return key[-1] if key else ""


def _seed_tail(actor: Actor) -> str:
    return pieces(actor.name)[-1]


def _short(r: Reading, i: int, memory: dict[str, list[int]]) -> None:
    """Read one capitalised word as the surname of somebody the article or a seed names."""
    start, end = _stretch(r, i)
    if i != end - 1:
        return
    roots = memory.get(_tail(r, i), [])
    found = r.names.get(i)
    if found and not _is_person_here(r, i, bool(roots)):
        return
    if roots and end - start == 1:
        earlier = [root for root in roots if root < i]
        full = earlier[-1] if earlier else roots[0]
        _replace(r, Person(start, end, r.persons[full].actor, full, "surname"))
    elif end - start == 1 and (actor := _famous(r, i)):
        _replace(r, Person(start, end, actor, rule="surname"))
    elif not found and (_titled(r, start) or i in r.human):
        _keep(r, Person(start, end))


def _replace(r: Reading, person: Person) -> None:
    for i in range(person.start, person.end):
        if i in r.names:
            _forget(r, r.names[i])
    _keep(r, person)


def _stretch(r: Reading, i: int) -> tuple[int, int]:
    """Return the name words that belong together around token ``i``, without titles."""
    words, start, end = r.words, i, i + 1
    while (
        end < len(words)
        and words.tag[end] in PROPER
        and words.text[end][:1].isupper()
        and words.sent[end] == words.sent[i]
        and end not in r.inside
        and end not in r.names
        and not r.has(end, "suffix")
        and words.lower[end] not in r.index.gazetteer.agents
        and words.head[end - 1] == end
    ):
        end += 1
    while (
        start > 0
        and words.tag[start - 1] in PROPER
        and words.text[start - 1][:1].isupper()
        and words.sent[start - 1] == words.sent[i]
        and start - 1 not in r.inside
        and words.head[start - 1] in range(start, end)
        and words.dep[start - 1] == "compound"
        and not _is_title(r, start - 1)
        and start - 1 not in r.names
    ):
        start -= 1
    return start, end


def _is_person_here(r: Reading, i: int, remembered: bool) -> bool:
    """Whether a word that is also a name ("Jordan", "May") is a person's surname here."""
    return remembered and (_titled(r, i) or i in r.human)


def _titled(r: Reading, i: int) -> bool:
    """Whether a title stands directly before token ``i`` ("Mr. Lou", "President Chad")."""
    words = r.words
    if i == 0 or words.sent[i - 1] != words.sent[i] or i - 1 in r.inside:
        return False
    if words.lower[i - 1] in r.lists["honorific"]:
        return True
    return (
        _office_noun(r, i - 1)
        and words.text[i - 1][:1].isupper()
        and words.head[i - 1] == i
        and words.dep[i - 1] in ("compound", "nmod")
    )


def _office_noun(r: Reading, i: int) -> bool:
    return r.words.lower[i] in r.index.gazetteer.agents and r.words.tag[i] in NOUNS and not r.has(i, "institution")


def _famous(r: Reading, i: int) -> Actor | None:
    """Return the one seed person of this surname who was in office on the day, if there is one.

    Asks for a sign that it is a person: spaCy's word, a title, or "<name> government".
    """
    ids = r.index.surnames.get(_tail(r, i), ())
    if not ids or not (i in r.human or _titled(r, i) or _governs(r, i)):
        return None
    holders = [r.index.gazetteer.persons[identity] for identity in ids]
    if r.published is not None:
        holders = [a for a in holders if r.index.offices(a, r.published)]
    if r.published is None and len({a.code for a in holders}) == 1:
        holders = [max(holders, key=lambda a: r.index.gazetteer.tenures[a.id][-1].start)]
    return r.index.person(holders[0], r.published) if len(holders) == 1 else None


def _governs(r: Reading, i: int) -> bool:
    """Whether a ruler's body follows: "the Orban government", "Orban's forces"."""
    head, dep = r.words.head[i], r.words.dep[i]
    if head <= i or r.words.tag[head] not in NOUNS:
        return False
    if dep == "compound":
        return head == i + 1 and r.words.lower[head] in r.lists["ruled"]
    return dep == "poss" and (r.has(head, "ruled") or r.has(head, "forces"))
