"""Noun phrases: from a name, a person or a description to the actors it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.lexicon.actors import Name, pieces
from kg.link import coref
from kg.link.index import unseeded
from kg.link.names import Found
from kg.link.reading import SUBJECTS, Person, Reading
from kg.link.words import NOUNS, PRONOUNS, PROPER
from kg.model import Actor, Mention

_MODIFIES = frozenset(("amod", "compound", "nmod", "npadvmod"))
_HYPHENS = frozenset(("-", "–", "‑", "—"))
_AND = frozenset((",", "and", "&", "/", "or", "the", "senior", "top", "as", "well")) | _HYPHENS
_BODIES = frozenset(("media", "business", "igo", "ngo", "court", "alliance", "bloc", "party"))
_ENTITIES = frozenset(("PERSON", "ORG", "NORP", "GPE"))

_SWALLOWING = frozenset((
    "PERSON", "ORG", "EVENT", "FAC", "WORK_OF_ART", "LAW", "PRODUCT", "LOC", "GPE",
))

Mentions = tuple[Mention, ...]


def resolve(r: Reading, i: int) -> Mentions:
    """Return the actors for which the phrase headed by token ``i`` stands, settled once."""
    settled = r.at.get(i)
    if settled is not None:
        return settled
    r.at[i] = ()  # a phrase that leads back to itself names nobody
    found = r.at[i] = _read(r, i)
    return found


def _read(r: Reading, i: int) -> Mentions:
    if i in r.inside:
        return _person(r, i, r.persons[i]) if r.inside[i] == i else ()
    if i in r.acronyms:
        found_again = r.again(i, resolve(r, r.acronyms[i]), "acronym")
        return found_again or (r.mention(i, i + 1, None, "acronym"),)
    found = r.names.get(i)
    if found is not None:
        return _named(r, i, found) if r.words.root(found.start, found.end) == i else ()
    tag = r.words.tag[i]
    if tag in PRONOUNS or tag in ("WP", "WDT", "WP$"):
        return coref.pronoun(r, i, resolve)
    if tag in NOUNS:
        return _described(r, i)
    return _parts(r, i) if r.has(i, "transparent") else ()


# --- names ----------------------------------------------------------------------------------


def _named(r: Reading, i: int, found: Found) -> Mentions:
    if found.trap is not None:
        return (_spanned(r, found, None, "trap"),) if found.trap in _BODIES else ()
    hyphen = _beside_hyphen(r, found)
    if hyphen in ("anti", "pro", "backed"):
        if actor := _meant(r, found):
            r.aside.append(_spanned(r, found, actor, hyphen))
        return ()
    if _is_swallowed(r, i, found) or _is_half(r, found):
        return ()
    if found.place is not None or not found.names:
        state = r.index.gazetteer.actors.get(found.place or "")
        return (_spanned(r, found, state, "place"),) if state else ()
    name = _choice(r, found)
    if name is None:
        return ()
    return _in_context(r, i, found, name)


def _in_context(r: Reading, i: int, found: Found, name: Name) -> Mentions:
    if _beside_hyphen(r, found) == "led":
        led = (_spanned(r, found, name.actor, "led"),)
        r.at.setdefault(_led_token(r, found), led)
        return led
    modifies = _is_modifier(r, i)
    if name.sense in ("demonym", "people"):
        if modifies:
            return (_spanned(r, found, name.actor, "demonym"),)
        return _people(r, i, found, name.actor)
    if name.sense == "seat":
        return (_spanned(r, found, name.actor, _seat_rule(r, i, modifies)),)
    if foreign := _foreign(r, i, found, name.actor):
        return foreign
    rule = "place" if _is_scene(r, i) and name.actor.kind in ("state", "territory") else "name"
    if name.actor.id != name.actor.country and r.index.state(name.actor):
        rule = "organ"
    return (_spanned(r, found, name.actor, rule),)


def _led_token(r: Reading, found: Found) -> int:
    """Return the token that modifies the noun in "US-led strikes": its last."""
    return found.end - 1 if found.right < r.words.end(found.end - 1) else found.end + 1


def _spanned(r: Reading, found: Found, actor: Actor | None, rule: str) -> Mention:
    return r.span(found.left, found.right, actor, rule)


def _is_half(r: Reading, found: Found) -> bool:
    """Whether a form that only stands before a hyphen ("Franco-German") stands alone."""
    if r.words.whole[found.left:found.right].lower() not in r.lists["combining"]:
        return False
    return r.words.whole[found.right:found.right + 1] not in _HYPHENS


def _is_swallowed(r: Reading, i: int, found: Found) -> bool:
    """Whether the name only helps to name something else ("Bank of China", "China Daily")."""
    entity = r.entities.get(i)
    if entity is None or (entity.start >= found.start and entity.end <= found.end):
        return False
    if any(name.sense in ("demonym", "person") for name in found.names):
        return False
    root = r.words.root(entity.start, entity.end)
    if found.start <= root < found.end or r.words.tag[root] not in PROPER or _kind(r, root):
        return False
    if root in r.names or root in r.inside:
        return False
    genitive = found.end < len(r.words) and r.words.tag[found.end] == "POS"
    return entity.label in _SWALLOWING and not genitive


def _meant(r: Reading, found: Found) -> Actor | None:
    if found.place is not None:
        return r.index.gazetteer.actors.get(found.place)
    name = _choice(r, found)
    return name.actor if name else None


def _choice(r: Reading, found: Found) -> Name | None:
    """Choose the owner of a shared name, and the sense that the position asks for."""
    if not found.names:
        return None
    owners = dict.fromkeys(name.actor.id for name in found.names)
    first = found.names[0]
    if len(owners) > 1:
        key = pieces(r.words.whole[found.left:found.right])
        rule = r.index.gazetteer.shared.get(key, "first")
        if rule != "first":
            near = coref.nearest(r, found.start, owners)
            if near is None and rule == "nearest-only":
                return None
            first = next(n for n in found.names if n.actor.id == (near or first.actor.id))
    own = [name for name in found.names if name.actor.id == first.actor.id]
    senses = {name.sense: name for name in reversed(own)}
    return senses.get("name") or senses.get("demonym") or first


def _beside_hyphen(r: Reading, found: Found) -> str:
    """Return what a hyphen makes of the name: anti, pro, backed, led, or nothing."""
    before = _prefix(r, found)
    for rule, words in (("anti", "against"), ("pro", "toward")):
        if before in r.lists[words]:
            return rule
    after, tag = _suffix(r, found)
    if not after:
        return ""
    return "led" if after in r.lists["leading"] else "backed" if tag.startswith("V") else ""


def _prefix(r: Reading, found: Found) -> str:
    words, whole = r.words, r.words.whole
    begin = words.char[found.start]
    if found.left > begin:
        return whole[begin:found.left].rstrip("-–‑").lower()
    n = found.start - 1
    if n > 0 and words.text[n] in _HYPHENS and words.end(n) == begin == words.char[n] + 1:
        return words.lower[n - 1]
    return ""


def _suffix(r: Reading, found: Found) -> tuple[str, str]:
    """Return the word after a hyphen, and its tag, unless it is a name itself."""
    words = r.words
    end = words.end(found.end - 1)
    if found.right < end:
        rest = words.whole[found.right:end].lstrip("-–‑").lower()
        return rest, "VBN" if rest.endswith("ed") or rest.isalpha() else ""
    n = found.end
    if n + 1 < len(words) and words.text[n] in _HYPHENS and words.char[n] == end \
            and words.char[n + 1] == end + 1 and n + 1 not in r.names:
        return words.lower[n + 1], words.tag[n + 1]
    return "", ""


def _is_modifier(r: Reading, i: int) -> bool:
    dep, head = r.words.dep[i], r.words.head[i]
    if dep == "conj":
        return r.words.tag[i].startswith("JJ") or (_is_modifier(r, head) and head != i)
    return dep in _MODIFIES or (r.words.tag[i] == "JJ" and head > i and r.words.tag[head] in NOUNS)


def _people(r: Reading, i: int, found: Found, actor: Actor) -> Mentions:
    """"The Russians" are the state in news usage; "Russians" and "a Russian" are people."""
    words = r.words
    if words.dep[i] in ("acomp", "advmod") or (words.tag[i] == "JJ" and words.dep[i] == "attr"):
        return ()
    definite = any(words.lower[kid] in ("the", "these", "those") for kid in words.kids[i])
    plural = words.tag[i] in ("NNPS", "NNS") or words.lower[i][-1:] in "seh"
    counted = any(words.dep[kid] in ("nummod", "amod", "quantmod") for kid in words.kids[i])
    if definite and plural and not counted:
        return (_spanned(r, found, actor, "people"),)
    state = r.index.state(actor)
    who = r.index.part(state, "civilians") if state and state == actor else actor
    return (_spanned(r, found, who, "people"),)


def _seat_rule(r: Reading, i: int, modifies: bool) -> str:
    words = r.words
    if _is_dateline(r, i):
        return "place"
    if modifies:
        agentive = _kind(r, words.head[i]) is not None
        city = words.dep[i] in ("compound", "nmod") and i in r.cities
        return "place" if city and not agentive else "seat"
    if _is_scene(r, i) or _is_damaged(r, i):
        return "place"
    return "seat"


def _is_dateline(r: Reading, i: int) -> bool:
    """"MOSCOW (Reuters) - ...": where the report was written."""
    words = r.words
    first = words.firsts[words.sent[i]]
    return (words.text[i].isupper() and i - first < 2 and i + 1 < len(words)
            and words.text[i + 1] in ("(", "-", "–", "—", "--"))


def _is_scene(r: Reading, i: int) -> bool:
    """Whether token ``i`` is where something is, or where somebody goes."""
    words = r.words
    while words.dep[i] in ("conj", "appos") and words.head[i] != i:
        i = words.head[i]
    if words.dep[i] != "pobj":
        return False
    preposition = words.head[i]
    if words.lower[preposition] in r.lists["locative"]:
        return True
    if words.lower[preposition] not in r.lists["path"]:
        return False
    governor = words.head[preposition]
    while words.dep[governor] == "prep" and words.head[governor] != governor:
        governor = words.head[governor]
    return words.lemma[governor] in r.lists["travel"]


def _is_damaged(r: Reading, i: int) -> bool:
    words = r.words
    return words.dep[i] in ("nsubjpass", "dobj") and words.lemma[words.head[i]] in r.lists["damage"]


def _foreign(r: Reading, i: int, found: Found, actor: Actor) -> Mentions:
    """"The Pakistani Senate" is Pakistan's, though a seed gives the bare name to another."""
    if actor.country is None or actor.id == actor.country or found.start != found.end - 1:
        return ()
    owners = [m for m in _left_owners(r, i) if m.actor]
    states = [s for m in owners if m.actor and (s := r.index.state(m.actor))]
    if not states or any(state.id == actor.country for state in states):
        return ()
    if r.index.state(actor) is None:
        return ()
    return _mentions(r, i, states, "description")


# --- persons --------------------------------------------------------------------------------


def _person(r: Reading, i: int, person: Person) -> Mentions:
    if person.full >= 0:
        return tuple(r.mention(person.start, person.end, m.actor, "surname" if m.actor else m.rule)
                     for m in resolve(r, person.full)[:1])
    actor, rule = person.actor, person.rule
    if actor is None:
        actor, rule = next(_about(r, i, person), None) or _elsewhere(r, i, person)
    elif actor.kind == "person" and actor.country and not _is_former(r, i):
        said = next((who for who, _ in _about(r, i, person)), None)
        if said and said.code == actor.country:
            actor = replace(actor, kind="government", code=said.code)
    return (r.mention(person.start, person.end, actor, rule),)


def _elsewhere(r: Reading, i: int, person: Person) -> tuple[Actor | None, str]:
    """What the article says of a stranger where it names them in full again."""
    name = r.words.lower[person.start:person.end]
    for root, other in r.persons.items():
        same = r.words.lower[other.start:other.end] == name
        if same and root != i and other.full < 0 and len(name) > 1:
            for actor, _ in _about(r, root, other):
                return actor, "surname"
    return None, "unknown"


def _is_former(r: Reading, i: int) -> bool:
    return any(r.words.lower[j] in r.lists["former"] for j in range(r.words.left_edge(i), i))


def _about(r: Reading, i: int, person: Person) -> Iterator[tuple[Actor, str]]:
    """Yield what title, apposition, relative clause and predicate say whom a person acts for."""
    yield from ((actor, "title") for actor in _by_title(r, i, person))
    words = r.words
    for kid in words.kids[i]:
        if words.dep[kid] in ("appos", "relcl"):
            actors = _who(r, kid) if words.dep[kid] == "appos" else _predicate(r, kid)
            yield from ((actor, "apposition") for actor in actors)
    if words.dep[i] == "appos":
        yield from ((actor, "apposition") for actor in _who(r, words.head[i]))
    if words.dep[i] in SUBJECTS:
        yield from ((actor, "predicate") for actor in _predicate(r, words.head[i]))
    yield from ((actor, "apposition") for actor in _after_comma(r, person))


def _who(r: Reading, i: int) -> list[Actor]:
    """The actors of a description; a name of a place or state beside a person is no office."""
    if i in r.names or i in r.inside:
        return []
    if _kind(r, i) is None:  # "HRW's deputy director": any post in an organisation
        owners = (m.actor for m in _left_owners(r, i) if m.actor)
        return [actor for actor in owners if r.index.state(actor) is None]
    return [m.actor for m in resolve(r, i) if m.actor]


def _predicate(r: Reading, verb: int) -> list[Actor]:
    """"Liu, who is China's envoy": the actors of the noun that the verb *be* predicates."""
    if r.words.lemma[verb] not in ("be", "serve", "become"):
        return []
    for kid in r.words.kids[verb]:
        if r.words.dep[kid] == "attr" and _kind(r, kid):
            return _who(r, kid)
    return []


def _after_comma(r: Reading, person: Person) -> list[Actor]:
    """An apposition that the parser missed: "Liu Pengyu, a spokesman for ...," in one sentence."""
    words, n = r.words, person.end
    if n + 1 >= len(words) or words.text[n] != "," or words.sent[n] != words.sent[person.start]:
        return []
    if words.lower[n + 1] not in ("a", "an", "the") and n + 1 not in r.names:
        return []
    for j in range(n + 1, min(n + 9, len(words))):
        if words.sent[j] != words.sent[n] or words.text[j] == "," or words.tag[j].startswith("V"):
            return []
        if _kind(r, j) and words.left_edge(j) == n + 1:
            return _who(r, j)
    return []


def _by_title(r: Reading, i: int, person: Person) -> list[Actor]:
    """"Chinese Foreign Ministry spokesman Zhao Lijian": the modifiers of the name."""
    owners = [m.actor for m in _left_owners(r, i, person.start) if m.actor]
    if not owners:
        return _of_title(r, i, person)
    kinds = [kind for j in range(r.words.left_edge(i), person.start) if (kind := _kind(r, j))]
    name = r.words.whole[r.words.char[person.start]:r.words.end(person.end - 1)]
    if kinds:
        return [who for owner in owners if (who := r.index.acting(owner, kinds[-1]))]
    return [unseeded(name, state) for owner in owners if (state := r.index.state(owner))]


def _of_title(r: Reading, i: int, person: Person) -> list[Actor]:
    """"President Wim Roos of Utopia": the title's own *of*."""
    for j in range(r.words.left_edge(i), person.start):
        if kind := _kind(r, j):
            owners = [*_right_owners(r, j), *_right_owners(r, i)]
            return [who for m in owners if m.actor and (who := r.index.acting(m.actor, kind))]
    return []


# --- descriptions ---------------------------------------------------------------------------


def _kind(r: Reading, i: int) -> str | None:
    """Return the kind of an agent noun or title, with up to two words before it."""
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
        before = "".join(word + "_" for word in words.lower[i - size:i])
        for tail in (last, lemma):
            if kind := agents.get(before + tail):
                return kind
    return None


def _described(r: Reading, i: int) -> Mentions:
    kind = _kind(r, i)
    if _ends_title(r, i):
        return ()
    if kind is not None and _is_abstract(r, i):
        kind = None
    if r.has(i, "transparent") and (parts := _parts(r, i)):
        return parts
    if kind is None or r.has(i, "country") or (kind == "state" and r.words.tag[i] in PROPER):
        return coref.definite(r, i, kind, resolve) or _unknown(r, i)
    for owners, rule in _owners(r, i):
        if actors := _acting(r, i, owners, kind):
            return _mentions(r, i, actors, rule)
    title = r.words.dep[i] in ("compound", "nmod")
    if title and not r.has(i, "institution") and r.index.for_state(kind):
        return ()  # the title before a name says nothing alone
    if (found := coref.definite(r, i, kind, resolve)) or title:
        return found
    return _mentions(r, i, [r.index.experts() if kind == "expert" else None], "description")


def _ends_title(r: Reading, i: int) -> bool:
    """Whether a noun only ends a title: the "State" of "Secretary of State"."""
    words = r.words
    return i > 1 and words.lower[i - 1] == "of" and (
        f"{words.lower[i - 2]}_of_{words.lower[i]}" in r.index.gazetteer.agents)


def _is_abstract(r: Reading, i: int) -> bool:
    """Whether a noun of a body means a doing here: "opposition to", "leadership in ending"."""
    words = r.words
    if r.has(i, "doing") and any(words.dep[kid] == "poss" for kid in words.kids[i]):
        return True
    return r.has(i, "abstract") and any(
        kid > i and words.dep[kid] == "prep" and (words.lower[kid] in ("to", "against")
        or any(words.dep[k] == "pcomp" for k in words.kids[kid])) for kid in words.kids[i])


def _parts(r: Reading, i: int) -> Mentions:
    """"The head of the EU mission", "dozens of Russian troops": who the *of* phrase names."""
    for kid in r.words.kids[i]:
        if kid > i and r.words.lower[kid] in ("of", "among"):
            return _mentions(r, i, [m.actor for m in _objects(r, kid)], "genitive")
    return ()


def _acting(r: Reading, i: int, owners: Mentions, kind: str) -> list[Actor]:
    """Return who somebody's officials, troops, administration ... are."""
    found = []
    for owner in (m.actor for m in owners if m.actor):
        state = r.index.gazetteer.actors.get(owner.country or "")
        rules = kind == "government" and r.has(i, "institution")
        if state and rules and r.index.is_person(owner):
            found.append(state)
        elif state == owner and r.has(i, "rebels") and (
                part := r.index.known_part(owner, r.words.lower[i], r.lists["rebels"])):
            found.append(part)
        elif who := r.index.acting(owner, kind):
            found.append(who)
    return found


def _owners(r: Reading, i: int) -> Iterable[tuple[Mentions, str]]:
    """Yield, best first, those whose official, troops, ministry ... token ``i`` is, and why."""
    words = r.words
    if r.has(i, "others"):  # "its allies" are not it, but "Turkish allies" are Turkey
        yield tuple(m for m in _left_owners(r, i) if m.rule == "demonym"), "description"
        return
    yield _left_owners(r, i), "description"
    for kid in words.kids[i]:
        if words.dep[kid] == "poss":
            yield resolve(r, kid), "genitive"
        elif words.dep[kid] == "compound" and _kind(r, kid):
            yield resolve(r, kid), "description"
    yield _right_owners(r, i), "genitive"
    for kid in words.kids[i]:
        if words.dep[kid] == "appos" and kid in r.inside:
            yield _of_person(r, kid), "apposition"
    if words.dep[i] == "appos" and words.head[i] in r.inside:
        yield _of_person(r, words.head[i]), "apposition"
    if words.dep[i] == "conj" and words.tag[words.head[i]] in NOUNS and _is_bare(r, i):
        head = words.head[i]
        if _kind(r, head) is not None:
            yield _left_owners(r, head), "shared"


def _of_person(r: Reading, i: int) -> Mentions:
    """What a known person acts for, as the owner of the office beside the name."""
    person = r.persons[r.inside[i]]
    return resolve(r, r.inside[i]) if person.actor or person.full >= 0 else ()


def _is_bare(r: Reading, i: int) -> bool:
    return not any(kid < i and r.words.dep[kid] in ("det", "poss", "amod", "compound", "nmod")
                   for kid in r.words.kids[i])


def _left_owners(r: Reading, i: int, before: int = -1) -> Mentions:
    """Return the actors named in the modifiers of noun ``i``: the first, and its conjuncts."""
    words = r.words
    stop = i if before < 0 else before
    group: list[Mention] = []
    j = words.left_edge(i)
    while j < stop:
        root, end = _name_at(r, j)
        if root >= 0 and end <= stop:
            found = resolve(r, root) if root != i else ()
            group.extend(m for m in found if m.actor)
            j = end
        elif group and words.lower[j] not in _AND:
            break
        else:
            j += 1
    return tuple(group)


def _name_at(r: Reading, j: int) -> tuple[int, int]:
    """Return the root and the end of the name or person that begins at token ``j`` (or -1)."""
    if j in r.inside:
        person = r.persons[r.inside[j]]
        return r.inside[j], person.end
    found = r.names.get(j)
    if found is None or found.trap is not None:
        return -1, j + 1
    return r.words.root(found.start, found.end), found.end


def _right_owners(r: Reading, i: int) -> Mentions:
    """Return the actors that prepositional phrases after noun ``i`` give as its owners."""
    words = r.words
    for kid in words.kids[i]:
        if kid < i:
            continue
        if words.dep[kid] == "prep" and _gives_owner(r, i, words.lower[kid]):
            if found := _objects(r, kid):
                return found
        elif words.lemma[kid] in r.lists["tied"]:
            for preposition in words.kids[kid]:
                if words.dep[preposition] == "prep" and (found := _objects(r, preposition)):
                    return found
    return ()


def _gives_owner(r: Reading, i: int, preposition: str) -> bool:
    if preposition == "of":
        return True
    if preposition == "for":
        return not r.has(i, "sent")
    if preposition in ("from", "at", "with"):
        return True
    return preposition in ("in", "inside", "across") and r.has(i, "local")


def _objects(r: Reading, preposition: int) -> Mentions:
    """Return the actors of all (conjoined) objects of a preposition."""
    words = r.words
    found: list[Mention] = []
    heads = [kid for kid in words.kids[preposition] if words.dep[kid] == "pobj"]
    while heads:
        head = heads.pop(0)
        found.extend(m for m in resolve(r, head) if m.actor)
        heads.extend(kid for kid in words.kids[head] if words.dep[kid] == "conj")
    return tuple(found)


def _mentions(r: Reading, i: int, actors: Sequence[Actor | None], rule: str) -> Mentions:
    start = r.words.left_edge(i)
    while start < i and (r.words.dep[start] in ("punct", "cc", "prep", "advmod") or not r.words.text[start].strip()):
        start += 1
    return tuple(r.mention(start, i + 1, actor, rule) for actor in dict.fromkeys(actors))


def _unknown(r: Reading, i: int) -> Mentions:
    """An organisation, people or place that is visibly somebody, but nobody we know."""
    entity = r.entities.get(i)
    if entity is None or entity.label not in _ENTITIES:
        return ()
    if r.words.root(entity.start, entity.end) != i or r.words.tag[i] not in PROPER:
        return ()
    if not r.words.text[i][:1].isupper():
        return ()
    return (r.mention(entity.start, entity.end, None, "unknown"),)
