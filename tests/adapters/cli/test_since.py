"""What `bzr assert` lists below a result that moved: everything that can have moved it, and nothing else."""

import json
from datetime import UTC, datetime

import pytest

from tests.adapters.cli.calling import SCHOOL, Shell

TOTAL = '[rulebook]\nid = "r"\ntitle = "试"\n[[item]]\nid = "total"\ntitle = "总分"\nbase = 100\n'
FINDINGS = '[[{0}]]\nid = "x"\ntitle = "某条"\ncite = "试"\n{1}'
MINUS = 'into = "total"\nfacts = "hygiene.finding"\npoints = -1\n'
RANKED = (
    TOTAL
    + FINDINGS.format("clause", MINUS)
    + (
        '[[outcome]]\nid = "place"\ntitle = "名次"\ncite = "试"\nscores = "total"\nrank = "high"\namong = "school"\nties = "best"\n'
    )
)
PAST = TOTAL + FINDINGS.format("clause", MINUS + 'reach = "term"\n')
WIDER = (
    TOTAL
    + FINDINGS.format("value", 'per = "term"\nfacts = "hygiene.finding"\n')
    + ('[[clause]]\nid = "y"\ntitle = "学期"\ncite = "试"\ninto = "total"\nscores = "x"\npoints = -1\n')
)
TEACHER = (
    TOTAL
    + FINDINGS.format("clause", MINUS + 'about = "teacher"\n')
    .replace("[[clause]]", "[[value]]")
    .replace('into = "total"\n', "")
    + '[[clause]]\nid = "y"\ntitle = "本人"\ncite = "试"\ninto = "total"\nscores = "x"\n'
)
BOTH = SCHOOL.replace('teacher = "t02"\nname = "李老师"', 'teacher = "t03"\nname = "王老师"')


def published(
    shell: Shell, rulebook: str = "monthly-quantified", school: str = SCHOOL, month: str = "2024-10"
) -> Shell:
    """October, or another month, under some rulebook, published on 4 November."""
    if rulebook != "monthly-quantified":
        shell.write("r.toml", rulebook)
        school = school.replace("monthly-quantified", "r.toml")
    shell.now = datetime(2024, 11, 4, 4, tzinfo=UTC)
    declare(shell, school)
    answer = shell.bzr("publish", month, "--until", "2024-11-12", "--nothing-recorded", "没有事")
    assert (0, "") == (answer.status, answer.err)
    return shell


def declare(shell: Shell, school: str) -> None:
    """The school as its file says, and for what was published, too."""
    shell.write("school.toml", school)
    answer = shell.bzr("setup", "school.toml", "--correct-past", "--reason", "补登")
    assert (0, "") == (answer.status, answer.err)


def record(shell: Shell, *rows: str) -> None:
    """Findings: so many on a day in a class."""
    name = f"{len(list(shell.folder.iterdir()))}.csv"
    shell.write(name, "日期,班级,事项,数量\n" + "".join(f"{row}\n" for row in rows))
    answer = shell.bzr("record", name)
    assert (0, "") == (answer.status, answer.err)


def listed(shell: Shell, class_id: str = "g1c1", month: str = "2024-10") -> list[str]:
    """What stands below a class's result, but for the word that the past is corrected."""
    found = json.loads(shell.bzr("assert", month, "--json").out)["results"]
    (one,) = [one for one in found if one["class"] == class_id]
    assert one["moved"]
    return [row["text"] for row in one["since"] if row["text"] != "更正既往:补登"]


def test_other_classes_and_other_days_move_nothing(shell: Shell) -> None:
    """Of what was recorded after the publication, only the class's own facts of the month stand below it."""
    published(shell)

    record(shell, "2024-10-09,g1c2,卫生不合格,1", "2024-09-09,g1c1,卫生不合格,1", "2024-10-08,g1c1,卫生不合格,2")

    assert ["记录 2024-10-08 卫生不合格 数量2"] == listed(shell)


def test_of_the_register_only_what_concerns_the_class(shell: Shell) -> None:
    """Its tenure, its name, its rulebook and its term; not another class's tenure, nor a term to come."""
    published(shell)
    later = SCHOOL.replace('teacher = "t03"\nname = "王老师"', 'teacher = "t04"\nname = "赵老师"')
    later = (
        later.replace('name = "李老师"', 'name = "李师"')
        .replace("高一(1)班", "一班")
        .replace("2025-01-17", "2025-01-10")
    )
    later += '[[term]]\nid = "2025-spring"\nstart = 2025-02-17\nend = 2025-06-27\n'
    shell.write("r.toml", PAST)

    declare(shell, later + '[[adopt]]\nrulebook = "r.toml"\nclass = "g1c1"\nfrom = 2024-10-01\n')

    assert [
        "登记学期 2024-autumn 2024-09-02 – 2025-01-10,假日 2024-09-16 2024-09-17,调休上课 2024-09-14",
        "登记班级 一班(学段 高中、年级 高一)",
        "撤销任期 王老师 2024-09-21 – ",
        "登记任期 赵老师 2024-09-21 – ",
        "采用 r/1 2024-10-01 –  g1c1",
    ] == listed(shell)


def test_what_was_taken_off_the_register_is_told(shell: Shell) -> None:
    """An adoption and a term that went: in words, in both languages."""
    more = '[[adopt]]\nrulebook = "r.toml"\nclass = "g1c1"\nfrom = 2024-10-01\n'
    shell.write("r.toml", PAST)
    published(shell, school=SCHOOL + more)

    declare(shell, SCHOOL.replace('id = "2024-autumn"', 'id = "autumn"'))
    english = shell.bzr("assert", "2024-10", "--lang", "en").out

    assert [
        "登记学期 autumn 2024-09-02 – 2025-01-17,假日 2024-09-16 2024-09-17,调休上课 2024-09-14",
        "撤销采用 r/1 2024-10-01 –  g1c1",
        "撤销学期 2024-autumn",
    ] == listed(shell)
    for words in ("term autumn registered", "adoption withdrawn: r/1", "term 2024-autumn withdrawn"):
        assert words in english


def test_a_place_is_moved_by_other_classes(shell: Shell) -> None:
    """Where the rulebook ranks, what was recorded for the others counts."""
    published(shell, RANKED)

    record(shell, "2024-10-08,g1c1,卫生不合格,1")
    record(shell, "2024-10-09,g1c2,卫生不合格,3")

    assert ["记录 2024-10-08 卫生不合格", "记录 2024-10-09 卫生不合格 数量3"] == listed(shell)


@pytest.mark.parametrize(("rulebook", "on"), [(PAST, "2024-09-09"), (WIDER, "2024-11-01")])
def test_days_outside_the_month_count_where_they_are_read(shell: Shell, rulebook: str, on: str) -> None:
    """A clause that reaches back to the term's beginning, and one that reads the whole term's score."""
    published(shell, rulebook)

    record(shell, f"{on},g1c1,卫生不合格,1")

    assert [f"记录 {on} 卫生不合格"] == listed(shell)


def test_a_teachers_other_class_counts_where_the_teacher_is_scored(shell: Shell) -> None:
    """王老师 has both classes from the 21st of September on: what the one does moves the other; tenures count, too."""
    published(shell, TEACHER, school=BOTH)

    record(shell, "2024-10-09,g1c2,卫生不合格,1")
    found = listed(shell)
    declare(
        shell,
        BOTH.replace("monthly-quantified", "r.toml").replace(
            "from = 2024-09-21", "from = 2024-09-21\nyears_before = 1"
        ),
    )

    assert ["记录 2024-10-09 卫生不合格"] == found
    assert [
        "记录 2024-10-09 卫生不合格",
        "撤销任期 王老师 2024-09-21 – ",
        "登记任期 王老师 2024-09-21 – ",
    ] == listed(shell, "g1c2")
