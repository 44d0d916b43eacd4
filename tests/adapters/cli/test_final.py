"""What is final was shown to everybody: moved figures are published again, notices are kept, every publication is checked."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bzr_adapters.storage import open_store
from bzr_domain.application.ports import Batch, Command
from bzr_domain.publication.events import Figures, ResultPublished, compute_digest
from tests.adapters.cli.calling import SCHOOL, Shell


@pytest.fixture
def office(shell: Shell) -> Shell:
    """September of two classes, recorded by 张干事 and published until 12 October; it is 8 October."""
    shell.write("school.toml", SCHOOL)
    shell.write("s.csv", "日期,班级,事项,编号\n2024-09-20,g1c1,集会缺席,m-1\n")
    assert 0 == shell.bzr("setup", "school.toml").status
    assert 0 == shell.bzr("record", "s.csv", "--by", "张干事").status
    assert 0 == shell.bzr("publish", "2024-09", "--until", "2024-10-12", "--nothing-recorded", "没有事").status
    return shell


def on(shell: Shell, day: int, month: int = 10, year: int = 2024) -> Shell:
    """That morning."""
    shell.now = datetime(year, month, day, 1, tzinfo=UTC)
    return shell


def test_what_moved_since_the_notice_is_not_final_until_it_was_published(office: Shell) -> None:
    """An upheld appeal and a later deduction make figures that nobody saw: they go up again first."""
    office.bzr("appeal", "g1c1", "2024-09", "m-1", "--grounds", "请过假", "--by", "王老师")
    office.bzr("decide", "g1c1", "2024-09", "--upheld", "--reason", "属实", "--by", "主任")
    office.write("t.csv", "日期,班级,事项,级别\n2024-09-24,g1c1,学生流失,非正常流失\n")
    assert 0 == on(office, 13).bzr("record", "t.csv", "--by", "张干事").status

    unseen = office.bzr("final", "2024-09", "g1c1")
    english = office.bzr("final", "2024-09", "g1c1", "--lang", "en")
    other = office.bzr("final", "2024-09", "g1c2")
    office.bzr("publish", "2024-09", "g1c1", "--until", "2024-10-15", "--nothing-recorded", "没有事")
    seen = on(office, 16).bzr("final", "2024-09", "g1c1")

    assert [
        "错误:1个班的结果没有办成",
        (
            "  高一(1)班:公示以后结果变了:总分 78.00 → 73.00、早操晚自习 5.00 → 10.00、流失率催费率 20.00 → 10.00;"
            "请再公示一次,公示期满再终定(依据:B4 第7步 公示)"
        ),
    ] == unseen.err.splitlines()
    assert (
        "  高一(1)班: the result has moved since it was published: total 78.00 → 73.00, assembly 5.00 → 10.00, "
        "retention 20.00 → 10.00; publish it again, and make it final when that notice is over (by: B4 第7步 公示)"
        == english.err.splitlines()[1]
    )
    assert (1, 0, 0, "73.00") == (unseen.status, other.status, seen.status, seen.out.split()[1])


def test_an_announced_notice_is_not_shortened(office: Shell) -> None:
    """The end was said to everybody: it may be put off, never brought forward."""
    shorter = office.bzr("publish", "2024-09", "g1c1", "--until", "2024-10-09", "--nothing-recorded", "没有事")
    longer = office.bzr("publish", "2024-09", "g1c1", "--until", "2024-10-20", "--nothing-recorded", "没有事")

    assert (1, 0) == (shorter.status, longer.status)
    assert (
        "  高一(1)班:已经公布的公示期到2024-10-12为止,不能提前到2024-10-09(依据:B4 第7步 公示)"
        == shorter.err.splitlines()[1]
    )


def test_a_term_waits_for_the_months_that_can_still_move(office: Shell) -> None:
    """A month still under notice, or with an open appeal, comes before its term and its year."""
    on(office, 10, 2, 2025)
    assert 0 == office.bzr("publish", "2024-10", "--until", "2025-02-15", "--nothing-recorded", "没有事").status
    assert 0 == office.bzr("publish", "2024-autumn", "--until", "2025-02-11", "--nothing-recorded", "没有事").status
    assert 0 == office.bzr("appeal", "g1c1", "2024-10", "6.3", "--grounds", "联系过", "--by", "王老师").status

    during = on(office, 13, 2, 2025).bzr("final", "2024-autumn")
    open_ = on(office, 17, 2, 2025).bzr("final", "2024-autumn")
    office.bzr("decide", "g1c1", "2024-10", "--rejected", "--reason", "没有", "--by", "主任")
    done = office.bzr("final", "2024-autumn")

    why = "其中2024-10还在公示或申诉之中,有了结果再终定(依据:B4 第7步 公示)"
    assert [f"  高一(1)班:{why}", f"  高一(2)班:{why}"] == during.err.splitlines()[1:]
    assert ["错误:1个班的结果没有办成", f"  高一(1)班:{why}"] == open_.err.splitlines()
    assert (0, "") == (done.status, done.err)


def test_every_publication_of_a_result_is_checked(office: Shell) -> None:
    """The first stands beside the second, each computed again as known at its time."""
    office.bzr("void", "m-1", "--reason", "误记", "--by", "主任")
    office.bzr("publish", "2024-09", "g1c1", "--until", "2024-10-15", "--nothing-recorded", "没有事")

    table = office.bzr("assert", "2024-09")
    (first,) = json.loads(office.bzr("assert", "2024-09", "--json").out)["results"][0]["earlier"]

    assert 0 == table.status
    assert "    2024-10-08 12:00 公示 78.00,按当时重算 78.00,相符" == table.out.splitlines()[3]
    assert {
        "said_at": "2024-10-08T12:00:00+08:00", "said": "78.00", "then": "78.00", "same": True, "moved_by_meaning": False,
    } == first  # fmt: skip


def test_a_first_publication_that_does_not_compute_again_shows(office: Shell) -> None:
    """Given figures once published that were never true, when true ones follow, then the check still finds the first."""
    wrong = Figures(teacher="t03", rulebook="", total=Decimal(88), items=(), outcomes=())
    event = ResultPublished(
        class_id="g1c1",
        period="2024-09",
        figures=wrong,
        digest=compute_digest("g1c1", "2024-09", wrong),
        asked_on=date(2024, 10, 8),
        until=date(2024, 10, 8),
    )
    store = open_store("sqlite:///bzr.db")
    store.append(
        [Batch(stream="result:g1c1:2024-09", after=1, events=(event,))],
        command=Command(id="x", actor="x"),
        now=office.now,
    )
    store.close()
    assert 0 == office.bzr("publish", "2024-09", "g1c1", "--until", "2024-10-15", "--nothing-recorded", "没有事").status

    answer = office.bzr("assert", "2024-09")
    document = json.loads(office.bzr("assert", "2024-09", "--json").out)

    assert (1, 1) == (answer.status, document["differ"])
    assert "    2024-10-08 12:00 公示 88.00,按当时重算 78.00,不符" == answer.out.splitlines()[3]
    assert (False, [True, False]) == (
        document["results"][0]["same"],
        [one["same"] for one in document["results"][0]["earlier"]],
    )
