"""Laws of purposes (用途): what is adopted for another one moves no statement of the usual one, and the other way round."""

from datetime import timedelta

import attrs
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.register.declaration import Declaration, find_declaration_problems
from bzr_domain.register.roster import Adoption, RulebookText, SchoolProfile
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.assessment import assess_class
from bzr_domain.scoring.statement import Statement
from bzr_domain.testing.laws import list_figures
from bzr_domain.testing.strategies import FIRST_DAY, cases
from tests.support.books import books
from tests.support.builders import as_current_facts
from tests.support.effort import fewer

WORDS = st.sampled_from(["allowance", "津贴", "a b"])


@fewer(60)
@given(data=st.data(), book=books(), other=books(), purpose=WORDS, days=st.integers(-40, 100))
def test_a_rulebook_for_another_purpose_moves_nothing(
    data: st.DataObject, book: Book, other: Book, purpose: str, days: int
) -> None:
    """A school adopts another rulebook for a purpose, from any day on: nothing competes, and no figure moves."""
    case = data.draw(cases(book, max_facts=6))
    usual = case.register
    added = Adoption(rulebook=other.digest, start=FIRST_DAY + timedelta(days=days), purpose=purpose)
    both = attrs.evolve(usual, adoptions=(added, *usual.adoptions))
    known = {**case.books, other.digest: other}
    facts = as_current_facts(case.facts)

    before, after = (
        assess_class(register, known, case.class_id, case.period, facts, case.as_of)
        for register in (usual, both.for_purpose(""))
    )

    assert isinstance(before, Statement)
    assert isinstance(after, Statement)
    assert list_figures(before) == list_figures(after)
    assert (added,) == both.for_purpose(purpose).adoptions
    assert [] == find_declaration_problems(declare(both.adoptions))


def declare(adoptions: tuple[Adoption, ...]) -> Declaration:
    """A declaration of some adoptions alone."""
    digests = {adoption.rulebook for adoption in adoptions}
    texts = tuple(RulebookText(id="r", version=1, digest=digest, text="…", kinds="…") for digest in digests)
    school = SchoolProfile(name="示例中学", timezone="Asia/Shanghai")
    return Declaration(school=school, adoptions=adoptions, rulebooks=texts)
