"""What lint asks about and what it leaves alone, where the two are close."""

import pytest

from bzr_domain.lint import lint
from bzr_domain.rulebook.reading import read_book
from tests.support.builders import HEAD, KINDS, small_book

CLAUSE = '[[clause]]\nid = "{}"\ntitle = "{}"\ncite = "试"\ninto = "x"\n'
MARK = 'facts = "hygiene.score"\nnumber = "value"\ntake = "mean"\n'
OWN = (
    '[[kind]]\nid = "o.k"\ntitle = "自有"\nfields.count = {}\nfields.level = ["轻", "重"]\nfields.item = {}\n'
)
LABELS = (
    '[[outcome]]\nid = "g"\ntitle = "等"\ncite = "试"\nscores = "x"\nlabels = ["差", "好"]\n'
    'table = [{ from = 60, gives = "好" }, { gives = "差" }]\n'
)
MANY = (
    '[[kind]]\nid = "o.m"\ntitle = "多栏"\nfields.at = "time"\nfields.must = "date"\n'
    'fields.how = { scale = ["轻", "重"], optional = true }\nfields.asked = { type = "date", optional = true }\n'
)
SCORES = 'scores = "x"\nreach = "ever"\ntake = "total"\n'
READS = '[[outcome]]\nid = "r"\ntitle = "结果"\ncite = "试"\n'
FINE = READS + 'unit = "元"\nfacts = "o.k"\npoints = -2\n'


def clause(name: str, words: str, title: str = "某条") -> str:
    """One clause of the item."""
    return CLAUSE.format(name, title) + words + "\n"


def two(one: str, other: str, facts: str = 'facts = "o.k"\npoints = -1\n') -> str:
    """Two clauses that deduct for the same kind, each with words of its own."""
    return OWN + clause("a", facts + one) + clause("b", facts + other)


def codes(body: str) -> set[str]:
    """What lint raises of a small book, its own lack of citations aside."""
    return {one.code for one in lint(small_book(body)).open} - {"cite-missing", "bonus-unbounded"}


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
    "a division by a field": (OWN + clause("a", 'facts = "o.k"\ndivide_by = "count"'), "round-unsaid"),
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
    "a label that some month has": (LABELS + READS + SCORES.replace('"x"', '"g"') + 'where.score = "差"\n', "never-counts"),
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
}  # fmt: skip


@pytest.mark.parametrize("name", QUIET)
def test_lint_does_not_ask_about(name: str) -> None:
    """Each of these is said, or cannot be known before the month is."""
    body, code = QUIET[name]

    assert code not in {one.code for one in lint(small_book(body)).open}


def test_full_marks_are_weighed_where_they_are_averaged() -> None:
    """Standards of 80 and 90 with weights of 3 and 1 make 82.5 of 100."""
    text = HEAD + 'take = "mean"\nround = 0.1\n'
    for name, cap, weight in (("p", 80, 3), ("q", 90, 1)):
        text += f'[[item]]\nid = "{name}"\ntitle = "项"\ncite = "试"\ninto = "total"\ncap = {cap}\nweight = {weight}\n'
        text += clause(f"c{name}", MARK).replace('into = "x"', f'into = "{name}"')

    (found,) = [one for one in lint(read_book(text, KINDS)).open if one.code == "standards-not-100"]

    assert "各项标准分合计82.5,总分的满分是100" == found.what.zh


def test_an_allowance_makes_a_line_with_an_edge() -> None:
    """Above 60 it starts from 25 a point over 50, and below there is nothing: at 60 that is 250."""
    body = (
        READS + 'scores = "x"\nwhen.x.from = 60\notherwise = 0\nfree = 50\npoints = 25\n' + clause("a", MARK)
    )

    assert "cliff" in codes(body)


def test_what_is_over_and_what_is_not_given() -> None:
    """`over` is a limit from below like `from`, and `given = false` passes no step of a scale."""
    assert "never-counts" in codes(OWN + clause("a", 'facts = "o.k"\nwhere.level.given = false'))
    assert "never-counts" in codes(OWN + clause("a", 'facts = "o.k"\nwhere.level.over = "重"'))
    assert "never-counts" in codes(OWN + clause("a", 'facts = "o.k"\nwhere.level.under = "轻"'))


def test_a_product_is_printed_where_its_words_multiply() -> None:
    """「700元×10」 prints 7000, and 800 it does not."""
    product = clause("a", 'facts = "o.k"\nunit = "分"\npoints = {}\n', "支出700元×10")

    assert "figure-not-in-title" not in codes(OWN + product.format(7000))
    assert "figure-not-in-title" in codes(OWN + product.format(800))


UNSET = 'table = [{{ from = "unset", gives = {} }}, {{ {} }}]'
DECIDES = {
    "a number": (clause("a", MARK + "empty = 0\n" + UNSET.format(5, "gives = 2.50")), "2.5", "2.5"),
    "a yes": (READS + 'scores = "x"\n' + UNSET.format("false", "gives = true"), "是", "yes"),
    "half of an item": (clause("a", MARK + 'empty = 1\njoins = "factor"\n' + UNSET.format(1, "gives = 0.5")), "0.5", "0.5"),
    "a label": (LABELS.replace("from = 60", 'from = "unset"'), "“差”", "'差'"),
}  # fmt: skip


@pytest.mark.parametrize("name", DECIDES)
def test_a_last_row_that_decides_alone_is_told(name: str) -> None:
    """No limit above it is set, so that it holds for everybody, whatever was recorded."""
    body, zh, en = DECIDES[name]

    (found,) = [one.what for one in lint(small_book(body)).open if one.code == "unset-decides"]

    assert (f"界限都未定,人人都得{zh}", f"no limit is set, and everybody gets {en}") == (found.zh, found.en)


OPEN = {
    "nothing where nothing is set": clause("a", MARK + "empty = 0\n" + UNSET.format(5, "gives = 0")),
    "no last row": clause("a", MARK + "empty = 0\n" + UNSET.format(5, "under = 3, gives = 2")),
    "one limit that is set": LABELS.replace("[{", '[{ from = "unset", gives = "好" }, {'),
    "a factor of one": clause("a", MARK + 'empty = 1\njoins = "factor"\n' + UNSET.format(0, "gives = 1")),
    "a last row that is not set": clause("a", MARK + "empty = 0\n" + UNSET.format(5, 'gives = "unset"')),
    "no limit from above": (
        LABELS + CLAUSE.format("a", "甲").replace('"x"', '"h"') + 'joins = "ceiling"\nlabels = ["差", "好"]\nscores = "x"\n'
        + UNSET.format('"差"', 'gives = "好"') + '\n[[outcome]]\nid = "h"\ntitle = "等"\nlabels = ["差", "好"]\nbase = "好"\n'
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OPEN)
def test_a_last_row_that_changes_nothing_is_left_alone(name: str) -> None:
    """While limits are not set, nothing is given and nothing is taken; or some limit does decide."""
    assert "unset-decides" not in codes(OPEN[name])


CHOICE = 'facts = "o.c"\nnumber = "chosen"\ntake = "total"\npoints = -1\nrange = [{}]\n{}'
RANGES = {
    "one range": ("1, 3", "", "1, 3", "", False),
    "two ranges": ("1, 3", "", "2, 5", "", True),
    "a level of one": ("1, 3", "", "2, 5", 'where.level = "轻"', True),
    "a level each": ("1, 3", 'where.level = "重"', "2, 5", 'where.level = "轻"', False),
    "one after the other": ("1, 3", "until = 2024-12-31", "2, 5", "since = 2025-01-01", False),
}


@pytest.mark.parametrize("name", RANGES)
def test_a_fact_that_two_ranges_hold_for_is_told(name: str) -> None:
    """Somebody chooses the points once, and both clauses count them."""
    first, words, second, others, told = RANGES[name]
    kind = '[[kind]]\nid = "o.c"\ntitle = "裁量"\nfields.points = {}\nfields.level = ["轻", "重"]\n'
    body = kind + clause("a", CHOICE.format(first, words)) + clause("b", CHOICE.format(second, others))

    assert told is ("ranges-differ" in codes(body))


def test_a_test_that_nothing_can_pass_is_told() -> None:
    """Days and times that come in the wrong order, a missing answer where one has to be given, an empty list."""
    never = {
        "where.on = { from = 2024-10-01, under = 2024-10-01 }": "on",
        'where.month_day = { from = "11-05", upto = "03-01" }': "month_day",
        "where.asked = { over = 2024-10-01, upto = 2024-09-30 }": "asked",
        "where.at = { from = 07:20:00, under = 07:10:00 }": "at",
        "where.must.given = false": "must",
        "where.asked = { given = false, from = 2024-09-01 }": "asked",
        'where.how = { given = false, from = "轻" }': "how",
        "where.place = []": "place",
    }
    for words, name in never.items():
        body = MANY + clause("a", f'facts = "o.m"\npoints = -1\n{words}')

        (found,) = [one.what for one in lint(small_book(body)).open if one.code == "never-counts"]

        assert (f"没有事实能符合 {name} 的条件", f"no fact can pass its test on {name}") == (
            found.zh,
            found.en,
        )


def test_a_test_that_no_score_can_pass_is_told() -> None:
    """The item lies between 0 and 10, the grade has two labels, and no day is before itself."""
    item = '[[item]]\nid = "ten"\ntitle = "项"\ncite = "试"\nbase = 10\nfloor = 0\ncap = 10\n'
    off = clause("a", 'facts = "safety.violation"\npoints = -1').replace('"x"', '"ten"')
    never = {
        SCORES.replace('"x"', '"ten"') + "where.score.over = 10\n": "score",
        SCORES.replace('"x"', '"g"') + 'where.score.under = "差"\n': "score",
        SCORES.replace('"x"', '"years"') + "where.score.under = 0\n": "score",
        SCORES + "where.on = { from = 2024-10-01, under = 2024-10-01 }\n": "on",
    }
    for words, name in never.items():
        body = item + off + LABELS + READS + words

        (found,) = [one.what for one in lint(small_book(body)).open if one.code == "never-counts"]

        assert (f"没有得分能符合 {name} 的条件", f"no score can pass its test on {name}") == (
            found.zh,
            found.en,
        )


SAME = 'facts = "{}"\nnumber = "{}"\npoints = {}'
TITLES = {
    "a choice that deducts": (
        "每人次扣2-5分",
        SAME.format("council.decision", "chosen", -1) + "\nrange = [2, 5]",
        set(),
    ),
    "a number that is deducted": (
        "a列2分",
        SAME.format("hygiene.score", "value", -1) + '\ntake = "total"\nmost = 2',
        set(),
    ),
    "a number that is multiplied": (
        "每满1%扣3分",
        SAME.format("hygiene.score", "value", -2) + '\ntake = "total"',
        {"figure-not-in-title"},
    ),
    "a deduction in Chinese figures": ("每缺一次扣十五分", "points = -15", set()),
    "twenty": ("每次加二十分", "points = 20", set()),
    "a hundred and twenty": ("每次扣一百二十分", "points = -120", set()),
    "half a point": ("每次扣半分", "points = -0.5", set()),
    "no word at all": ("违纪", "points = -2", set()),
    "taking part is no bonus": ("参加活动缺一次,计划不得迟交,每次2分", "points = -2", set()),
    "both are spoken of": ("好加2分,差扣2分", "points = -2", set()),
    "a scale of a hundred": ("折合百分制", 'points = "100/145"', set()),
    "another figure in Chinese": ("每次扣十五分", "points = -10", {"figure-not-in-title"}),
    "a sign the wrong way": ("每次扣2分", "points = 2", {"sign-against-title"}),
    "a bonus that deducts": ("每次加分2分", "points = -2", {"sign-against-title"}),
    "a score that is spoken of": ("量化积分连续两个月排名最后扣20", "points = -20", set()),
    "a score that is started from": ("无人亮灯在当天得分基础上再扣1", "points = -1", set()),
    "a score that is low": ("卫生得分低的班每次", "points = -1", set()),
    "a deduction that did not happen": ("本月无扣分的", "points = 3", set()),
    "an entry that did not happen": ("本月没有扣分项得满分", "points = 3", set()),
    "a bonus without its unit": ("按时加1,迟交扣2分", "points = 2", set()),
    "a deduction of what is scored": ("量化积分最低扣20分", "points = 20", {"sign-against-title"}),
}


@pytest.mark.parametrize("name", TITLES)
def test_the_words_are_held_against_the_figures(name: str) -> None:
    """Signs and numbers of the regulation's own words, Arabic and Chinese."""
    title, words, found = TITLES[name]

    facts = words if words.startswith("facts") else f'facts = "o.k"\n{words}'
    body = OWN + clause("a", facts, title)

    assert found == codes(body) & {"sign-against-title", "figure-not-in-title"}
