"""`bzr new-year`: the school file of a new school year, under which nothing of the old one moves."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bzr_adapters import Invalid, draft_new_year
from tests.adapters.cli.calling import Answer, Shell

GRADES = "一二三"
STEPS = ("prepare --scheme scheme-1", "review --by 甲", "approve --by 乙", "hand-over --by 丙", "pay --by 丁")
ROSTER = "班级,班主任,人数,电话\n高一(1)班,老师 21,45,138\n高一(2)班,新老师,44,139\n"


def write_school() -> str:
    """A school file of twelve classes in three grades, written in several ways, with a term and head teachers."""
    return "\r\n".join(
        (
            '# 学校文件\r\n[school]\r\nname = "示例中学" # 校名\r\n',
            '[[term]]\r\nid = "2024-autumn"\r\nstart = 2024-09-02\r\nend = 2025-01-17',
            *_write_classes(),
            '[[adopt]]\r\nrulebook = "monthly-quantified"\r\nfrom = 2024-09-01',
        )
    )


def _write_classes() -> Iterator[str]:
    for place, grade in enumerate(GRADES):
        for number in range(1, 5):
            id_ = f"c{2024 - place}-{number}"
            yield f'\r\n# 高{grade}\r\n[[class]]\r\nid = "{id_}"\r\nname = "高{grade}({number})班" # 名称\r\ngrade = "高{grade}"'
            yield {
                1: "# 在东楼\r\n",
                2: f'aliases = ["高{grade}2班"]',
                3: "change = [{ from = 2024-11-04, students = 39 }] # 转走[两人]",
                4: "\r\n[[class.change]]\r\nfrom = 2024-11-04\r\nstudents = 38",
            }[number]
            yield f'[[tenure]]\r\nteacher = "t{place}{number}"\r\nname = "老师{place}{number}"'
            yield f'class = "{id_}"\r\nfrom = 2024-09-01'


@pytest.fixture
def office(shell: Shell) -> Shell:
    """The school file of twelve classes, and a roster of the new ones."""
    (shell.folder / "school.toml").write_text(write_school(), encoding="utf-8", newline="")
    shell.write("新生.csv", ROSTER)
    return shell


def live_september(shell: Shell) -> None:
    """Publish September, make it final and pay it; a year passes."""
    shell.write("f.csv", "日期,班级,事项,数量\n2024-09-03,高一(1)班,卫生不合格,2\n2024-09-04,高三2班,卫生不合格,1\n")
    carry_out(shell, "setup school.toml")
    carry_out(shell, "record f.csv")
    carry_out(shell, "publish 2024-09 --until 2024-10-12 --nothing-recorded 开学")
    shell.now = datetime(2024, 10, 20, 4, tzinfo=UTC)
    carry_out(shell, "final 2024-09")
    for step in STEPS:
        carry_out(shell, f"pay 2024-09 {step}")
    shell.now = datetime(2025, 8, 20, 4, tzinfo=UTC)


def carry_out(shell: Shell, line: str) -> Answer:
    """Call bzr; it has to do what it is asked."""
    answer = shell.bzr(*line.split())
    assert (0, "") == (answer.status, answer.err), line
    return answer


def list_past(shell: Shell) -> list[str]:
    """What is told of September, without the head line, whose position is that of the moment."""
    return [line for command in ("month 2024-09", "pay 2024-09", "assert 2024-09") for line in _tell(shell, command)]


def _tell(shell: Shell, command: str) -> list[str]:
    return carry_out(shell, command).out.splitlines()[1:]


def test_two_new_school_years_move_nothing(office: Shell) -> None:
    """Eight of twelve classes go up, four leave, two are new; a dry run of setup lists nothing that moves."""
    live_september(office)
    before = list_past(office)

    answer = carry_out(office, "new-year school.toml --from 2025-09-01 --roster 新生.csv")

    assert [
        "写了 school-2025.toml;“school.toml”没有改动",
        "8个班升级:" + "、".join(f"高{a}({n})班 → 高{b}({n})班" for a, b in ("一二", "二三") for n in range(1, 5)),
        "4个班毕业:高三(1)班、高三(2)班、高三(3)班、高三(4)班",
        "2个班新建:高一(1)班、高一(2)班",
        "名册里没有用到的:电话",
    ] == answer.out.splitlines()[:-1]
    lines = carry_out(office, "setup school-2025.toml --dry-run").out.splitlines()
    assert "没有一个分数、一笔绩效会变动" == lines[0]
    assert "修改 班级 c2024-2 变动 +2025-09-01 高二(2)班 高二 高二2班" in lines
    carry_out(office, "setup school-2025.toml")
    assert before == list_past(office)
    carry_out(office, "new-year school-2025.toml --from 2026-09-01")
    assert "没有一个分数、一笔绩效会变动" == carry_out(office, "setup school-2026.toml --dry-run").out.splitlines()[0]
    carry_out(office, "setup school-2026.toml")
    assert before == list_past(office)
    classes = tomllib.loads((office.folder / "school-2026.toml").read_text(encoding="utf-8"))["class"]
    assert ["高三(1)班", "高三(2)班", "高三(3)班", "高三(4)班"] == [row["change"][-1]["name"] for row in classes[:4]]
    assert ["高二(1)班", "高二(2)班"] == [row["change"][-1]["name"] for row in classes[12:]]


def test_the_old_text_stays_line_for_line(office: Shell) -> None:
    """Comments and line ends included; only a list in brackets has its addition in its own line."""
    carry_out(office, "new-year school.toml --from 2025-09-01 --output 新.toml")

    old, new = write_school(), (office.folder / "新.toml").read_bytes().decode()
    assert old == (office.folder / "school.toml").read_bytes().decode()
    remaining = iter(new.split("\r\n"))
    assert [] == [line for line in old.split("\r\n") if "change = [" not in line and line not in remaining]
    assert new.count("\n") == new.count("\r\n")
    tables = tomllib.loads(new)
    changes = {row["id"]: row["change"][-1] for row in tables["class"] if "to" not in row}
    assert {"高二(1)班", "高二(2)班", "高二(3)班", "高二(4)班"} <= {change["name"] for change in changes.values()}
    assert ["高二2班"] == changes["c2024-2"]["aliases"]
    assert {"from", "name", "grade"} == changes["c2024-3"].keys()
    last_days = [str(row["to"]) for row in (*tables["class"], *tables["tenure"]) if "to" in row]
    assert ["2025-08-31"] * 8 == last_days


def test_a_new_class_has_its_head_teacher_from_its_first_day(office: Shell) -> None:
    """Who had a class before keeps the id and the name of then, however the roster spells it."""
    draft = draft_new_year("school.toml", "2025-09-01", "新生.csv")

    tables = tomllib.loads(draft.text)
    assert [("t21", "老师21", "c2025-1"), ("t05", "新老师", "c2025-2")] == [
        (row["teacher"], row["name"], row["class"]) for row in tables["tenure"][12:]
    ]
    assert (2, 2, 2) == (draft.classes, draft.teachers, len([step for step in draft.steps if step.step == "new"]))


@pytest.mark.parametrize(
    ("roster", "code"),
    [
        ("班级\n高二1班\n", "register.name-taken"),
        ("班级,编号\n高一1班,c2024-1\n", "register.declared-twice"),
        ("班级,编号\n高一1班,高二(1)班\n", "register.id-is-a-name"),
        ("班级,工号,班主任\n高一1班,t01,别人\n", "register.two-names"),
        ("班级,人数\n高一1班,多\n", "sheet.bad-cell"),
    ],
)
def test_a_roster_that_does_not_fit_is_refused_and_nothing_written(office: Shell, roster: str, code: str) -> None:
    """A name that another class bears from that day on, an id or a staff number that is another's."""
    office.write("r.csv", roster)

    with pytest.raises(Invalid) as error:
        draft_new_year("school.toml", "2025-09-01", "r.csv")
    answer = office.bzr("new-year", "school.toml", "--from", "2025-09-01", "--roster", "r.csv")

    problems = error.value.problems
    lines = [
        f"错误:有{len(problems)}处问题,什么都没有写",
        *(f"  {each}" for each in problems),
        "怎么办:改正后再运行一次",
    ]
    assert code == problems[0].code
    assert (1, lines) == (answer.status, answer.err.splitlines())
    assert not (office.folder / "school-2025.toml").exists()


def test_what_nobody_can_promote_is_listed_and_stays(shell: Shell) -> None:
    """With the reason; a name that bears the year of entry stays as well, and leaves after its last grade."""
    names = ("高11班", "2024级1班", "2022级1班", "火箭班")
    classes = "".join(f'[[class]]\nid = "c{n}"\nname = "{name}"\n' for n, name in enumerate(names))
    shell.write("s.toml", f'[school]\nname = "校"\n{classes}')

    answer = carry_out(shell, "new-year s.toml --from 2025-09-01")

    assert [
        "1个班毕业:2022级1班",
        "3个班没有改动:高11班 (读不出年级)、2024级1班 (名称和年级不随学年变)、火箭班 (读不出年级)",
    ] == answer.out.splitlines()[1:-1]
    assert 1 == shell.bzr("new-year", "s.toml", "--from", "2025-09-01").status, "the file is there"


def test_two_head_teachers_of_one_name_are_asked_about(shell: Shell) -> None:
    """The roster has to say which one is meant."""
    rows = "".join(
        f'[[class]]\nid = "c{n}"\nname = "高一({n})班"\n'
        f'[[tenure]]\nteacher = "t{n}"\nname = "王芳"\nclass = "c{n}"\nfrom = 2024-09-01\n'
        for n in (1, 2)
    )
    shell.write("s.toml", f'[school]\nname = "校"\n{rows}')
    shell.write("r.csv", "班级,班主任\n高一(1)班,王芳\n")

    answer = shell.bzr("new-year", "s.toml", "--from", "2025-09-01", "--roster", "r.csv")

    assert "  班主任“王芳”有2位;请在名册里加“工号”一栏,写编号:t1、t2" in answer.err.splitlines()


@pytest.mark.parametrize(
    ("text", "start", "words"),
    [
        ('class = [{id = "a", name = "高一(1)班"}]\n[school]\nname = "校"\n', "2025-09-01", "[[class.change]]"),
        ('[school]\nname = "校"\n', "九月", "“九月”不是日期"),
        ('[school]\nname = "校"\n', "0001-01-01", "不能是新学年的第一天"),
    ],
)
def test_a_call_that_cannot_be_carried_out_says_why(shell: Shell, text: str, start: str, words: str) -> None:
    """Classes in brackets take no new class; a day has to be one, and one that schools have."""
    shell.write("s.toml", text)
    shell.write("r.csv", "班级\n高一(2)班\n")

    answer = shell.bzr("new-year", "s.toml", "--from", start, "--roster", "r.csv")

    assert words in answer.err
    assert ["r.csv", "s.toml"] == sorted(path.name for path in Path(shell.folder).iterdir())
