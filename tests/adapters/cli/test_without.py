"""`bzr explain … --without FACT`: both statements side by side, in words and as a document."""

import json
from typing import Any

import pytest

from tests.adapters.cli.calling import Shell
from tests.adapters.cli.golden import golden


def document(shell: Shell, *arguments: str) -> Any:
    """The document of a call that has to be answered."""
    answer = shell.bzr("explain", *arguments, "--json")
    assert (0, "") == (answer.status, answer.err)
    return json.loads(answer.out)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_reads_like_this(september: Shell, lang: str) -> None:
    """The fact, both statements down to the clauses that move, the pay, the bar, and the term behind them."""
    answer = september.bzr("explain", "g1c2", "2024-09", "--without", "a-6", "--lang", lang)

    assert (0, "") == (answer.status, answer.err)
    assert golden(f"without.{lang}", answer.out) == answer.out


def test_one_item_is_shown_alone_with_the_total(september: Shell) -> None:
    """With an ITEM, its row and its clauses stand above the total."""
    lines = september.bzr("explain", "g1c1", "2024-09", "卫生", "--without", "a-1").out.splitlines()

    assert ["卫生", "20.50", "20.50"] in [line.split() for line in lines]
    assert ["-2.00", "0.00", "+2.00"] in [line.split()[-3:] for line in lines]
    assert not any("早操晚自习" in line for line in lines)


def test_the_document_says_it_under_without(september: Shell) -> None:
    """`bzr.explain/1` as always, with the key `without` besides."""
    plain = document(september, "g1c1", "2024-09")
    found = document(september, "g1c1", "2024-09", "--without", "a-5")
    without = found.pop("without")

    assert plain == found
    assert {
        "fact", "touches", "class", "teacher", "period", "before", "after", "difference", "pay", "outcomes", "items",
        "clauses", "beyond", "sheets",
    } == set(without)  # fmt: skip
    assert ("a-5", True, "68.50", "83.50", "15.00") == (
        without["fact"]["id"],
        *(without[name] for name in ("touches", "before", "after", "difference")),
    )
    assert ["attendance"] == [one["id"] for one in without["items"]]
    assert [("5.1", "-20.00", "0.00")] == [(one["id"], one["before"], one["after"]) for one in without["clauses"]]
    assert ["2024-autumn", "2024-2025"] == [one["period"] for one in without["beyond"]]


def test_the_document_of_one_item_tells_only_its_move(september: Shell) -> None:
    """a-5 is about attendance: with another item, no item and no clause stands under `without`."""
    without = document(september, "g1c1", "2024-09", "卫生", "--without", "a-5")["without"]

    assert ([], []) == (without["items"], without["clauses"])
    assert without["touches"]


def test_it_is_what_a_void_comes_to(september: Shell) -> None:
    """Given the total without a fact, when the fact is really voided, then the month reads that total."""
    without = document(september, "g1c2", "2024-09", "--without", "a-6")["without"]

    september.bzr("void", "a-6", "--reason", "误记")
    after = document(september, "g1c2", "2024-09")

    assert without["after"] == after["total"]
    assert {name: one["after"] for name, one in without["outcomes"].items()} == {
        name: after["outcomes"][name] for name in without["outcomes"]
    }


def test_nothing_is_written(september: Shell) -> None:
    """The store is the same before and after, byte for byte."""
    store = september.folder / "bzr.db"
    before = store.read_bytes()

    september.bzr("explain", "g1c1", "2024-09", "--without", "a-1")

    assert before == store.read_bytes()


@pytest.mark.parametrize(
    ("class_", "month", "fact", "why"),
    [
        ("g1c2", "2024-09", "a-1", "它是别班的"),
        ("g1c1", "2024-10", "a-1", "它在2024-09-03"),
        ("g1c1", "2024-09", "a-8", "没有条款因它增减"),
    ],
)
def test_a_fact_that_does_not_touch_the_statement_says_so(
    september: Shell, class_: str, month: str, fact: str, why: str
) -> None:
    """Another class's, another month's, or one that no clause counts: it reads the same both ways, and status 0."""
    september.write("查课.csv", "日期,班级,事项,编号\n2024-09-03,g1c1,查课,a-8\n")
    assert 0 == september.bzr("record", "查课.csv").status

    answer = september.bzr("explain", class_, month, "--without", fact)

    assert (0, "") == (answer.status, answer.err)
    assert f"({why}):计不计都一样" in answer.out


def test_a_void_fact_is_refused(september: Shell) -> None:
    """It does not count as it is."""
    september.bzr("void", "a-1", "--reason", "误记")

    answer = september.bzr("explain", "g1c1", "2024-09", "--without", "a-1")

    assert (1, "", "错误:事实a-1已经作废,本来就不计\n  依据:记录只增不改\n") == (
        answer.status,
        answer.out,
        answer.err,
    )


def test_a_void_is_no_fact(september: Shell) -> None:
    """An id of a void or of a correction is told what it is."""
    entry = september.bzr("void", "a-1", "--reason", "误记").out.split("记录 ")[1].split(")")[0]

    answer = september.bzr("explain", "g1c1", "2024-09", "--without", entry)

    assert (1, "", f"错误:{entry}是作废或更正的记录,不是事实\n  依据:记录只增不改\n") == (
        answer.status,
        answer.out,
        answer.err,
    )


def test_what_was_not_known_then_is_refused(september: Shell) -> None:
    """Given a fact recorded after the moment asked about, then it is no fact of then."""
    september.now = september.now.replace(day=9)
    september.write("补.csv", "日期,班级,事项,编号\n2024-09-03,g1c1,卫生不合格,c-1\n")
    assert 0 == september.bzr("record", "补.csv").status

    answer = september.bzr("explain", "g1c1", "2024-09", "--without", "c-1", "--as-of", "2024-10-08")

    assert (1, "错误:c-1不是那时已经记录的事实\n  依据:记录只增不改\n") == (answer.status, answer.err)


def test_the_beginning_of_an_id_means_what_was_known_then(september: Shell) -> None:
    """Given an id that began like no other then, when another is recorded, then asked as of then it still means that one."""
    question = ("explain", "g1c1", "2024-09", "--without", "b-", "--as-of", "2024-10-08T12:00")
    september.write("补.csv", "日期,班级,事项,编号\n2024-09-03,g1c1,卫生不合格,b-10\n")
    september.bzr("record", "补.csv")
    then = september.bzr(*question)
    september.now = september.now.replace(day=9)
    september.write("再补.csv", "日期,班级,事项,编号\n2024-09-03,g1c1,卫生不合格,b-11\n")
    september.bzr("record", "再补.csv")

    assert (0, then.out) == (then.status, september.bzr(*question).out)
    assert "编号“b-”不止一条" in september.bzr(*question[:5]).err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--without", "zz"), "没有编号以“zz”开头的记录"),
        (("--without", "a-"), "编号“a-”不止一条"),
        (("卫生工作", "--without", "a-1"), "没有项目“卫生工作”"),
    ],
)
def test_a_wrong_call_is_told_so(september: Shell, words: tuple[str, ...], says: str) -> None:
    """An id that nothing or several have, an item that is none: one block, status 2."""
    answer = september.bzr("explain", "g1c1", "2024-09", *words)

    assert (2, "") == (answer.status, answer.out)
    assert says in answer.err


def test_a_month_without_a_statement_is_told_as_always(september: Shell) -> None:
    """August has no school day."""
    answer = september.bzr("explain", "g1c1", "2024-08", "--without", "a-1")

    assert (1, "") == (answer.status, answer.out)
    assert "2024-08没有考核表" in answer.err
