"""`bzr whatif`: a history under another rulebook, printed and as a document; nothing is written."""

import json
from pathlib import Path
from typing import Any

import pytest

import bzr_domain
from tests.adapters.cli.calling import Shell
from tests.adapters.cli.golden import golden

SHIPPED = Path(bzr_domain.__file__).parent / "rulebook" / "shelf" / "monthly-quantified.toml"
OCTOBER = """\
日期,班级,事项,数量,编号
2024-10-08,g1c1,卫生不合格,1,b-1
2024-10-08,g1c2,集会缺席,1,b-2
"""


@pytest.fixture
def harder(september: Shell) -> Shell:
    """September and a day of October recorded, and a rulebook beside it by which 2.1 takes two points and 4.1 four."""
    september.write("十月.csv", OCTOBER)
    assert 0 == september.bzr("record", "十月.csv").status
    text = SHIPPED.read_text(encoding="utf-8")
    for clause, price, new in (("2.1", "-1", "-2"), ("4.1", "-5", "-4")):
        head, found, rest = text.partition(f'id = "{clause}"')
        assert f"points = {price}\n" in rest
        text = head + found + rest.replace(f"points = {price}\n", f"points = {new}\n", 1)
    september.write("严.toml", text)
    return september


def document(shell: Shell, *arguments: str) -> Any:
    """The document of a call that has to be answered."""
    answer = shell.bzr("whatif", *arguments, "--json")
    assert (0, "") == (answer.status, answer.err)
    return json.loads(answer.out)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_reads_like_this(harder: Shell, lang: str) -> None:
    """Who gains, who loses, by which clause, the biggest move first; then what has to be known."""
    answer = harder.bzr("whatif", "--rulebook", "严.toml", "2024-09..2024-10", "--lang", lang)

    assert (0, "") == (answer.status, answer.err)
    assert golden(f"whatif.{lang}", answer.out) == answer.out


def test_the_document_has_the_promised_shape(harder: Shell) -> None:
    """`bzr.whatif/1`, key by key, with a value of each."""
    found = document(harder, "--rulebook", "严.toml", "2024-09..2024-10")
    first, second, third = found["changes"]

    assert {
        "schema", "periods", "as_of", "position", "rulebook", "rulebook_version", "from", "changes", "unchanged", "gained",
        "lost", "pay", "unknown_kinds", "problems",
    } == set(found)  # fmt: skip
    assert (
        "bzr.whatif/1",
        "2024-09..2024-10",
        "2024-10-08T12:00:00+08:00",
        "monthly-quantified",
        1,
    ) == tuple(found[name] for name in ("schema", "periods", "as_of", "rulebook", "rulebook_version"))
    assert {
        "class", "teacher", "period", "before", "after", "difference", "pay", "outcomes", "items", "clauses",
    } == set(first)  # fmt: skip
    assert ("g1c1", "t03", "2024-09", "68.50", "66.50", "-2.00") == tuple(
        first[name] for name in ("class", "teacher", "period", "before", "after", "difference")
    )
    assert [{"item": "hygiene", "id": "2.1", "before": "-2.00", "after": "-4.00", "difference": "-2.00"}] == first[
        "clauses"
    ]
    assert [("g1c1", "-1.00"), ("g1c2", "1.00")] == [(one["class"], one["difference"]) for one in (second, third)]
    assert (1, "1.00", "-3.00", {}, []) == tuple(
        found[name] for name in ("unchanged", "gained", "lost", "unknown_kinds", "problems")
    )


def test_the_same_rulebook_changes_nothing(harder: Shell) -> None:
    """The rulebook that is adopted, put in its own place, by its shipped name."""
    found = document(harder, "--rulebook", "monthly-quantified", "2024-autumn")

    assert ([], "0.00", "0.00") == (found["changes"], found["gained"], found["lost"])
    assert 6 == found["unchanged"]


def test_a_term_is_its_months_and_its_own_statement(harder: Shell) -> None:
    """The term's own statement stands beside those of its months, for each class that moves."""
    found = document(harder, "--rulebook", "严.toml", "2024-autumn")
    periods = {one["period"] for one in found["changes"]}

    assert {"2024-09", "2024-10", "2024-autumn"} == periods


def test_a_school_year_is_its_months_and_its_own_statement(harder: Shell) -> None:
    """The same with the year's statement."""
    periods = {one["period"] for one in document(harder, "--rulebook", "严.toml", "2024-2025")["changes"]}

    assert {"2024-09", "2024-10", "2024-2025"} == periods


def test_months_that_have_not_begun_are_left_out(harder: Shell) -> None:
    """Asked in October, November to January of the term are nobody's yet; the month asked for by itself is shown."""
    term = document(harder, "--rulebook", "严.toml", "2024-09..2025-01")
    alone = document(harder, "--rulebook", "严.toml", "2024-11")

    assert 4 == len(term["changes"]) + term["unchanged"]
    assert 2 == alone["unchanged"]


def test_pay_moves_with_the_total(harder: Shell) -> None:
    """Given a clause that takes the class below sixty, then its pay is named on both sides and in the sum."""
    text = (harder.folder / "严.toml").read_text(encoding="utf-8")
    harder.write("更严.toml", text.replace("points = -2\n", "points = -15\n", 1))

    found = document(harder, "--rulebook", "更严.toml", "2024-09")
    (one,) = found["changes"]

    assert {"before": "600.00", "after": "85.00", "difference": "-515.00"} == one["pay"]["pay.scheme-1"]
    assert "-515.00" == found["pay"]["pay.scheme-1"]["difference"]


def test_nothing_is_written(harder: Shell) -> None:
    """The store is the same before and after, byte for byte."""
    store = harder.folder / "bzr.db"
    before = store.read_bytes()

    harder.bzr("whatif", "--rulebook", "严.toml", "2024-autumn")

    assert before == store.read_bytes()


def test_as_of_leaves_out_what_came_later(harder: Shell) -> None:
    """Before the school was set up there is nothing to compare."""
    answer = harder.bzr("whatif", "--rulebook", "严.toml", "2024-09", "--as-of", "2024-10-07")

    assert 2 == answer.status
    assert "还没有登记学校" in answer.err


def test_kinds_that_the_other_rulebook_does_not_know_are_named(harder: Shell) -> None:
    """Given a kind of the school's own, then the facts of it that would count for nothing are counted."""
    own = '\n[[kind]]\nid = "own.late"\ntitle = "晚归"\nabout = "class"\nfields.count = {}\n'
    harder.write("本校.toml", SHIPPED.read_text(encoding="utf-8") + own)
    school = (harder.folder / "school.toml").read_text(encoding="utf-8")
    harder.write("school.toml", school.replace('"monthly-quantified"', '"本校.toml"'))
    harder.write("晚归.csv", "日期,班级,事项\n2024-09-03,g1c1,晚归\n2024-09-04,g1c2,晚归\n")
    assert 0 == harder.bzr("setup", "school.toml").status
    assert 0 == harder.bzr("record", "晚归.csv").status

    answer = harder.bzr("whatif", "--rulebook", "monthly-quantified", "2024-09")

    assert {"own.late": 2} == document(harder, "--rulebook", "monthly-quantified", "2024-09")["unknown_kinds"]
    assert "2条事实的事项在这份规则里没有:晚归 2" in answer.out


def test_a_rulebook_of_terms_beside_one_of_months_has_nothing_to_compare(harder: Shell) -> None:
    """Given a rulebook whose total is per term, then the months are named with the reason, and the status is 1."""
    harder.write(
        "学期.toml",
        '[rulebook]\nid = "t"\ntitle = "学期考核"\n[[item]]\nid = "total"\ntitle = "总分"\nper = "term"\nbase = 100\n',
    )

    months = harder.bzr("whatif", "--rulebook", "学期.toml", "2024-09")
    term = harder.bzr("whatif", "--rulebook", "学期.toml", "2024-autumn")

    assert (1, "") == (months.status, months.out)
    assert "错误:2024-09没有可以比较的考核表\n  规则“学期考核”不按月考核(2024-09);它的总分按学期\n" == months.err
    assert 0 == term.status
    assert "张考核表不能比较:规则“学期考核”不按月考核(2024-09)" in term.out


def test_a_faulty_rulebook_is_refused_as_lint_refuses_it(harder: Shell) -> None:
    """Every fault in one block, and the same block as of `bzr lint`."""
    harder.write("错.toml", '[rulebook]\nid = "x"\ntitle = "错"\n[[item]]\nid = "y"\ntitle = "项"\n')

    answer, lint = harder.bzr("whatif", "--rulebook", "错.toml", "2024-09"), harder.bzr("lint", "错.toml")

    assert (1, "") == (answer.status, answer.out)
    assert lint.err == answer.err


@pytest.mark.parametrize(
    ("periods", "rulebook", "says"),
    [
        ("2024-10..2024-09", "monthly-quantified", "“2024-10..2024-09”的结束月份早于开始月份"),
        ("2024-09..", "monthly-quantified", "“”不是月份"),
        ("2024-13", "monthly-quantified", "“2024-13”不是月份"),
        ("2024-autum", "monthly-quantified", "没有学期“2024-autum”;是不是“2024-autumn”?"),
        ("2024-09", "monthly", "没有规则“monthly”;文件名以.toml结尾"),
    ],
)
def test_a_wrong_call_is_told_so(harder: Shell, periods: str, rulebook: str, says: str) -> None:
    """One block, status 2."""
    answer = harder.bzr("whatif", "--rulebook", rulebook, periods)

    assert (2, "") == (answer.status, answer.out)
    assert says in answer.err


def test_an_amendment_is_tried_from_a_day_on(harder: Shell) -> None:
    """From 8 October only October moves, from the 9th nothing; the document and the heading say the day."""
    periods = "2024-09..2024-10"
    found = document(harder, "--rulebook", "严.toml", periods, "--from", "2024-10-08")
    later = document(harder, "--rulebook", "严.toml", periods, "--from", "2024-10-09")
    told = harder.bzr("whatif", "--rulebook", "严.toml", periods, "--from", "2024-10-08").out.splitlines()
    english = harder.bzr(
        "whatif", "--rulebook", "严.toml", periods, "--from", "2024-10-08", "--lang", "en"
    ).out.splitlines()

    assert {("g1c1", "2024-10"), ("g1c2", "2024-10")} == {(one["class"], one["period"]) for one in found["changes"]}
    assert ("2024-10-08", [], None) == (
        found["from"],
        later["changes"],
        document(harder, "--rulebook", "严.toml", periods)["from"],
    )
    assert told[1].endswith("第1版,自2024-10-08起;只是试算,什么都没有改动")
    assert english[1].endswith("version 1 from 2024-10-08 on; nothing was changed")
