"""What lint asks about and what it leaves alone, where the two are close."""

import pytest

from bzr_domain.rulebook.lint import lint_rulebook
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from tests.domain.rulebook.lint.texts import (
    CLAUSE,
    FINE,
    GOING,
    LABELS,
    MANY,
    MARK,
    OWN,
    PLAIN,
    READS,
    SCORES,
    clause,
    codes,
)
from tests.support.builders import HEAD, KINDS, small_book


def two(first: str, second: str, facts: str = 'facts = "o.k"\npoints = -1\n') -> str:
    """Two clauses that deduct for the same kind, each with words of its own."""
    return OWN + clause("a", facts + first) + clause("b", facts + second)


APART = {
    "words of a scale": ('where.level = "轻"', 'where.level = "重"'),
    "an exception and a test": ('except.level = "轻"', 'where.level = "轻"'),
    "numbers": ("where.count.from = 3", "where.count.under = 3"),
    "a number but for an exception": ("where.count.from = 3\nexcept.count.from = 5", "where.count.from = 5"),
    "months": ("where.month_no = [11, 12, 1]", "where.month_no = [9, 10]"),
    "free text": ('where.item = "甲"', 'where.item = "乙"'),
    "days of the year": ('where.month_day.upto = "10-31"', 'where.month_day.over = "10-31"'),
    "days of one year": ("where.on.under = 2025-01-01", "where.on = 2025-01-01"),
    "kinds": ('where.kind = "o.k"', 'where.kind = "other"'),
    "days": ("until = 2024-12-31", "since = 2025-01-01"),
    "days the other way round": ("since = 2025-01-01", "until = 2024-12-31"),
    "a stage and the others": ('when.stage = "junior"', 'unless.stage = "junior"'),
    "months of the class": ("when.month_no.from = 9", "unless.month_no.from = 9"),
    "an allowance after a bound": ("most = 3", "free = 3"),
}


@pytest.mark.parametrize("name", APART)
def test_two_clauses_that_tell_their_facts_apart_count_nothing_twice(name: str) -> None:
    """No fact, or no class on no day, is counted by both; an allowance is the other one's escalation."""
    assert "counted-twice" not in codes(two(*APART[name]))


TOGETHER = {
    "nothing said": ("", ""),
    "words of another field": ('where.level = "轻"', 'where.item = "甲"'),
    "a test that cannot be judged": ("where.level.given = true", "where.month_day.from = '09-01'"),
    "one stage of two": ('when.stage = ["junior", "senior"]', 'unless.stage = "junior"'),
    "a condition on another figure": ("when.month_no = 9", "when.students.from = 40"),
    "an exception on another field": (
        'where.level = "轻"\nexcept.item = "甲"',
        'except.month_day.from = "09-01"',
    ),
    "a limit known in the month only": ("when.years.from = 8", "when.years.from = 9"),
}


@pytest.mark.parametrize("name", TOGETHER)
def test_two_clauses_that_share_a_fact_count_it_twice(name: str) -> None:
    """Where a fact could be counted by both, lint asks."""
    assert "counted-twice" in codes(two(*TOGETHER[name]))


ASKED = {
    "a factor of nothing in every month": (
        clause("a", 'facts = "o.k"\njoins = "factor"\ntable = [{ from = 1, gives = 0 }, { gives = 0 }]') + OWN, "never-counts",
    ),
    "a deduction that nothing takes in": (OWN + FINE, "negative-pay"),
    "a mark of nothing": (clause("a", 'facts = "o.k"\npoints = 0') + OWN, "never-counts"),
    "a label below the lowest": (LABELS + READS + 'scores = "x"\nwhen.g.under = "差"\n', "never-applies"),
    "an exception that is always so": (READS + 'scores = "years"\nunless.years.from = 0\n', "never-applies"),
    "no grade at all": (READS + 'scores = "years"\nwhen.grade = []\n', "never-applies"),
    "rounding a half of few": (
        READS + 'scores = "years"\nrank = "high"\namong = "school"\nties = "best"\nrounding = "half-up"\n'
        'table = [{ under = "10%", gives = 1 }, { gives = 0 }]\n',
        "quota-can-be-empty",
    ),
    "a division that is paid": (
        OWN + READS + 'unit = "元"\nfacts = "o.k"\ndivide_by = "count"\npoints = 600', "round-unsaid",
    ),
    "bands of labels that overlap": (
        LABELS + READS + 'scores = "g"\ntable = [{ from = "差", upto = "好", gives = 2 }, { from = "好", gives = 1 }]\n',
        "row-never",
    ),
    "bands of labels that share one": (
        LABELS.replace('["差", "好"]', '["差", "中", "好"]')
        + READS
        + 'scores = "g"\ntable = [{ from = "中", upto = "好", gives = 2 }, { from = "差", upto = "中", gives = 1 }]\n',
        "bands-overlap",
    ),
    "a label that none of its clauses gives": (
        '[[outcome]]\nid = "r"\ntitle = "等"\nlabels = ["差", "中", "好"]\n' + CLAUSE.format("a", "甲").replace('"x"', '"r"')
        + 'labels = ["差", "中", "好"]\nscores = "x"\ntable = [{ from = 60, gives = "好" }, { gives = "中" }]\n',
        "label-never-given",
    ),
    "a hole below zero": (
        READS + 'scores = "x"\ntable = [{ over = 0, gives = 2 }, { under = 0, gives = 1 }]\n' + clause("a", MARK + "base = -50"),
        "bands-gap",
    ),
    "a divisor that is not set": (clause("a", MARK + 'divide_by = "unset"\nempty = 0'), "unset"),
    "a shortfall that a start hides": (
        clause("a", MARK + "where.value.from = 60\nshort_of = 50\nbase = 3\npoints = -1"), "never-exceeded",
    ),
    "a label that is always given": (LABELS + READS + 'scores = "x"\nwhen.g.given = false\n' + clause("a", 'facts = "safety.violation"\npoints = -1'), "never-applies"),
    "a label that is let and not let": (
        LABELS + READS + 'scores = "x"\nwhen.g = "好"\nunless.g.from = "差"\n', "never-applies",
    ),
    "a stage that is let and not let": (
        READS + 'scores = "x"\nwhen.stage = "junior"\nunless.stage = ["junior", "senior"]\n', "never-applies",
    ),
    "a condition on a label": (
        LABELS.replace('"好"', '"中"', 1) .replace('"中"]', '"中", "好"]') + READS + 'scores = "x"\nwhen.g.over = "好"\n',
        "never-applies",
    ),
    "what lies between two bands and falls to the rest": (
        READS + 'scores = "x"\ntable = [{ from = 60, gives = 2 }, { from = 50, upto = 59, gives = 1 }, { gives = 0 }]\n'
        + clause("a", MARK), "bands-gap",
    ),
    "the highest score of all that falls to the rest": (
        READS + 'scores = "x"\ntable = [{ from = 90, under = 100, gives = 2 }, { from = 80, under = 90, gives = 1 }, { gives = 0 }]\n'
        + clause("a", MARK), "bands-open-end",
    ),
    "two clauses of one number of the facts": (PLAIN + clause("a", GOING) + clause("b", GOING), "counted-twice"),
    "a number that is no quotient of the words": (
        clause("a", 'facts = "award.student"\npoints = 10', "200元-20元"), "figure-not-in-title",
    ),
    "early days of what is due on a day": (
        clause("a", 'facts = "papers.submitted"\nnumber = "late"\ndue = "day 20"\ntake = "lowest"\npoints = -0.5'), "early-counts",
    ),
    "labels from the highest down": (LABELS.replace('["差", "好"]', '["好", "一般", "差"]'), "scale-reversed"),
    "letters from the highest down": (
        READS + 'scores = "x"\nlabels = ["A", "B"]\ntable = [{ from = 60, gives = "A" }, { gives = "B" }]\n', "scale-reversed",
    ),
    "steps from the highest down": (OWN.replace('["轻", "重"]', '["省级", "市级", "校级"]') + FINE, "scale-reversed"),
    "a sum of two after other figures": (
        clause("a", 'facts = "safety.violation"\ntable = [{ is = 2, gives = -6 }, { is = 1, gives = -2 }, { gives = 0 }]', "第一次扣2分,第二次扣3分"),
        "figure-not-in-title",
    ),
    "a point off for each, where the words say five": (
        clause("a", 'facts = "safety.violation"\npoints = -1', "每次扣5分"), "figure-not-in-title",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ASKED)
def test_lint_asks_about(name: str) -> None:
    """Each of these is a place where a clerk would have to be told."""
    body, code = ASKED[name]

    assert code in codes(body)


QUIET = {
    "no share at all": (
        READS + 'scores = "years"\nrank = "high"\namong = "school"\nties = "best"\nrounding = "down"\n'
        'table = [{ upto = "0%", gives = 1 }, { gives = 0 }]\n',
        "quota-can-be-empty",
    ),
    "a share of which one is enough": (
        READS + 'scores = "years"\nrank = "high"\namong = "school"\nties = "best"\nrounding = "half-up"\n'
        'table = [{ upto = "50%", gives = 1 }, { gives = 0 }]\n',
        "quota-can-be-empty",
    ),
    "an item that gives nothing after an accident": (
        OWN + clause("a", 'facts = "o.k"\njoins = "factor"\ntable = [{ from = 1, gives = 0 }]'), "never-counts",
    ),
    "an item that an accident holds at 0": (
        OWN + clause("a", 'facts = "o.k"\njoins = "ceiling"\ntable = [{ from = 1, gives = 0 }]'), "never-counts",
    ),
    "a factor without end": (clause("a", MARK + 'joins = "factor"\nempty = 1'), "value-without-range"),
    "a bonus of a number that is a factor": (
        OWN + clause("a", 'facts = "o.k"\njoins = "factor"'), "bonus-unbounded",
    ),
    "a condition on a yes": (
        READS + 'facts = "safety.criminal"\ntable = [{ from = 1, gives = true }]\n[[outcome]]\nid = "q"\ntitle = "果"\n'
        'scores = "years"\nwhen.r = true\n',
        "never-applies",
    ),
    "half of whole yuan": (
        READS + 'unit = "元"\n' + CLAUSE.format("a", "甲").replace('"x"', '"r"') + 'unit = "元"\nscores = "years"\npoints = 600\n'
        + CLAUSE.format("b", "乙").replace('"x"', '"r"') + 'joins = "factor"\n'
        + MARK + "empty = 0\ntable = [{ from = 60, gives = 1 }, { gives = 0.5 }]\n",
        "round-unsaid",
    ),
    "a grade of no record": (
        '[[outcome]]\nid = "r"\ntitle = "等"\nlabels = ["差", "好"]\n' + CLAUSE.format("a", "甲").replace('"x"', '"r"')
        + 'labels = ["差", "好"]\n' + MARK + 'table = [{ from = 60, gives = "好" }, { gives = "差" }]\n',
        "empty-unsaid",
    ),
    "a clause that gives a part of the scale": (
        '[[outcome]]\nid = "r"\ntitle = "等"\nlabels = ["差", "中", "好"]\n' + CLAUSE.format("a", "甲").replace('"x"', '"r"')
        + 'labels = ["差", "中", "好"]\nscores = "x"\ntable = [{ from = 60, gives = "好" }, { gives = "中" }]\n'
        + CLAUSE.format("b", "乙").replace('"x"', '"r"') + 'joins = "ceiling"\nlabels = ["差", "中", "好"]\n'
        + 'facts = "safety.criminal"\ntable = [{ from = 1, gives = "差" }, { gives = "好" }]\n',
        "label-never-given",
    ),
    "a division by a field": (OWN + clause("a", 'facts = "o.k"\ndivide_by = "count"'), "round-unsaid"),
    "an allowance that is not set": (
        OWN + clause("a", 'facts = "o.k"\nfree = "unset"\npoints = "1/3"'), "round-unsaid",
    ),
    "a streak of no months": (
        clause("a", 'scores = "years"\ntable = [{ from = 60, gives = 1 }]').replace("[[clause]]", "[[value]]").replace('into = "x"\n', "")
        + clause("b", 'scores = "a"\nwhere.score = 1\ntake = "streak"\nreach = "ever"\ntable = [{ from = 2, gives = -5 }, { gives = 0 }]'),
        "empty-unsaid",
    ),
    "each record by itself": (
        clause("a", MARK.replace("mean", "last") + 'per = ["month", "fact"]\ntable = [{ from = 90, gives = 2 }, { gives = 0 }]'),
        "empty-unsaid",
    ),
    "a label that may be missing": (
        LABELS.replace(', { gives = "差" }', ', { under = 30, gives = "差" }') + READS + 'scores = "x"\nwhen.g.given = false\n',
        "never-applies",
    ),
    "a word that may be missing": (MANY + clause("a", 'facts = "o.m"\nwhere.how.given = false'), "never-counts"),
    "what no word excuses": (MANY + clause("a", 'facts = "o.m"\nexcept.how = ["轻", "重"]'), "never-counts"),
    "a day that may be missing": (MANY + clause("a", 'facts = "o.m"\nwhere.asked.given = false'), "never-counts"),
    "a day of some year": (MANY + clause("a", 'facts = "o.m"\nwhere.month_day = { from = "02-29", under = "03-01" }'), "never-counts"),
    "a score that some month has": (clause("a", MARK) + READS + SCORES + "where.score.under = 60\n", "never-counts"),
    "a label that some month has": (LABELS + READS + SCORES.replace('"x"', '"g"').replace('take = "total"', 'number = "count"') + 'where.score = "差"\n', "never-counts"),
    "a yes in some month": (
        READS.replace('"r"', '"y"') + 'facts = "safety.criminal"\ntable = [{ from = 1, gives = true }]\n'
        + READS + SCORES.replace('"x"', '"y"') + "where.score.given = true\n",
        "never-counts",
    ),
    "some months": (READS + SCORES + "where.on.from = 2024-09-01\n", "never-counts"),
    "a deduction that the pay takes in": (
        OWN + FINE + '[[outcome]]\nid = "p"\ntitle = "津贴"\nunit = "元"\ncite = "试"\nscores = "r"\nbase = 200\nfloor = 0\n',
        "negative-pay",
    ),
    "a clause from the day after": (
        OWN + clause("a", 'facts = "o.k"\nuntil = 2024-12-31') + clause("b", 'facts = "o.k"\nsince = 2025-01-01'), "days-gap",
    ),
    "a clause all along": (
        OWN + clause("a", 'facts = "o.k"\nuntil = 2024-12-31') + clause("b", 'facts = "o.k"') , "days-gap",
    ),
    "another clause after it": (
        OWN + clause("a", 'facts = "o.k"\nuntil = 2024-12-31') + clause("b", 'facts = "o.k"\nwhere.level = "轻"\nsince = 2025-03-01'),
        "days-gap",
    ),
    "no clause after it": (OWN + clause("a", 'facts = "o.k"\nuntil = 2024-12-31'), "days-gap"),
    "a gentle edge": (
        READS + 'scores = "x"\nwhen.x.from = 60\notherwise = 58\npoints = 1\n' + clause("a", MARK), "cliff",
    ),
    "an edge known in the month only": (
        READS + 'scores = "x"\nwhen.x.from = 60\notherwise = 0\npoints = "@years"\n' + clause("a", MARK), "cliff",
    ),
    "an edge where nothing is said": (
        READS + 'scores = "x"\nwhen.x.from = 60\npoints = 10\n' + clause("a", MARK), "cliff",
    ),
    "bands known in the month only": (
        READS + 'scores = "x"\ntable = [{ from = "@years", gives = 3 }, { upto = 2, gives = 1 }]\n', "bands-gap",
    ),
    "down to 0, where there is less to lose": (
        '[[item]]\nid = "y"\ntitle = "项"\ncite = "试"\ninto = "x"\nbase = 20\nfloor = 0\n'
        + clause("a", 'facts = "safety.violation"\npoints = -1\nmost = 5').replace('"x"', '"y"'), "bound-never-reached",
    ),
    "two numbers of the same facts": (
        PLAIN + clause("a", GOING) + clause("b", GOING.replace("going", "eating")), "counted-twice",
    ),
    "prizes of money": (READS + 'unit = "元"\nbase = 100\n' + clause("a", 'unit = "元"\nfacts = "award.student"\npoints = 20').replace('"x"', '"r"'), "bonus-unbounded"),
    "prices with the sign in points": (
        clause("a", 'facts = "papers.rating"\nprice.grade = { "好" = 0, "一般" = 2, "无" = 5 }\ntake = "last"\nempty = 0\npoints = -1', "一般扣2分,无扣5分"),
        "figure-not-in-title",
    ),
    "a quotient that the words print": (
        clause("a", 'facts = "award.student"\npoints = 10\nmost = 50', "200分÷20×人数"), "figure-not-in-title",
    ),
    "a sum that the words print": (
        clause("a", 'facts = "papers.rating"\nprice.grade = { "好" = 3, "一般" = 1, "无" = 0 }\ntake = "last"\nempty = 0', "上交得1分,写得好的再加2分"),
        "figure-not-in-title",
    ),
    "a quota that may be empty by its words": (
        READS.replace("结果", "一等不超过15%") + 'scores = "years"\nrank = "high"\namong = "school"\nties = "worst"\nrounding = "down"\n'
        'table = [{ upto = "15%", gives = 1 }, { gives = 0 }]\n',
        "quota-can-be-empty",
    ),
    "a limit within each project": (
        MANY + clause("a", 'per = ["month", "how"]\nfacts = "o.m"\nmost = 15', "同一项目最高15分"), "cap-scope",
    ),
    "half of a measurement": (PLAIN + clause("a", GOING.replace("points = 1", "points = 0.5")), "round-unsaid"),
    "people times people": (
        PLAIN + '[[value]]\nid = "n"\ntitle = "人数"\nfacts = "o.n"\nnumber = "going"\ntake = "last"\n'
        + READS + 'scores = "n"\npoints = "@n"\n', "round-unsaid",
    ),
    "the bands of one rating": (
        '[[item]]\nid = "y"\ntitle = "计划(10分)"\ncite = "试"\ninto = "x"\ncap = 10\n'
        + "".join(
            clause(name, f'facts = "papers.rating"\nwhere.grade = "{grade}"\ntable = [{{ from = 1, gives = {points} }}, {{ gives = 0 }}]').replace('"x"', '"y"')
            for name, grade, points in (("a", "好", 10), ("b", "一般", 6))
        ),
        "parts-exceed-standard",
    ),
    "early days that count nothing": (
        clause("a", 'facts = "papers.submitted"\nnumber = "late"\ndue = "day 20"\ntake = "lowest"\nfree = 0\npoints = -0.5'), "early-counts",
    ),
    "labels of which one is known": (LABELS.replace('["差", "好"]', '["好", "红旗"]').replace('"差"', '"红旗"'), "scale-reversed"),
    "areas with letters": (OWN.replace('["轻", "重"]', '["A", "B"]') + FINE, "scale-reversed"),
    "a clause that gives its parent's labels": (
        '[[outcome]]\nid = "r"\ntitle = "等"\nlabels = ["差", "好"]\n' + CLAUSE.format("a", "甲").replace('"x"', '"r"')
        + 'labels = ["差", "好"]\nscores = "x"\ntable = [{ from = 60, gives = "好" }, { gives = "差" }]\n',
        "scale-reversed",
    ),
    "the sum of what the first and the second time take": (
        clause("a", 'facts = "safety.violation"\ntable = [{ is = 2, gives = -5 }, { is = 1, gives = -2 }, { gives = 0 }]', "第一次扣2分,第二次扣3分"),
        "figure-not-in-title",
    ),
    "a yes": (READS + CLAUSE.format("a", "甲").replace('"x"', '"r"') + 'facts = "safety.criminal"\ntable = [{ from = 1, gives = true }]\n', "bonus-unbounded"),
    "a number that is read so far only": (
        '[[value]]\nid = "n"\ntitle = "人数"\n' + CLAUSE.format("a", "甲").replace('"x"', '"n"') + 'facts = "safety.criminal"\n'
        + clause("b", 'scores = "n"\nshort_of = 3\npoints = -1'),
        "bonus-unbounded",
    ),
    "whole marks between two bands": (
        READS + 'scores = "x"\ntable = [{ from = 60, gives = 2 }, { from = 50, upto = 59, gives = 1 }, { gives = 0 }]\n'
        + clause("a", 'facts = "safety.violation"\nbase = 100\npoints = -1'), "bands-gap",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", QUIET)
def test_lint_does_not_ask_about(name: str) -> None:
    """Each of these is said, or cannot be known before the month is."""
    body, code = QUIET[name]

    assert code not in {finding.code for finding in lint_rulebook(small_book(body)).open}


def test_full_marks_are_weighed_where_they_are_averaged() -> None:
    """Standards of 80 and 90 with weights of 3 and 1 make 82.5 of 100."""
    text = HEAD + 'take = "mean"\nround = 0.1\n'
    for name, cap, weight in (("p", 80, 3), ("q", 90, 1)):
        text += f'[[item]]\nid = "{name}"\ntitle = "项"\ncite = "试"\ninto = "total"\ncap = {cap}\nweight = {weight}\n'
        text += clause(f"c{name}", MARK).replace('into = "x"', f'into = "{name}"')

    (finding,) = [
        finding for finding in lint_rulebook(parse_rulebook(text, KINDS)).open if finding.code == "standards-not-100"
    ]

    assert "各项标准分合计82.5,总分的满分是100" == finding.what.zh


def test_an_allowance_makes_a_line_with_an_edge() -> None:
    """Above 60 it starts from 25 a point over 50, and below there is nothing: at 60 that is 250."""
    body = READS + 'scores = "x"\nwhen.x.from = 60\notherwise = 0\nfree = 50\npoints = 25\n' + clause("a", MARK)

    assert "cliff" in codes(body)


def test_what_is_over_and_what_is_not_given() -> None:
    """`over` is a limit from below like `from`, and `given = false` passes no step of a scale."""
    assert "never-counts" in codes(OWN + clause("a", 'facts = "o.k"\nwhere.level.given = false'))
    assert "never-counts" in codes(OWN + clause("a", 'facts = "o.k"\nwhere.level.over = "重"'))
    assert "never-counts" in codes(OWN + clause("a", 'facts = "o.k"\nwhere.level.under = "轻"'))


SHARES = {
    "two stages": ('when.stage = "junior"', 'when.stage = "senior"', "60%", "60%", set()),
    "two stages of which one has too much": ('when.stage = "junior"', 'when.stage = "senior"', "60%", "70%", {"weights-not-100"}),
    "a stage and a grade": ('when.stage = "junior"', 'when.grade = "初一"', "60%", "60%", {"weights-not-100"}),
    "two stages, with numbers of months": ("when.month_no = 9", "when.month_no.over = 9", "60%", "60%", set()),
    "a yes and a no": ("when.flag = true", "unless.flag = true", "60%", "60%", set()),
    "a yes and a no that is asked for": ("when.flag = true", "when.flag = false", "60%", "60%", set()),
    "a grade and the grades below it": ('when.g = "好"', 'when.g.under = "好"', "60%", "60%", set()),
    "a grade or better, and the same grade": ('when.g.from = "差"', 'when.g = "好"', "60%", "60%", {"weights-not-100"}),
    "halves of the time": ("until = 2024-12-31", "since = 2025-01-01", "60%", "60%", set()),
}  # fmt: skip


@pytest.mark.parametrize("name", SHARES)
def test_parts_that_never_apply_together_are_no_sum(name: str) -> None:
    """Given 40 % for all and a part for some, then each situation is weighed by itself, and so are its full marks."""
    first, second, share, other, expected = SHARES[name]
    text = HEAD + "round = 0.01\n"
    flag = LABELS.replace('"x"', '"years"') + READS.replace('"r"', '"flag"')
    for part, weight, words in (("p", "40%", ""), ("q", share, first), ("r", other, second)):
        text += f'[[item]]\nid = "{part}"\ntitle = "项"\ncite = "试"\ninto = "total"\nweight = "{weight}"\n'
        text += f"cap = 100\n{words}\n" + clause(f"c{part}", MARK).replace('into = "x"', f'into = "{part}"')
    text += flag + 'facts = "safety.criminal"\ntable = [{ from = 1, gives = true }, { gives = false }]\n'
    raised = {finding.code for finding in lint_rulebook(parse_rulebook(text, KINDS)).open}

    assert expected == raised & {"weights-not-100"}
    assert ("standards-not-100" in raised) == bool(expected)


FULL_MARKS = {
    "a deduction straight into the total": ("总分", "", "违纪每次扣1分", 'facts = "safety.violation"\npoints = -1', 90, "100"),
    "a bonus straight into the total": ("总分", "", "表彰每次加1分", 'facts = "award.student"\nmost = 10', 90, "100"),
    "a part of the marks straight into the total": ("总分", "", "测评占10分", MARK + 'points = "10%"', 90, None),
    "a bonus beside the full marks": ("总分", "", "表彰每次加1分", 'facts = "award.student"\nmost = 10', 100, None),
    "full marks in the title": ("总分300分", "", "违纪每次扣1分", 'facts = "safety.violation"\npoints = -1', 300, None),
    "other full marks than those of the title": ("满分:120分", "", "违纪每次扣1分", 'facts = "safety.violation"\npoints = -1', 110, "120"),
    "a cap that is their sum": ("总分", "cap = 350", "违纪每次扣1分", 'facts = "safety.violation"\npoints = -1', 350, None),
    "a part without end": ("总分", "", "表彰", 'facts = "award.student"', 90, "100"),
}  # fmt: skip


@pytest.mark.parametrize("name", FULL_MARKS)
def test_a_clause_straight_into_the_total_hides_no_wrong_sum(name: str) -> None:
    """Given two items and a clause beside them, then their standards are held against the full marks, with it or without."""
    title, words, said, rule, standards, told = FULL_MARKS[name]
    text = HEAD.replace("总分", title) + words + "\n"
    for part, cap in (("p", 40), ("q", standards - 40)):
        text += f'[[item]]\nid = "{part}"\ntitle = "项"\ncite = "试"\ninto = "total"\nbase = {cap}\ncap = {cap}\n'
        text += clause(f"c{part}", 'facts = "safety.violation"\npoints = -1').replace('into = "x"', f'into = "{part}"')
    text += clause("direct", rule, said).replace('into = "x"', 'into = "total"')

    found = [one.what.zh for one in lint_rulebook(parse_rulebook(text, KINDS)).open if one.code == "standards-not-100"]

    assert found == ([f"各项标准分合计{standards},总分的满分是{told}"] if told else [])


def test_whole_weights_of_a_sum_are_no_percentages() -> None:
    """Given marks of a hundred with weights of 30 and 70, then a sum is asked about; a mean, and parts of 1, are not."""
    weighted = "".join(clause(name, MARK + f"weight = {name}").replace('"x"', '"total"') for name in ("30", "70"))
    mean = HEAD.replace('id = "total"', 'id = "total"\ntake = "mean"')
    rates = weighted.replace("weight", "divide_by = 100\nweight")

    assert [code in _codes_of(text) for code in ["weights-not-100"] for text in (HEAD + weighted, mean + weighted, HEAD + rates)] == [
        True, False, False,
    ]  # fmt: skip


def test_a_clause_without_a_weight_hides_no_wrong_weights() -> None:
    """Given weights of 115 % and a bonus beside them, then they are found; a part without a weight makes it no sum of weights."""
    weighted = "".join(clause(name, MARK + f'weight = "{name}%"').replace('"x"', '"total"') for name in ("70", "45"))
    bonus = clause("b", 'facts = "award.student"\nmost = 5', "表彰每次加1分").replace('"x"', '"total"')
    part = clause("p", MARK + 'points = "5%"', "测评占5分").replace('"x"', '"total"')

    assert "weights-not-100" in _codes_of(HEAD + weighted + bonus)
    assert "weights-not-100" not in _codes_of(HEAD + weighted + part)


def _codes_of(text: str) -> set[str]:
    return {finding.code for finding in lint_rulebook(parse_rulebook(text, KINDS)).open}
