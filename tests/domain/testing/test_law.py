"""A law is tried on made-up histories; where it does not hold, the smallest one is handed over."""

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given

from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.messages import Message
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from bzr_domain.testing import LAWS, Law, LawBroken, histories, read_history
from bzr_domain.testing.strategies import CLASS, TEACHER, write_row
from tests.domain.testing.test_laws import FACTS, case
from tests.support.builders import HEAD, KINDS, monthly, small_book, stated

FINDINGS = (
    '[[clause]]\nid = "c"\ntitle = "卫生"\ncite = "一"\ninto = "x"\nfacts = "hygiene.finding"\npoints = {points}\n'
)


def book(points: str) -> Book:
    """A rulebook with one clause: so many points for each place found dirty."""
    return small_book(FINDINGS.replace("{points}", points))


NEVER_A_GAIN = Law(
    name="never-a-gain",
    sentence=Message("卫生不合格不加分", "a finding gives no points"),
    holds=lambda case: case.score().total <= 0,
)


def test_a_rulebook_that_keeps_a_law_passes() -> None:
    """Nothing is raised, and the law was tried as often as asked for."""
    NEVER_A_GAIN.check(book("-1"))

    trial = NEVER_A_GAIN.try_on(book("-1"), examples=30)

    assert (NEVER_A_GAIN, 30, None) == (trial.law, trial.tried, trial.broken)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)
def test_the_shipped_rulebook_keeps_the_published_laws(law: Law) -> None:
    """As one would test a rulebook of one's own."""
    law.check(monthly(), examples=3)


def test_a_rulebook_with_a_wrong_sign_is_found_out_by_one_fact() -> None:
    """Points given where they should be taken: the smallest history that shows it is one place found dirty, once."""
    with pytest.raises(LawBroken) as raised:
        NEVER_A_GAIN.check(book("1"))

    broken = raised.value
    (found,) = broken.facts
    assert ("hygiene.finding", 1, CLASS) == (found.kind, found.count, found.class_id)
    assert (NEVER_A_GAIN, broken.facts) == (broken.law, broken.case.facts)
    assert str(broken) == broken.message.zh
    zh, en = broken.message.zh.splitlines(), broken.message.en.splitlines()
    assert "规律“卫生不合格不加分”(never-a-gain),小规则(small):不成立" == zh[0]
    assert "law 'never-a-gain' under small: broken" == en[0]
    assert f"  2023-08,截至{broken.case.as_of}:总分1.00、x 1.00" == zh[1]
    assert f"  2023-08, as of {broken.case.as_of}: total 1.00, x 1.00" == en[1]
    assert zh[2].startswith("  学期2023-08-28至")
    assert en[2].startswith("  term 2023-08-28 to ")
    assert f"  {{'date': '{found.on}', 'class': 'g1c1', 'fact': 'hygiene.finding'}}" == zh[3] == en[3]
    assert 4 == len(zh) == len(en)


@pytest.mark.parametrize("per", ["day", "week", "2 weeks", "term", "year"])
def test_a_rulebook_is_tried_over_periods_of_its_own_length(per: str) -> None:
    """Whatever it has a total for, and not the month alone."""
    head = HEAD.replace('title = "小规则"', f'title = "小规则"\nper = "{per}"')
    clause = FINDINGS.replace("{points}", "1").replace('"x"', '"total"')

    with pytest.raises(LawBroken) as raised:
        NEVER_A_GAIN.check(parse_rulebook(head + clause, KINDS), examples=30)

    assert per == raised.value.case.period.per
    assert 1 == len(raised.value.facts)


def test_a_law_can_say_what_came_out() -> None:
    """A message is a no with its reason; a law without a sentence goes by its name; no fact is needed to break one."""
    law = Law(name="never-zero", holds=lambda _: Message("总分为0", "the total is 0"))

    with pytest.raises(LawBroken) as raised:
        law.check(book("-1"), examples=1)

    assert () == raised.value.facts
    assert "规律“never-zero”(never-zero),小规则(small):总分为0" == raised.value.message.zh.splitlines()[0]
    assert "  一条事实也没有" == raised.value.message.zh.splitlines()[-1]
    assert "  no fact at all" == raised.value.message.en.splitlines()[-1]


def test_the_same_histories_are_tried_every_time() -> None:
    """What broke yesterday breaks today, with the same facts."""
    first, second = (NEVER_A_GAIN.try_on(book("1")).broken for _ in range(2))

    assert first is not None
    assert second is not None
    assert first.case == second.case


def test_another_engine_is_held_to_the_same_laws() -> None:
    """An engine that adds a point to every total is found out without any fact."""

    def one_more(*arguments: Any) -> Any:
        statement = stated(case().scorer(*arguments))
        return attrs.evolve(statement, total=statement.total + 1)

    broken = LAWS[0].try_on(book("-1"), scorer=one_more).broken

    assert broken is not None
    assert () == broken.facts
    assert "不成立:total:1.00 ≠ 0.00" == broken.reason.zh


def test_what_is_no_rulebook_is_a_wrong_call() -> None:
    """A name is not a rulebook: reading one is the caller's."""
    with pytest.raises(TypeError, match=r"a rulebook is what .*load_rulebook returns, not a str"):
        LAWS[0].check("monthly-quantified")  # type: ignore[arg-type]


def test_a_law_that_forgets_to_answer_is_a_wrong_call() -> None:
    """A function without a return would otherwise hold for ever."""
    law = Law(name="silent", holds=lambda case: case.facts and None)  # type: ignore[arg-type, return-value]

    with pytest.raises(TypeError, match="'silent' has to return True, False or a Message, not"):
        law.check(book("-1"))


@given(histories(monthly()))
def test_a_case_scores_a_history_in_the_place_of_its_facts(events: Any) -> None:
    """Its voids and corrections taken into account: as if what stands now had been recorded so."""
    standing = tuple(each.fact for each in read_history(events) if each.voided_by is None)

    assert case().score(events).total == attrs.evolve(case(), facts=standing).score().total


def test_a_case_knows_its_rulebook() -> None:
    """The one that it was drawn for."""
    assert monthly() == case(*FACTS).book


def test_a_fact_is_written_as_the_row_that_records_it() -> None:
    """By the headers of a sheet, with the fields of its own; a count of one is left out."""
    fact = Fact(kind="return", on=date(2024, 9, 3), class_id=CLASS, teacher=TEACHER, own=(("due", "2024-09-02"),))

    assert {
        "date": "2024-09-03",
        "class": "g1c1",
        "teacher": "t01",
        "fact": "return",
        "due": "2024-09-02",
    } == write_row(fact)


def test_the_laws_are_named() -> None:
    """No name twice, each with a sentence in both languages."""
    assert len({law.name for law in LAWS}) == len(LAWS)
    assert all(law.sentence.zh != law.sentence.en for law in LAWS)
