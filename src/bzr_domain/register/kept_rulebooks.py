"""Kept rulebooks (沿用的规则): what a school adopted stays, although the shelf has a newer version under the same name.

A corrected shipped rulebook is a new version and reaches a school by an adoption of its own, with the day it begins.
"""

from collections.abc import Sequence

import attrs

from bzr_domain.register.declaration import Declaration
from bzr_domain.register.roster import Adoption, RulebookText
from bzr_domain.register.school_register import SchoolRegister


@attrs.frozen(kw_only=True)
class KeptRulebook:
    """An adoption that stays as it is, and the rulebook that its name means today."""

    adoption: Adoption
    adopted: RulebookText
    offered: RulebookText


def find_kept_rulebooks(register: SchoolRegister, declared: Declaration) -> list[KeptRulebook]:
    """Return the adoptions of the register that a declaration repeats by the name of a shipped rulebook, or by their own text.

    Their texts differ today: the shelf has a newer version, or the common fact kinds (事项) are not those of then.
    """
    texts = {text.digest: text for text in declared.rulebooks}
    return [
        KeptRulebook(adoption=adoption, adopted=adopted, offered=texts[adoption.rulebook])
        for adoption in declared.adoptions
        if (adopted := _find_adopted(register, adoption)) is not None
        and adopted.digest != adoption.rulebook
        and (adopted.text == texts[adoption.rulebook].text or _names(declared.shipped, adoption, adopted))
    ]


def _find_adopted(register: SchoolRegister, adoption: Adoption) -> RulebookText | None:
    """The rulebook that the register has for the same part of the school and purpose, from the same day on."""
    place = adoption.part, adoption.start, adoption.purpose
    known = (each for each in register.adoptions if (each.part, each.start, each.purpose) == place)
    return next((register.rulebooks[each.rulebook] for each in known), None)


def _names(shipped: Sequence[tuple[Adoption, str]], adoption: Adoption, adopted: RulebookText) -> bool:
    return any(each == adoption and name in (adopted.id, adopted.name) for each, name in shipped)


def keep_adopted_rulebooks(register: SchoolRegister, declared: Declaration) -> Declaration:
    """Return a declaration in which the adoptions that stay name the rulebook that was adopted."""
    kept = {each.adoption: each.adopted for each in find_kept_rulebooks(register, declared)}
    if not kept:
        return declared
    adoptions = tuple(
        attrs.evolve(adoption, rulebook=kept[adoption].digest) if adoption in kept else adoption
        for adoption in declared.adoptions
    )
    texts = {text.digest: text for text in (*declared.rulebooks, *kept.values())}
    named = dict.fromkeys(adoption.rulebook for adoption in adoptions)
    return attrs.evolve(declared, adoptions=adoptions, rulebooks=tuple(texts[digest] for digest in named))
