"""However facts are asked for, they are the same facts: read one at a time by position, or listed by class and day."""

import json
from collections.abc import Mapping
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters import BzrError, Fact, School
from bzr_adapters.front_door.answers import Answers
from bzr_adapters.testing import Clock, create_school
from tests.support.effort import fewer

CLASSES = ("g1c1", "g1c2")
KINDS: tuple[Mapping[str, object], ...] = (
    {"fact": "卫生不合格", "count": 2},
    {"fact": "沟通效果", "grade": "好"},
    {"fact": "集会缺席"},
)
DAYS = (date(2024, 9, 3), date(2025, 1, 17), date(2025, 2, 17), date(2025, 3, 3))
Step = tuple[str, int, date, str, Mapping[str, object]]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["record", "record", "void", "move"]),
        st.integers(0, 9),
        st.sampled_from(DAYS),
        st.sampled_from(CLASSES),
        st.sampled_from(KINDS),
    ),
    min_size=3,
    max_size=16,
)
"""What is done, to which fact, on which day, in which class, of which kind."""


def take_steps(steps: list[Step]) -> tuple[School, list[int]]:
    """A school in which facts were recorded, voided, and moved to other days and classes; and where it stood after each."""
    school = create_school(clock=Clock("2025-04-01T09:00+08:00"))
    me = school.acting("李老师")
    facts: list[str] = []
    heads: list[int] = []
    for verb, number, day, where, kind in steps:
        if verb == "record":
            facts += me.record([{"date": day, "class": where, **kind}]).new
        elif facts and verb == "void":
            me.void(facts[number % len(facts)], reason="误记")
        elif facts:
            move_fact(school, facts[number % len(facts)], day, where)
        heads.append(school.head())
    return school, heads


def move_fact(school: School, fact: str, day: date, where: str) -> None:
    """Correct a fact to another day and class, as far as the rules let that be done."""
    teacher = {"g1c1": "t01", "g1c2": "t02"}[where]
    changes: dict[str, object] = {"date": day, "class": where}
    if school.fact(fact).teacher:
        changes["teacher"] = teacher
    try:
        school.acting("李老师").correct(fact, changes, reason="记错了")
    except BzrError as refused:
        assert refused.code == "fact.void"


def check_lists(asked: Answers, class_: str | None, kind: str | None) -> None:
    """Demand that the table, its parts, and the facts by position and by pages tell of the same facts."""
    table = asked.list_facts(class_, kind=kind).facts
    by_position = sorted(table, key=lambda fact: fact.position)

    assert [fact.to_dict() for fact in by_position] == [fact.to_dict() for fact in asked.facts(class_, kind=kind)]
    assert table == tuple(fact for part in asked.list_facts_in_parts(class_, kind=kind) for fact in part.facts)
    written = json.loads("".join(asked.write_facts(class_, kind=kind).write_json()))
    assert [fact.to_dict() for fact in table] == written["facts"]
    assert [fact for fact in by_position if fact.voided_by is None] == list(
        asked.facts(class_, kind=kind, voided=False)
    )
    paged, page = list[Fact](), list(asked.facts(class_, kind=kind, limit=2))
    while page:
        paged += page
        page = list(asked.facts(class_, kind=kind, after=page[-1].position, limit=2))
    assert by_position == paged


@fewer(10)
@given(steps=STEPS)
def test_facts_by_position_are_those_of_the_list(steps: list[Step]) -> None:
    """Of each class and kind, now and as known half-way, facts moved between classes and terms included."""
    school, heads = take_steps(steps)
    with school:
        for asked in (school, school.at(heads[len(heads) // 2])):
            for class_ in (None, *CLASSES):
                check_lists(asked, class_, None)
            check_lists(asked, None, "卫生不合格")
