"""A deadline as the law counts it: put off where its last day is no working day, and missing from the day after it (民法典第二百零三条)."""

from datetime import date

import attrs
import pytest

from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.messages import BadRulebook
from bzr_domain.rulebook.paraphrase.number_and_measure import describe_number
from bzr_domain.scoring.statement import Statement
from tests.support.schools import node, of, rules, state, total

PLAN = (
    'per = "term"\nfacts = "papers.submitted"\nwhere.level = "计划"\nnumber = "late"\ndeadline = "start + 14 days"\n'
    'take = "lowest"\ntable = [{ upto = 0, gives = 2 }, { gives = -1 }]\nempty = -2'
)


def handed_in(day: str) -> Fact:
    """The plan of class a, handed in on a day."""
    return of("a", "papers.submitted", day, level="计划", grade="完整", teacher="ta")


def plan(words: str, *days: str, as_of: str = "2025-01-31") -> Statement:
    """The statement of the autumn term under one clause, as of a day."""
    text = total('per = "term"') + node("clause", "x", words, "total")
    return state(text, [handed_in(day) for day in days], period="2024-autumn", as_of=date.fromisoformat(as_of))


@pytest.mark.parametrize(
    ("deadline", "in_time", "late"),
    [
        ("start + 14 days", "2024-09-18", "2024-09-19"),
        ("start + 12 days", "2024-09-14", "2024-09-18"),
        ("start + 13 days", "2024-09-18", "2024-09-19"),
        ("start + 4 days", "2024-09-06", "2024-09-07"),
        ("start + 5 days", "2024-09-09", "2024-09-10"),
        ("end", "2025-01-17", None),
    ],
)
def test_a_last_day_without_school_is_put_off(deadline: str, in_time: str, late: str | None) -> None:
    """The 16th and the 17th are holidays, the 14th is a Saturday with school, the 7th one without, the 15th a Sunday."""
    words = PLAN.replace("start + 14 days", deadline)

    assert 2 == plan(words, in_time).total
    assert late is None or -1 == plan(words, late).total


def test_outside_a_term_a_working_day_is_a_weekday() -> None:
    """Three days after the last day of term, a Friday, is a Monday; one day after it is put off to that Monday too."""
    text = total('per = "term"') + node(
        "clause", "x", PLAN.replace("start + 14 days", "asked + 1 days").replace("papers.submitted", "paper"), "total"
    )
    text = '[[kind]]\nid = "paper"\ntitle = "材料"\nfields = { asked = "date", level = ["计划"] }\n' + text

    def late(asked: str) -> Statement:
        fact = attrs.evolve(of("a", "paper", "2025-01-17", level="计划"), own=(("asked", asked),))
        return state(text, [fact], period="2024-autumn")

    assert [2, 2, -1] == [late(asked).total for asked in ("2025-01-17", "2025-01-16", "2025-01-15")]


def test_what_is_missing_counts_from_the_day_after() -> None:
    """On the 18th it is not due; on the 19th it is −2 and can still change; at the end of term it stands."""
    waiting, missing, closed = (plan(PLAN, as_of=day) for day in ("2024-09-18", "2024-09-19", "2025-01-17"))

    assert [0, -2, -2] == [each.total for each in (waiting, missing, closed)]
    assert [("x",), (), ()] == [each.not_yet_due for each in (waiting, missing, closed)]
    assert [True, True, False] == [each.provisional for each in (waiting, missing, closed)]


def test_what_is_handed_in_counts_at_once() -> None:
    """On time: two points on the same day; late: −1 in place of −2."""
    early, late = plan(PLAN, "2024-09-03", as_of="2024-09-03"), plan(PLAN, "2024-10-08", as_of="2024-10-08")

    assert [2, -1] == [each.total for each in (early, late)]
    assert [True, True] == [each.provisional for each in (early, late)]


def test_due_keeps_its_calendar_days_and_waits_for_the_end() -> None:
    """The same clause with `due`: the 17th is late although it is a holiday, and nothing is missing before the end."""
    words = PLAN.replace("deadline", "due")

    assert [2, -1] == [plan(words, day).total for day in ("2024-09-16", "2024-09-17")]
    assert ("x",) == plan(words, as_of="2025-01-16").not_yet_due


def test_only_one_of_both_can_be_said() -> None:
    """`due` beside `deadline`, and `deadline` without lateness, are refused; a bad one is named by its own word."""
    for words, expected in (
        (PLAN + '\ndue = "end"', "不能与 deadline 一起写"),
        ('facts = "hygiene.finding"\ndeadline = "end"', "只能与 number = “late” 一起写"),
        (PLAN.replace("start + 14 days", "some day"), "读不懂期限“some day”"),
    ):
        with pytest.raises(BadRulebook) as refused:
            rules(total('per = "term"') + node("clause", "x", words, "total"))
        assert expected in " ".join(str(problem) for problem in refused.value.problems)


def test_it_is_read_back() -> None:
    """The paraphrase says that the last day is put off, and when what is missing counts."""
    book = rules(total('per = "term"') + node("clause", "x", PLAN, "total"))

    assert ["顺延" in str(part) for part in describe_number(book, book.nodes["x"])] == [False, True]
