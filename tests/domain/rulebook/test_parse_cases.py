"""A clause with cases (情形): each fact takes the case whose tests it passes, else the base rule; overlaps are refused."""

import pytest

from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.messages import BadRulebook
from bzr_domain.rulebook.lint import lint_rulebook
from bzr_domain.rulebook.paraphrase import paraphrase_node
from tests.support.builders import fact, item, small_book, states

KIND = """
[[kind]]
id = "late"
title = "迟到登记"
fields.count = {}
fields.level = ["轻微", "严重", "特别严重"]
fields.value = { from = 0, upto = 100 }
fields.reason = { type = "text", optional = true }
"""
CLAUSE = '[[clause]]\nid = "c"\ntitle = "每次扣1分,严重扣3分"\ncite = "某处"\ninto = "x"\nfacts = "late"\n'
GRAVE = '{ where.level = "严重", points = -3 }'


def late(level: str = "轻微", count: int = 1, value: str = "0", reason: str = "", note: str | None = None) -> Fact:
    """A lateness of a level."""
    own = (("reason", reason),) if reason else ()
    return fact("late", level=level, count=count, value=value, note=note, own=own)


def parts(words: str, *facts: Fact) -> dict[str, str]:
    """What each case of the clause comes to, and the item as `x`."""
    line = item(states(facts, small_book("base = 20\n" + CLAUSE + words + KIND)), "x")
    (clause,) = line.clauses
    return {"x": str(line.score), **{part.id.removeprefix("c/"): str(part.points) for part in clause.parts}}


def refused(words: str) -> list[str]:
    """What is said of a clause with these words."""
    with pytest.raises(BadRulebook) as caught:
        small_book(CLAUSE + words + KIND)
    return [problem.what.zh for problem in caught.value.problems]


def open_codes(words: str) -> list[tuple[str, str]]:
    """What lint asks about the clause."""
    findings = lint_rulebook(small_book(CLAUSE + words + KIND)).open
    return [(finding.code, finding.what.zh) for finding in findings if finding.key.startswith("c")]


def test_each_fact_takes_its_case_and_the_rest_the_base_rule() -> None:
    """Each fact counts once, by the price of its case; one of no case by the base rule."""
    words = f'points = -1\ncases = [{GRAVE}, {{ where.level = "特别严重", points = -5 }}]'
    facts = (late(count=2), late("严重"), late("特别严重"))
    assert parts(words, *facts) == {"x": "10.00", "1": "-3.00", "2": "-5.00", "else": "-2.00"}


def test_an_exception_excuses_in_every_case() -> None:
    """公事除外 holds for the whole clause."""
    words = f'points = -1\nexcept.reason = "公事"\ncases = [{GRAVE}]'
    assert parts(words, late("严重", reason="公事"), late(reason="公事"), late("严重"))["x"] == "17.00"


def test_bounds_of_the_clause_bind_all_cases_together_and_those_of_a_case_that_case() -> None:
    """最多扣4分 is said of the clause, 其中严重的最多扣3分 of a case."""
    both = f"points = -1\nmost = 4\ncases = [{GRAVE}]"
    assert parts(both, late("严重", count=3), late())["x"] == "16.00"
    one = 'points = -1\ncases = [{ where.level = "严重", points = -3, most = 3 }]'
    assert parts(one, late("严重", count=3), late())["x"] == "16.00"


def test_a_case_replaces_the_group_of_which_it_says_a_word_and_keeps_the_others() -> None:
    """An allowance of the base rule is not the case's, unless the case says no scale of its own."""
    free = f"free = 3\npoints = -1\ncases = [{GRAVE}]"
    assert parts(free, late(count=2), late("严重"))["x"] == "17.00"
    measured = (
        'number = "value"\ntake = "highest"\npoints = "-10%"\ncases = [{ where.level = "严重", points = "-20%" }]'
    )
    facts = (late(value="50"), late(value="30"), late("严重", value="20"), late("严重", value="10"))
    assert parts(measured, *facts) == {"x": "11.00", "1": "-4.00", "else": "-5.00"}
    counted = 'number = "value"\ntake = "total"\npoints = -1\ncases = [{ where.level = "严重", number = "count" }]'
    assert parts(counted, late(value="3"), late("严重", value="90"))["x"] == "16.00"


def test_blocks_and_the_rounding_of_the_whole_stand_where_they_belong() -> None:
    """Rounding of blocks belongs to the base rule, that of the result to the clause."""
    blocks = f'block = 2\nrounding = "down"\npoints = -1\ncases = [{GRAVE}]'
    assert parts(blocks, late(count=3), late("严重"))["x"] == "16.00"
    whole = 'points = -0.3\nround = 1\nrounding = "up"\ncases = [{ where.level = "严重", points = -0.5 }]'
    assert parts(whole, late(), late("严重"))["x"] == "19.00"


def test_cases_go_with_records_by_themselves() -> None:
    """Each record is scaled by itself, in its case."""
    words = f'per = ["month", "fact"]\nblock = 2\nrounding = "up"\npoints = -1\ncases = [{GRAVE}]'
    assert parts(words, late(count=1), late(count=1), late("严重"))["x"] == "15.00"


def test_several_kinds_and_a_case_of_one_of_them() -> None:
    """迟到扣1,旷课扣3,其余扣0.5: cases of a list of kinds name the kind."""
    words = 'points = -0.5\ncases = [{ title = "卫生", where.kind = "hygiene.finding", points = -1 }]'
    rules = "base = 20\n" + CLAUSE.replace('"late"', '["late", "hygiene.finding", "safety.violation"]') + words + KIND
    facts = [fact("hygiene.finding"), fact("safety.violation", count=2)]
    assert item(states(facts, small_book(rules)), "x").score == 18


def test_a_case_says_its_tests_and_the_rest_says_what_it_is_without() -> None:
    """The document shows the base rule and each case in words."""
    book = small_book(CLAUSE + f"points = -1\ncases = [{GRAVE}]" + KIND)
    words = {key: "".join(message.zh for message in paraphrase_node(book, book.nodes[key])) for key in book.nodes}
    assert "每条记录只归一种情形" in words["c"]
    assert "本情形限:级别为严重" in words["c/1"]
    assert "不含前面各种情形的" in words["c/else"]
    assert [book.nodes["c/1"].title, book.nodes["c/else"].title] == ["情形1:严重", "其余"]


OVERLAPS = {
    "steps of one scale": ('where.level.from = "严重"', 'where.level = "特别严重"'),
    "numbers": ("where.value.from = 60", "where.value.from = 90"),
    "equal words": ('where.note = "甲"', 'where.note = "甲"'),
    "a step and a text": ('where.level = "严重"', 'where.reason = "公事"'),
}


@pytest.mark.parametrize("name", OVERLAPS)
def test_two_cases_that_can_fit_one_fact_are_refused_with_both_named(name: str) -> None:
    """A fact with two prices has none: 两种情形都合."""
    first, second = OVERLAPS[name]
    (problem,) = refused(f"points = -1\ncases = [{{ {first}, points = -2 }}, {{ {second}, points = -3 }}]")
    assert "情形1" in problem
    assert "情形2" in problem


APART = {
    "steps of one scale": ('where.level = "严重"', 'where.level.from = "特别严重"'),
    "numbers": ("where.value.under = 60", "where.value.from = 60"),
    "words": ('where.note = "甲"', 'where.note = "乙"'),
    "one of two fields": ('where.level = "严重", where.note = "甲"', 'where.level = "特别严重", where.reason = "乙"'),
    "what the clause leaves": ('where.level = "轻微"', 'where.level = "特别严重"'),
}


@pytest.mark.parametrize("name", APART)
def test_two_cases_that_no_fact_can_fit_are_taken(name: str) -> None:
    """One field that tells them apart is enough, and neither lint nor the parser asks."""
    first, second = APART[name]
    words = f"points = -1\ncases = [{{ {first}, points = -1 }}, {{ {second}, points = -3 }}]"
    assert open_codes(words) == []


def test_where_the_text_does_not_tell_the_first_case_counts_and_lint_asks() -> None:
    """Two texts that no scale lists: the first that fits takes the fact, and never silently."""
    words = 'points = 0\ncases = [{ where.note = "甲", points = -1 }, { where.reason = "乙", points = -3 }]'
    assert parts(words, late(note="甲", reason="乙")) == {"x": "19.00", "1": "-1.00", "2": "0.00", "else": "0.00"}
    assert open_codes(words) == [("cases-may-overlap", "“情形1:甲”与“情形2:乙”可能都合")]
    assert open_codes('reading = "先看地点"\nsettles = ["cases-may-overlap"]\n' + words) == []


BESIDE_WHERE = {
    "a scale": ('where.level.from = "严重"\n', 'where.level = "特别严重"', 'where.level = "轻微"'),
    "a number": ("where.value.from = 10\n", "where.value.from = 60", "where.value.under = 5"),
}


@pytest.mark.parametrize("name", BESIDE_WHERE)
def test_a_case_narrows_what_the_clause_lets_through(name: str) -> None:
    """Tests of the clause and of the case on one field hold both; a case that nothing can fit never counts."""
    where, possible, impossible = BESIDE_WHERE[name]
    facts = (late("特别严重", value="70"), late("严重", value="20"), late("轻微", value="0"))
    words = f"{where}points = -1\ncases = [{{ {possible}, points = -3 }}]"
    assert parts(words, *facts) == {"x": "16.00", "1": "-3.00", "else": "-1.00"}
    codes = [code for code, _ in open_codes(f"{where}points = -1\ncases = [{{ {impossible}, points = -3 }}]")]
    assert codes == ["never-counts"]


def test_lint_reports_a_fault_of_a_case_with_its_clause() -> None:
    """A figure that the clause's words do not print, named by its case; `settles` of the clause settles it."""
    words = 'points = -1\ncases = [{ where.level = "严重", points = -4 }]'
    assert open_codes(words) == [("figure-not-in-title", "情形1:严重:原文里没有4这个数字")]
    assert open_codes('reading = "按现行标准"\nsettles = ["figure-not-in-title"]\n' + words) == []


REFUSED = [
    ("points = -1\ncases = []", "cases:应为各种情形的列表,每种写明条件,如 [{ where.level = “严重”, points = -3 }]"),
    ("points = -1\ncases = [{ points = -3 }]", "cases:应为各种情形的列表,每种写明条件,如 [{ where.level = “严重”, points = -3 }]"),
    (f"cases = [{GRAVE}]", "points:必须写明不属于任何情形的怎么计分;不计分写 points = 0"),
    (f'points = 1\nrank = "high"\namong = "school"\nties = "best"\ncases = [{GRAVE}]', "rank:不能与 cases 一起写:名次与取几组是一条的,不是一种情形的"),
    (f'per = ["month", "reason"]\npoints = -1\nmost = 3\ncases = [{GRAVE}]', "most:按栏目分别计算时,限度写在各种情形里"),
    ('points = -1\ncases = [{ where.levl = "严重", points = -3 }]', "where.levl:“迟到登记”没有这一栏"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "said"), REFUSED)
def test_what_cannot_stand_with_cases_is_refused(words: str, said: str) -> None:
    """Each misuse is named with its word."""
    assert said in [line.split(":", 1)[1] for line in refused(words)]


def test_each_wrong_word_is_named_once_where_it_stands() -> None:
    """A word of a case is named with the case, one of the clause once only, though every case shares it."""
    words = 'free = "x"\npoints = -1\nsince = 2024\ncases = [{ where.level = "严重", point = -3 }, { where.level = "轻微", most = -1 }]'
    assert sorted(refused(words)) == [
        "clause c cases 1:point:没有这个词",
        "clause c cases 2:most:不能小于0:两个方向都以它为限",
        "clause c:free:应为数,而不是“x”",
        "clause c:since:应为日期,如 2024-09-01,不加引号,而不是“2024”",
    ]


def test_cases_need_facts_and_nothing_else_goes_into_them() -> None:
    """Scores have no cases, and a clause with cases gathers no other clause."""
    scores = CLAUSE.replace('facts = "late"', 'scores = "total"') + f"points = -1\ncases = [{GRAVE}]"
    with pytest.raises(BadRulebook) as caught:
        small_book(scores + KIND)
    assert "clause c:cases:只能与 facts 一起写" in [problem.what.zh for problem in caught.value.problems]
    into = CLAUSE.replace('id = "c"', 'id = "d"').replace('into = "x"', 'into = "c"')
    assert any("自己计分,不汇集别的条款" in line for line in refused(f"points = -1\ncases = [{GRAVE}]\n{into}"))
