"""What lint says of tests that nothing passes, of limits that are not set, and of two ranges for one choice."""

import pytest

from bzr_domain.rulebook.lint import lint_rulebook
from tests.domain.rulebook.lint.texts import CLAUSE, LABELS, MANY, MARK, READS, SCORES, clause, codes
from tests.support.builders import small_book

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

    (what,) = [finding.what for finding in lint_rulebook(small_book(body)).open if finding.code == "unset-decides"]

    assert (f"界限都未定,人人都得{zh}", f"no limit is set, and everybody gets {en}") == (what.zh, what.en)


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

        (what,) = [finding.what for finding in lint_rulebook(small_book(body)).open if finding.code == "never-counts"]

        assert (f"没有事实能符合 {name} 的条件", f"no fact can pass its test on {name}") == (
            what.zh,
            what.en,
        )


def test_a_test_that_no_score_can_pass_is_told() -> None:
    """The item lies between 0 and 10, the grade has two labels, and no day is before itself."""
    item = '[[item]]\nid = "ten"\ntitle = "项"\ncite = "试"\nbase = 10\nfloor = 0\ncap = 10\n'
    off = clause("a", 'facts = "safety.violation"\npoints = -1').replace('"x"', '"ten"')
    never = {
        SCORES.replace('"x"', '"ten"') + "where.score.over = 10\n": "score",
        SCORES.replace('"x"', '"g"').replace('take = "total"', 'number = "count"')
        + 'where.score.under = "差"\n': "score",
        SCORES + "where.on = { from = 2024-10-01, under = 2024-10-01 }\n": "on",
    }
    for words, name in never.items():
        body = item + off + LABELS + READS + words

        (what,) = [finding.what for finding in lint_rulebook(small_book(body)).open if finding.code == "never-counts"]

        assert (f"没有得分能符合 {name} 的条件", f"no score can pass its test on {name}") == (
            what.zh,
            what.en,
        )
