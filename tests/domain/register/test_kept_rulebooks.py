"""An adopted rulebook stays, although its name means another text today."""

from datetime import date

import attrs
import pytest

from bzr_domain.register.declaration import Declaration
from bzr_domain.register.kept_rulebooks import find_kept_rulebooks, keep_adopted_rulebooks
from bzr_domain.register.roster import Adoption, RulebookText, SchoolProfile
from bzr_domain.register.school_register import SchoolRegister

SCHOOL = SchoolProfile(name="校", timezone="Asia/Shanghai")
ONE = RulebookText(id="own", version=1, digest="1", text="一", kinds="甲")
TWO = RulebookText(id="own", version=2, digest="2", text="二", kinds="甲")
ONE_WITH_OTHER_KINDS = attrs.evolve(ONE, digest="3", kinds="乙")
FROM = date(2024, 9, 1)
REGISTER = SchoolRegister(rulebooks={"1": ONE}, adoptions=(Adoption(rulebook="1", start=FROM),))


def declare(text: RulebookText, name: str = "", **adoption: object) -> Declaration:
    """A declaration that adopts a text, of the shelf where it is named."""
    adopted = Adoption(**{"rulebook": text.digest, "start": FROM, **adoption})  # type: ignore[arg-type]  # each by its name
    shipped = ((adopted, name),) if name else ()
    return Declaration(school=SCHOOL, rulebooks=(text,), adoptions=(adopted,), shipped=shipped)


@pytest.mark.parametrize(
    ("declared", "digest"),
    [
        (declare(TWO, "own"), "1"),
        (declare(ONE, "own"), "1"),
        (declare(ONE_WITH_OTHER_KINDS, "own/1"), "1"),
        (declare(ONE_WITH_OTHER_KINDS), "1"),
        (declare(TWO, "own", end=date(2025, 7, 31)), "1"),
        (declare(TWO, "own/2"), "2"),
        (declare(TWO), "2"),
        (declare(TWO, "own", start=date(2025, 9, 1)), "2"),
        (declare(TWO, "own", grade="高一"), "2"),
        (declare(TWO, "own", purpose="allowance"), "2"),
        (declare(attrs.evolve(TWO, id="other"), "other"), "2"),
    ],
)  # fmt: skip
def test_the_adopted_version_stays_unless_another_is_named_or_another_day(declared: Declaration, digest: str) -> None:
    """By name alone, or with the adopted version's number; a file of one's own stays where only the fact kinds differ."""
    kept = keep_adopted_rulebooks(REGISTER, declared)

    assert ([digest], [digest]) == ([a.rulebook for a in kept.adoptions], [text.digest for text in kept.rulebooks])
    assert declared.adoptions[0].end == kept.adoptions[0].end
    assert [] == find_kept_rulebooks(REGISTER, kept)


def test_others_stay_as_they_are_declared() -> None:
    """One adoption is kept, a second one of the newer version begins later."""
    later = Adoption(rulebook="2", start=date(2025, 9, 1))
    first = declare(TWO, "own")
    both = attrs.evolve(first, adoptions=(*first.adoptions, later))

    kept = keep_adopted_rulebooks(REGISTER, both)

    assert ["1", "2"] == [adoption.rulebook for adoption in kept.adoptions]
    assert (ONE, TWO) == kept.rulebooks
    assert [(ONE, TWO)] == [(each.adopted, each.offered) for each in find_kept_rulebooks(REGISTER, both)]
