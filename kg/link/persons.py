"""Who the person names of an article are: seeds, then surnames, then strangers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.lexicon.actors import pieces
from kg.lexicon.marks import HYPHENS
from kg.link.names import Found
from kg.link.reading import SUBJECTS, Person, Reading
from kg.link.words import NOUNS, PROPER
from kg.model import Actor

_NAME_TAGS = PROPER | frozenset(("NN", "NNS", "FW", "JJ", "UH", "VBG"))
_MISTAKEN = frozenset(("ORG", "GPE", "NORP"))  # what spaCy takes rarer surnames for
_BESIDE = frozenset(("nsubj", "nsubjpass", "dobj", "dative", "poss", "npadvmod"))


def persons(r: Reading) -> None:
    """Fill ``r.persons`` (by root token), and forget place names inside person names."""
    for start, end in _full_names(r):
        _add(r, start, end)
    strangers = {_tail(r, i) for p in r.persons.values() if p.actor is None for i in (p.start, p.end - 1)}
    for found in _known(r):  # "Xi", unless the article has another
        if found.end - found.start == 1 and _tail(r, found.start) not in strangers:
            _add(r, found.start, found.end)
    memory = _surnames(r)
    for root, person in list(r.persons.items()):  # "Abu Lubda" is the Yasser Abu Lubda of before
        if person.actor is None and person.end - person.start > 1:
            fuller = (n for n in memory.get(_tail(r, person.end - 1), ()) if _ends_with(r, r.persons[n], person))
            r.persons[root] = replace(person, full=next(fuller, -1))
    for i, word in enumerate(r.words.text):
        if word[:1].isupper() and i not in r.inside and _may_be_name(r, i):
            _short(r, i, memory)


def _may_be_name(r: Reading, i: int) -> bool:
    words = r.words
    if words.tag[i] == "MD":  # "May said so", but not "May it please"
        return i + 1 < len(words) and words.tag[i + 1] in ("VBD", "VBZ")
    return words.tag[i] in _NAME_TAGS and not r.has(i, "honorific")


def _full_names(r: Reading) -> Iterator[tuple[int, int]]:
    """Yield the person names of more than one word: of the gazetteer, of spaCy, after titles."""
    yield from ((found.start, found.end) for found in _known(r) if found.end - found.start > 1)
    for entity in r.words.entities:
        if entity.label == "PERSON":
            start, end = _trimmed(r, entity.start, _extended(r, entity.end))
            if end - start > 1 and r.words.text[end - 1][:1].isupper():
                yield start, _hyphened(r, end)
    tags, lower, titles = r.words.tag, r.words.lower, r.index.gazetteer.agents
    for i in range(1, len(tags)):
        if tags[i] == "NNP" and lower[i - 1] in titles and (end := _after_title(r, i)) - i > 1:
            yield i, _hyphened(r, end)


def _known(r: Reading) -> list[Found]:
    each = {found.start: found for found in r.names.values()}.values()
    return [found for found in each if any(name.sense == "person" for name in found.names)]


def _after_title(r: Reading, i: int) -> int:
    """Return the token after the capitalised words that a title directly before token ``i`` makes a name, or ``i``."""
    words, end = r.words, i
    if i in r.inside or not _office_noun(r, i - 1) or words.sent[i - 1] != words.sent[i]:
        return i
    while (
        end < len(words)
        and words.sent[end] == words.sent[i]
        and (words.tag[end] == "NNP" or words.text[end] in HYPHENS)
        and (words.text[end][:1].isupper() or words.text[end] in HYPHENS)
        and not words.text[end].isupper()
        and (end not in r.names or (end == i and _is_scene_only(r, end)))
        and end not in r.inside
        and words.lower[end] not in r.index.lemmas
        and (end == i or words.head[end - 1] >= i)
    ):
        end += 1
    return end if end == i or words.text[end - 1][:1].isupper() else end - 1


def _hyphened(r: Reading, end: int) -> int:
    """Take in the second syllable of a given name: "Hwang Joon-*kook*"; "the Pim-*era* rules" are nobody's."""
    words, last = r.words, end + 1
    if last >= len(words) or words.text[end] not in HYPHENS or words.end(end - 1) != words.char[last] - 1:
        return end
    inner = words.dep[last] in ("compound", "amod", "nmod") or words.tag[last] not in NOUNS or last in r.names
    return end if inner or words.head[end - 1] != last else last + 1


def _is_scene_only(r: Reading, i: int) -> bool:
    """Whether a word is known as a place that nobody governs from ("Milan"), and so may be a given name."""
    found = r.names[i]
    return found.end == found.start + 1 and found.place is not None and not found.names


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
    if found:  # "US Senator", "Chinese leader"; but "Kenya" before a surname is a given name
        acronym = r.words.text[i].isupper()
        return found.end == i + 1 and any(n.sense == "demonym" or (acronym and n.sense == "name") for n in found.names)
    return r.has(i, "honorific") or r.words.lower[i] in r.index.gazetteer.agents or r.words.tag[i] not in _NAME_TAGS


def _extended(r: Reading, end: int) -> int:
    """Take in a last name that spaCy cut off ("Mohammad Javad" Zarif, "Piet van" den Hoogenband)."""
    words = r.words
    after = end
    while after < len(words) and r.has(after, "particle") and words.sent[after] == words.sent[end - 1]:
        after += 1
    if (
        (after > end or r.has(end - 1, "particle"))
        and after < len(words)
        and words.tag[after] == "NNP"
        and words.text[after][:1].isupper()
        and after not in r.names
    ):
        end = after + 1
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
    if found.trap == "culture" and (found.start, found.end) == (start, end):
        return False  # a private person whom the text calls by the surname again
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
        distinct = [a for a in distinct if r.index.offices(a, r.published or r.day)]
    if len(distinct) != 1:
        return None
    return r.index.person(distinct[0], r.published)


def _surnames(r: Reading) -> dict[str, list[int]]:
    """Map last (and, weaker, middle and first) words of the full names to their root tokens, in order."""
    last: dict[str, list[int]] = {}
    first: dict[str, list[int]] = {}
    for root, person in sorted(r.persons.items()):
        if person.end - person.start > 1:
            last.setdefault(_tail(r, person.end - 1), []).append(root)
            for i in range(person.end - 2, person.start - 1, -1):  # "Marco Antelo Roca" is Antelo
                if r.words.text[i][:1].isupper() and len(r.words.text[i]) > 1:
                    first.setdefault(_tail(r, i), []).append(root)
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
    if end - start > 1:
        roots = [root for root in roots if _ends_with(r, r.persons[root], Person(start, end))]
    found = r.names.get(i)
    if (found and not _is_person_here(r, i, start, bool(roots))) or (_is_label(r, i) and not _titled(r, i)):
        return
    if roots:
        earlier = [root for root in roots if root < i]
        full = earlier[-1] if earlier else roots[0]
        _replace(r, Person(start, end, r.persons[full].actor, full, "surname"))
    elif end - start == 1 and (actor := _famous(r, i)):
        _replace(r, Person(start, end, actor, rule="surname"))
    elif _titled(r, start) or i in r.human or found:
        _replace(r, Person(start, end))
        memory.setdefault(_tail(r, i), []).append(r.inside[i])


def _ends_with(r: Reading, person: Person, other: Person) -> bool:
    """Whether a full name ends with the words of another: "Bilawal Bhutto Zardari" with "Bhutto Zardari"."""
    size, lower = other.end - other.start, r.words.lower
    longer = person.end - person.start > size
    return longer and lower[other.start : other.end] == lower[person.end - size : person.end]


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


def _is_person_here(r: Reading, i: int, start: int, remembered: bool) -> bool:
    """Whether a word that is also a name ("Jordan", "May") is a person's surname here.

    As the article's own persons are called, or as a title says: "Mr France", "Detective Jordan", "his cousin Chad".
    """
    if remembered and (_titled(r, i) or i in r.human or r.words.dep[i] in SUBJECTS):
        return True
    return start == i and (_is_mister(r, i) or _is_kin(r, i))


def _is_mister(r: Reading, i: int) -> bool:
    return i > 0 and r.words.lower[i - 1] in r.lists["mister"] and r.words.sent[i - 1] == r.words.sent[i]


def _is_kin(r: Reading, i: int) -> bool:
    return i > 0 and r.has(i - 1, "kin") and r.words.sent[i - 1] == r.words.sent[i]


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

    Asks for a sign that it is a person: spaCy's word, a title, "<name> government", or that the lone name does
    or owns something.
    """
    ids = () if _is_another(r, i) else r.index.surnames.get(_tail(r, i), ())
    if not ids or not (i in r.human or _titled(r, i) or _governs(r, i) or _acts(r, i)):
        return None
    holders = [r.index.gazetteer.persons[identity] for identity in ids]
    if r.published is not None:
        holders = [a for a in holders if r.index.offices(a, r.published)]
    elif r.day and (then := [a for a in holders if r.index.offices(a, r.day)]):
        holders = then
    if r.published is None and len(holders) > 1:
        holders = _heads(r, i, holders) or holders
    if r.published is None and len({a.code for a in holders}) == 1:
        holders = [max(holders, key=lambda a: r.index.gazetteer.tenures[a.id][-1].start)]
    return r.index.person(holders[0], r.published) if len(holders) == 1 else None


def _heads(r: Reading, i: int, holders: list[Actor]) -> list[Actor]:
    """Return the head of state or government among namesakes whose country an undated article names, if one country's.

    "Blair left London" is Tony Blair, not Bill Blair of Canada; "Mrs Clinton" is not Bill Clinton.
    """
    if i and r.words.lower[i - 1].rstrip(".") in r.lists["married"]:
        return []
    held = [(a, t) for a in holders for t in r.index.gazetteer.tenures.get(a.id, ())]
    named = {n.actor.country for found in r.names.values() for n in found.names[:1]}
    named |= {found.place for found in r.names.values()}
    countries = {t.country for _, t in held if t.country} & named
    heads = [(a, t) for a, t in held if t.country in countries and t.office in r.lists["heads"]]
    if len(countries) != 1 or not heads:
        return []
    head, tenure = max(heads, key=lambda found: found[1].start)
    return [replace(head, kind=tenure.kind, code=tenure.code, country=tenure.country)]


def _acts(r: Reading, i: int) -> bool:
    """Whether a lone proper noun stands where persons stand: "Scholz agreed", "surprised Stoltenberg"."""
    words, entity = r.words, r.entities.get(i)
    if words.tag[i] != "NNP" or any(kid < i for kid in words.kids[i]):
        return False
    return words.dep[i] in _BESIDE and (entity is None or entity.label in _MISTAKEN) and len(words.text[i]) > 3


def _is_label(r: Reading, i: int) -> bool:
    """Whether something else bears the name: "a bakery named Macron"; or it is a date: "in May"."""
    entity = r.entities.get(i)
    return r.words.dep[i] == "oprd" or (entity is not None and entity.label == "DATE")


def _is_another(r: Reading, i: int) -> bool:
    """Whether a surname is somebody else's: it is a name whose condition fails, or a town's: "Ms Li of Chengdu"."""
    if i not in r.names and pieces(r.words.text[i]) in r.index.gazetteer.names and not _titled(r, i):
        return True
    town = r.names.get(i + 2) if i + 2 < len(r.words) and r.words.lower[i + 1] in ("of", "from") else None
    return town is not None and town.place is not None


def _governs(r: Reading, i: int) -> bool:
    """Whether a ruler's body follows: "the Orban government", "Orban's forces"."""
    head, dep = r.words.head[i], r.words.dep[i]
    if head <= i or r.words.tag[head] not in NOUNS:
        return False
    if dep == "compound":
        return head == i + 1 and r.words.lower[head] in r.lists["ruled"]
    return dep == "poss" and (r.has(head, "ruled") or r.has(head, "forces"))
