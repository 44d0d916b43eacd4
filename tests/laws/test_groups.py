"""Laws of choosing among groups (取k组): what counts is what the groups come to, not in which order they were recorded."""

from collections import defaultdict
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.messages import BadRulebook
from tests.support.effort import fewer
from tests.support.schools import node, of, rules, total, worth

LATE = '[[kind]]\nid = "late"\ntitle = "迟到"\nfields = { count = {}, student = "text" }\n'
MOST = 4
DRAWN = st.lists(st.tuples(st.sampled_from("甲乙丙丁戊"), st.integers(1, 3), st.integers(3, 27)), max_size=10)


def recorded(drawn: list[tuple[str, int, int]]) -> list[Fact]:
    """A fact for each student, count and day drawn; weekdays of September are school days, the others count as well."""
    return [
        attrs.evolve(of("a", "late", f"2024-09-{day:02}", count=count), own=(("student", student),))
        for student, count, day in drawn
    ]


def score(words: str, facts: list[Fact]) -> object:
    """What a clause per student comes to that takes 0.50 for each, 2 at most."""
    clause = node(
        "clause", "x", f'facts = "late"\nper = ["month", "student"]\npoints = -0.5\nmost = 2\n{words}', "total"
    )
    return worth(LATE + total() + clause, *facts)


@fewer(60)
@given(DRAWN, st.integers(1, 5), st.booleans())
def test_the_groups_that_count_are_the_highest_or_the_lowest(
    drawn: list[tuple[str, int, int]], count: int, high: bool
) -> None:
    """The sum of the k highest of what each student comes to, bounded by itself; so it is when recorded backwards."""
    times: dict[str, int] = defaultdict(int)
    for student, number, _ in drawn:
        times[student] += number
    values = sorted((-min(Decimal(2), Decimal(n) / 2) for n in times.values()), reverse=high)
    words = f"{'highest' if high else 'lowest'}_groups = {count}"

    assert score(words, recorded(drawn)) == sum(values[:count], Decimal(0))
    assert score(words, recorded(drawn[::-1])) == score(words, recorded(drawn))


STUDENTS = LATE.replace('student = "text"', 'student = { type = "student" }')
COUNTED = {
    "counts": "points = -0.5\nmost = 2",
    "distinct": "table = [{ from = 1, gives = 1 }]",
    "bars": "table = [{ from = 3, gives = 1 }]",
    "grades": "table = [{ from = 5, gives = -3 }, { from = 2, gives = -1 }]",
    "lowest": "points = -1\nlowest_groups = 2",
}


@fewer(30)
@given(DRAWN, st.permutations("甲乙丙丁戊"), st.sampled_from(sorted(COUNTED)))
def test_students_are_told_apart_and_nothing_else(
    drawn: list[tuple[str, int, int]], others: list[str], counted: str
) -> None:
    """Other pseudonyms in the place of the students' change no figure; one for all of them counts as one student."""
    renamed = [(dict(zip("甲乙丙丁戊", others, strict=True))[student], count, day) for student, count, day in drawn]
    words = f'facts = "late"\nper = ["month", "student"]\n{COUNTED[counted]}'
    book = STUDENTS + total() + node("clause", "x", words, "total")

    assert worth(book, *recorded(renamed)) == worth(book, *recorded(drawn))
    if counted == "distinct":
        assert worth(book, *recorded(drawn)) == len({student for student, _, _ in drawn})


@fewer(30)
@given(st.text(st.characters(categories=("L", "N")), min_size=1), st.sampled_from(["where.student", "except.student"]))
def test_no_rule_names_a_student(name: str, word: str) -> None:
    """By a name, a number or a pseudonym, to count the student or to excuse one; whether there is one may be asked."""
    asked = f'facts = "late"\npoints = -1\n{word}'
    for written in (f'= "{name}"', f'= ["{name}", "student:{"a" * 16}"]', f'.under = "{name}"'):
        with pytest.raises(BadRulebook) as caught:
            rules(STUDENTS + total() + node("clause", "x", f"{asked}{written}", "total"))
        assert {"rulebook.mismatch"} == {problem.code for problem in caught.value.problems}

    assert rules(STUDENTS + total() + node("clause", "x", f"{asked}.given = true", "total")).nodes
