"""The verbs of which a written form may be an inflection; whoever asks knows which of them is a verb."""

from __future__ import annotations


def of_third_person(form: str) -> tuple[str, ...]:
    """Return the bases of a form in -s.

    >>> of_third_person("denies")
    ('deny', 'deni', 'denie')
    """
    if form.endswith("ss"):
        return ()
    endings = (("ies", "y"), ("es", ""), ("s", ""))
    return tuple(form.removesuffix(ending) + instead for ending, instead in endings if form.endswith(ending))


def of_participle(form: str) -> tuple[str, ...]:
    """Return the bases of a past participle; the last one is that of a doubled consonant.

    >>> of_participle("rigged"), of_participle("supplied")[2]
    (('rigg', 'rigge', 'riggedy', 'rig'), 'supply')
    """
    return form.removesuffix("ed"), form.removesuffix("d"), form.removesuffix("ied") + "y", form[:-3]
