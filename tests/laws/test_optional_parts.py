"""Law of parts that may be missing (可缺): the word moves no figure; it says only what is told of a missing part."""

from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.facts.fact import Fact
from tests.support.effort import fewer
from tests.support.schools import node, of, state, total

PARTS = ("学生", "家长", "领导")
MARKS = st.lists(st.tuples(st.sampled_from(PARTS), st.integers(0, 100)), max_size=8)


def rules(word: str, joined: str) -> str:
    """Three who may rate an item, which takes their marks as `joined` says, beside another item."""
    marks = 'facts = "survey.score"\nnumber = "value"\ntake = "mean"\n'
    parts = (node("clause", part, f'{marks}where.level = "{part}"\n{word}', "rated") for part in PARTS)
    return total("base = 10") + node("item", "rated", joined, "total") + "".join(parts)


@fewer(60)
@given(MARKS, st.sampled_from(["", 'take = "mean"', 'take = "highest"', "base = 5", 'weight = "30%"']))
def test_a_part_that_may_be_missing_moves_no_figure(marks: list[tuple[str, int]], joined: str) -> None:
    """Total and item are the same with the word and without; who did not rate is listed without it, and with it nobody is."""
    facts: list[Fact] = [
        of("a", "survey.score", level=part, value=str(mark), item="x", teacher="ta") for part, mark in marks
    ]
    rated = {part for part, _ in marks}

    plain, optional = state(rules("", joined), facts), state(rules("optional = true", joined), facts)

    assert (plain.total, plain.items[0].score) == (optional.total, optional.items[0].score)
    assert tuple(part for part in PARTS if part not in rated) == plain.not_assessed
    assert (() if rated or "base" in joined else ("rated",)) == optional.not_assessed
