"""The grammar alone: voice, control, relatives, coordination, genitives, on parses written by hand."""

from __future__ import annotations

import pytest

from kg.relate.grammar import Grammar
from kg.relate.tree import Tree
from tests.parses import tree

ACTIVE = "Iran/NNP/nsubj/1 attacked|attack/VBD/ROOT/1 Iraq/NNP/dobj/1"
PASSIVE = "Iraq/NNP/nsubjpass/2 was|be/VBD/auxpass/2 attacked|attack/VBN/ROOT/2 by/IN/agent/2 Iran/NNP/pobj/3"
AGENTLESS = "Iraq/NNP/nsubjpass/2 was|be/VBD/auxpass/2 attacked|attack/VBN/ROOT/2"
REDUCED = "troops|troop/NNS/ROOT/0 attacked|attack/VBN/acl/0 by/IN/agent/1 rebels|rebel/NNS/pobj/2"
PARTICIPLE = "troops|troop/NNS/ROOT/0 attacking|attack/VBG/acl/0 rebels|rebel/NNS/dobj/1"
RELATIVE = "Iran/NNP/ROOT/0 which/WDT/nsubj/2 attacked|attack/VBD/relcl/0 Iraq/NNP/dobj/2"
OBJECT_RELATIVE = "Iraq/NNP/ROOT/0 which/WDT/dobj/3 Iran/NNP/nsubj/3 attacked|attack/VBD/relcl/0"
BARE_RELATIVE = "Iraq/NNP/ROOT/0 Iran/NNP/nsubj/2 attacked|attack/VBD/relcl/0"
OBJECT_CONTROL = "Iran/NNP/nsubj/1 asked|ask/VBD/ROOT/1 Iraq/NNP/dobj/1 to/TO/aux/4 leave/VB/xcomp/1"
AS_CLAUSE = "Iran/NNP/nsubj/1 asked|ask/VBD/ROOT/1 Iraq/NNP/nsubj/4 to/TO/aux/4 leave/VB/ccomp/1"
SUBJECT_CONTROL = "Iran/NNP/nsubj/1 agreed|agree/VBD/ROOT/1 to/TO/aux/3 leave/VB/xcomp/1"
PROMISE = "Iran/NNP/nsubj/1 promised|promise/VBD/ROOT/1 Iraq/NNP/dobj/1 to/TO/aux/4 leave/VB/xcomp/1"
PASSIVE_CONTROL = "Iraq/NNP/nsubjpass/2 was|be/VBD/auxpass/2 asked|ask/VBN/ROOT/2 to/TO/aux/4 leave/VB/xcomp/2"
GERUND = "Iran/NNP/nsubj/1 accused|accuse/VBD/ROOT/1 Iraq/NNP/dobj/1 of/IN/prep/1 bombing|bomb/VBG/pcomp/3"
AFTER = "Iran/NNP/nsubj/1 warned|warn/VBD/ROOT/1 Iraq/NNP/dobj/1 after/IN/prep/1 testing|test/VBG/pcomp/3"
SHARED = "Iran/NNP/nsubj/1 condemned|condemn/VBD/ROOT/1 and/CC/cc/1 attacked|attack/VBD/conj/1 Iraq/NNP/dobj/3"
ADVERBIAL = "Iran/NNP/nsubj/1 left|leave/VBD/ROOT/1 ,/,/punct/1 accusing|accuse/VBG/advcl/1 Iraq/NNP/dobj/3"
CLEFT = "It/PRP/nsubj/1 was|be/VBD/ROOT/1 Iran/NNP/attr/1 that/WDT/nsubj/4 attacked|attack/VBD/ccomp/1 Iraq/NNP/dobj/4"
CHAIN = (
    "Iran/NNP/nsubj/1 tried|try/VBD/ROOT/1 to/TO/aux/3 persuade/VB/xcomp/1 Iraq/NNP/dobj/3 to/TO/aux/6 leave/VB/xcomp/3"
)
NOUN_INFINITIVE = "Iran/NNP/poss/2 's/POS/case/0 plan/NN/ROOT/2 to/TO/aux/4 attack/VB/acl/2 Iraq/NNP/dobj/4"


def words(sentence: Tree, heads: tuple[int, ...]) -> list[str]:
    return [sentence.words[h] for h in heads]


@pytest.mark.parametrize(
    ("parse", "verb", "subjects", "objects"),
    [
        pytest.param(ACTIVE, "attack", ["Iran"], ["Iraq"], id="active"),
        pytest.param(PASSIVE, "attack", ["Iran"], ["Iraq"], id="passive"),
        pytest.param(AGENTLESS, "attack", [], ["Iraq"], id="passive without agent"),
        pytest.param(REDUCED, "attack", ["rebels"], ["troops"], id="reduced relative"),
        pytest.param(PARTICIPLE, "attack", ["troops"], ["rebels"], id="participle"),
        pytest.param(RELATIVE, "attack", ["Iran"], ["Iraq"], id="subject relative"),
        pytest.param(OBJECT_RELATIVE, "attack", ["Iran"], ["Iraq"], id="object relative"),
        pytest.param(BARE_RELATIVE, "attack", ["Iran"], ["Iraq"], id="relative without pronoun"),
        pytest.param(OBJECT_CONTROL, "leave", ["Iraq"], [], id="object control"),
        pytest.param(AS_CLAUSE, "ask", ["Iran"], ["Iraq"], id="object parsed as subject of the infinitive"),
        pytest.param(SUBJECT_CONTROL, "leave", ["Iran"], [], id="subject control"),
        pytest.param(PROMISE, "leave", ["Iran"], [], id="promise"),
        pytest.param(PASSIVE_CONTROL, "leave", ["Iraq"], [], id="control by a passive"),
        pytest.param(GERUND, "bomb", ["Iraq"], [], id="gerund of the accused"),
        pytest.param(AFTER, "test", ["Iran"], [], id="gerund of the subject"),
        pytest.param(SHARED, "condemn", ["Iran"], ["Iraq"], id="shared object"),
        pytest.param(SHARED, "attack", ["Iran"], ["Iraq"], id="shared subject"),
        pytest.param(ADVERBIAL, "accuse", ["Iran"], ["Iraq"], id="adverbial participle"),
        pytest.param(CLEFT, "attack", ["Iran"], ["Iraq"], id="cleft"),
        pytest.param(CHAIN, "leave", ["Iraq"], [], id="chain of controls"),
        pytest.param(NOUN_INFINITIVE, "attack", ["Iran"], ["Iraq"], id="infinitive of an owned noun"),
    ],
)
def test_arguments_of_verbs(parse: str, verb: str, subjects: list[str], objects: list[str]) -> None:
    sentence = tree(parse)
    grammar = Grammar(sentence)
    v = sentence.lemma.index(verb)
    assert words(sentence, grammar.subjects(v)) == subjects
    assert words(sentence, grammar.objects(v)) == objects


def test_coordinated_subjects_are_unfolded() -> None:
    sentence = tree("Iran/NNP/nsubj/3 and/CC/cc/0 Syria/NNP/conj/0 attacked|attack/VBD/ROOT/3")
    assert words(sentence, Grammar(sentence).subjects(3)) == ["Iran", "Syria"]


def test_a_support_verb_gives_its_noun_subject_and_phrases() -> None:
    sentence = tree(
        "Iran/NNP/nsubj/1 imposed|impose/VBD/ROOT/1 sanctions|sanction/NNS/dobj/1 on/IN/prep/1 Iraq/NNP/pobj/3"
    )
    noun = Grammar(sentence).noun(2, "sanction", {1: ""})
    assert noun.args == {"light": (0,), "on": (4,)}


def test_a_noun_has_its_genitive_and_its_modifier() -> None:
    sentence = tree("Washington/NNP/poss/3 's/POS/case/0 Iranian/JJ/amod/3 sanctions|sanction/NNS/ROOT/3")
    assert Grammar(sentence).noun(3, "sanction", {}).args == {"poss": (0,), "mod": (2,)}


def test_the_gerund_after_for_is_the_act_of_who_is_aimed_at() -> None:
    sentence = tree(
        "Iran/NNP/nsubj/1 lashed|lash/VBD/ROOT/1 out/RP/prt/1 at/IN/prep/1 Iraq/NNP/pobj/3 for/IN/prep/1 "
        "bombing|bomb/VBG/pcomp/5"
    )
    assert words(sentence, Grammar(sentence).subjects(6)) == ["Iraq"]


def test_an_infinitive_under_a_noun_belongs_to_who_has_it_not_to_who_talks_of_it() -> None:
    parse = "Iran/NNP/nsubj/1 {}/VBD/ROOT/1 campaign/NN/dobj/1 to/TO/aux/4 attack/VB/acl/2 Iraq/NNP/dobj/4"
    for verb, subjects in (("launched|launch", ["Iran"]), ("discussed|discuss", [])):
        sentence = tree(parse.format(verb))
        assert words(sentence, Grammar(sentence, {"launch"}).subjects(4)) == subjects


def test_a_broken_parse_with_a_cycle_of_controls_ends() -> None:
    sentence = tree("attack/VB/xcomp/1 leave/VB/xcomp/0")
    assert Grammar(sentence).subjects(0) == ()


def test_a_thousand_coordinated_verbs_are_no_thousand_calls_within_each_other() -> None:
    chain = " ".join(f"bombed|bomb/VBN/conj/{k}" for k in range(1, 1200))
    active = Grammar(tree(f"Iran/NNP/nsubj/1 hit/VBD/ROOT/1 {chain}"))
    passive = Grammar(tree(f"Iraq/NNP/nsubjpass/1 hit/VBN/ROOT/1 {chain} by/IN/agent/1200 Iran/NNP/pobj/1201"))
    assert active.surface(1200) == (0,)
    assert active.objects(1) == ()
    assert passive.subjects(1) == (1202,)
    assert passive.is_passive(1200)
