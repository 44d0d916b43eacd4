"""`--dry-run` of setup, correct and void: what would move, published results first, and that nothing was written."""

import pytest

from tests.adapters.cli.calling import SCHOOL, Shell


@pytest.fixture
def published(september: Shell) -> Shell:
    """September, published."""
    assert 0 == september.bzr("publish", "2024-09", "--until", "2024-10-12").status
    return september


def test_a_void_tried_shows_the_published_month_first(published: Shell) -> None:
    """Given a published month, when a fact of it would be void, then its statement is told with the clause, and nothing is written."""
    tried = published.bzr("void", "a-1", "--reason", "误记", "--dry-run")

    lines = tried.out.splitlines()
    assert "变动:1张考核表(其中已公示1张),0笔绩效;不变:2张考核表" == lines[0]
    assert ["2024-09", "68.50", "68.50", "0.00", "2.1", "-2.00→0.00", "已公示"] == lines[2].split()[2:]
    assert "只是预演,什么都没有写" == lines[-1]
    assert (
        "1 statements (1 of them published)"
        in published.bzr("void", "a-1", "--reason", "x", "--dry-run", "--lang", "en").out
    )
    assert "其中已作废0条" in published.bzr("facts", "g1c1").out


def test_a_correction_tried_says_that_nothing_moves(published: Shell) -> None:
    """Given a correction of a place, then no figure would move, and it says so."""
    tried = published.bzr("correct", "a-1", "地点=走廊", "--reason", "复查", "--dry-run")

    assert "没有一个分数、一笔绩效会变动\n只是预演,什么都没有写\n" == tried.out


def test_a_school_file_tried_tells_what_it_would_register(published: Shell) -> None:
    """Given a further holiday in December, then it is told, with what it moves, and the register is as it was."""
    published.write("school.toml", SCHOOL.replace("2024-09-17]", "2024-09-17, 2024-12-31]"))
    tried = published.bzr("setup", "school.toml", "--dry-run")

    assert (0, "只是预演,什么都没有写") == (tried.status, tried.out.splitlines()[-1])
    assert "修改 学期 2024-autumn" in tried.out
    assert "修改 学期 2024-autumn" in published.bzr("setup", "school.toml").out


@pytest.mark.parametrize(
    ("lang", "tenure"), [("zh", "任期 g1c2 李老师(t02) 2024-09-01起"), ("en", "tenure g1c2 t02 from 2024-09-01")]
)
def test_years_served_before_stand_beside_the_tenure_that_they_alone_tell_apart(
    september: Shell, lang: str, tenure: str
) -> None:
    """Given years put right, then the tenure withdrawn and the new one do not read the same."""
    september.write("school.toml", SCHOOL.replace('teacher = "t02"', 'teacher = "t02"\nyears_before = 9'))
    lines = september.bzr("setup", "school.toml", "--correct-past", "--reason", "漏登", "--lang", lang).out.splitlines()

    told = [line.split(" ", 1)[1] for line in lines if tenure in line]
    assert [tenure, f"{tenure} years_before = 9"] == told


def test_what_an_amendment_moved_of_a_published_month_is_told_below_it(published: Shell) -> None:
    """Given a published month, when its facts are amended or come late, then the totals before and after stand below the answer."""
    corrected = published.bzr("correct", "a-1", "数量=3", "--reason", "复查")
    published.write("迟到.csv", "日期,班级,事项,数量\n2024-09-25,高一(1)班,卫生不合格,2\n")
    late = published.bzr("record", "迟到.csv")
    settled = "因此变动的已公示结果和已编制的绩效:"

    first, title, _, row = corrected.out.splitlines()
    assert first.startswith("已更正 a-1")
    assert (settled, "2024-09", "已公示") == (title, row.split()[2], row.split()[-1])
    assert settled in late.out.splitlines()
    assert settled not in published.bzr("correct", "a-1", "地点=走廊", "--reason", "复查").out


def test_a_new_school_is_tried_before_there_is_a_store(shell: Shell) -> None:
    """Given no store, when a school file is tried, then what it would register is told, and there is no store afterwards."""
    shell.write("school.toml", SCHOOL)
    tried = shell.bzr("setup", "school.toml", "--dry-run")

    assert (0, "只是预演,什么都没有写") == (tried.status, tried.out.splitlines()[-1])
    assert "新增 学期 2024-autumn" in tried.out
    assert "新建存储" in shell.bzr("setup", "school.toml").out
