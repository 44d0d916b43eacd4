"""Persons and rights of a school file, and what they let whom do."""

from datetime import timedelta
from typing import Any

import pytest

from bzr_adapters.intake.school_file import read_people
from bzr_adapters.intake.shipped_rights import list_shipped_rights
from bzr_domain.kernel.messages import Problem
from bzr_domain.register.people import People, Person
from bzr_domain.rulebook.toml_values import TableReader
from tests.adapters.cli.calling import SCHOOL, SEPTEMBER, Shell
from tests.adapters.cli.golden import golden

STAFF = """
[[person]]
name = "张干事"
roles = ["office"]

[[person]]
name = "赵检查员"
roles = ["记录员"]

[[person]]
name = "王校长"
roles = ["head"]
"""
OWN = """
[[right]]
step = "correct"
roles = ["记录员", "office"]
cite = "校长办公会 2024-08-30"

[[right]]
record = "safety.sanction"
roles = ["head"]
title = "记录处分"
"""


@pytest.fixture
def staffed(shell: Shell) -> Shell:
    """The small school with its staff and two rights of its own."""
    shell.write("school.toml", SCHOOL + STAFF + OWN)
    answer = shell.bzr("setup", "school.toml")
    assert 0 == answer.status, answer.err
    return shell


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_setup_says_who_and_which_rights_were_registered(shell: Shell, lang: str) -> None:
    """Persons with their roles, the school's own rights, and the shipped ones for every other step; then changes."""
    shell.write("school.toml", SCHOOL + STAFF + OWN)
    first = shell.bzr("setup", "school.toml", "--lang", lang).out
    promoted = STAFF.replace('roles = ["office"]', 'roles = ["office", "deputy-head"]')
    shell.write(
        "school.toml",
        SCHOOL + promoted.replace('name = "王校长"', 'name = "吴校长"') + OWN.replace('"head"', '"office"'),
    )
    second = shell.bzr("setup", "school.toml", "--lang", lang, "--by", "张干事").out
    shell.write("school.toml", SCHOOL)
    third = shell.bzr("setup", "school.toml", "--lang", lang, "--by", "吴校长").out

    assert golden(f"setup-people.{lang}", first + "----\n" + second + "----\n" + third) == (
        first + "----\n" + second + "----\n" + third
    )


NO = {
    "record": ("record", "九月.csv", "--by", "王校长"),
    "record-kind": ("record", "九月.csv", "--by", "赵检查员"),
    "record-partial": ("record", "九月.csv", "--partial", "--by", "路人"),
    "void": ("void", "a-0", "--reason", "误记", "--by", "赵检查员"),
    "correct": ("correct", "a-0", "数量=1", "--reason", "误记", "--by", "王校长"),
    "propose": ("appoint", "propose", "g1c1", "t02", "--by", "王校长"),
    "decide": ("appoint", "decide", "g1c1", "--by", "张干事"),
    "substitute": ("appoint", "substitute", "g1c1", "t02", "--reason", "病假", "--by", "王校长"),
    "studio": ("appoint", "studio", "晨光", "t02", "--role", "host", "--by", "王校长"),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", NO)
def test_who_may_not_is_told_which_role_may_and_who_has_it(staffed: Shell, name: str, lang: str) -> None:
    """Status 1, one block, word for word; nothing is recorded."""
    staffed.write("一.csv", "日期,班级,事项,数量,编号\n2024-09-03,g1c1,卫生不合格,2,a-0\n")
    assert 0 == staffed.bzr("record", "一.csv", "--by", "张干事").status
    staffed.write("九月.csv", SEPTEMBER)
    before = staffed.bzr("facts", "--json").out

    answer = staffed.bzr(*NO[name], "--lang", lang)

    assert (1, "") == (answer.status, answer.out)
    assert golden(f"no-right-{name}.{lang}", answer.err) == answer.err
    assert before == staffed.bzr("facts", "--json").out


def test_who_has_the_role_may(staffed: Shell) -> None:
    """The recorder records, the office voids, the school's own right lets the recorder correct."""
    rows = [row for row in SEPTEMBER.splitlines() if not row.endswith(("a-6", "a-7"))]
    staffed.write("九月.csv", "\n".join(rows) + "\n")

    answers = [
        staffed.bzr("record", "九月.csv", "--by", "赵检查员"),
        staffed.bzr("correct", "a-1", "数量=1", "--reason", "复查", "--by", "赵检查员"),
        staffed.bzr("void", "a-2", "--reason", "误记", "--by", "张干事"),
        staffed.bzr("record", "九月.csv", "--by", "路人"),
    ]

    assert [(0, "")] * 4 == [(one.status, one.err) for one in answers]
    assert "新记录0条,已知5条" == answers[3].out.splitlines()[0]


def test_an_appointment_passes_through_several_hands(staffed: Shell) -> None:
    """A21 第六条: the office lists and publishes, the head decides and issues the letter."""
    gone = SCHOOL.replace("from = 2024-09-21\n", "from = 2024-09-21\nto = 2025-01-17\n")
    staffed.write("school.toml", gone + STAFF + OWN)
    assert 0 == staffed.bzr("setup", "school.toml", "--by", "王校长").status
    steps = [
        (
            "propose",
            "g1c1",
            "t02",
            "--certificate",
            "C-1",
            "--teaches",
            "语文",
            "--attested-by",
            "王校长",
            "--on",
            "2025-01-06",
            "--by",
            "张干事",
        ),
        ("decide", "g1c1", "--on", "2025-01-06", "--by", "王校长"),
        ("publish", "g1c1", "--on", "2025-01-06", "--by", "张干事"),
        ("start", "g1c1", "--on", "2025-02-17", "--by", "王校长"),
        ("end", "g1c1", "--on", "2025-06-27", "--reason", "调走", "--by", "王校长"),
    ]

    assert [0] * 5 == [staffed.bzr("appoint", *step).status for step in steps]


FAULTS = {
    "role": (STAFF.replace('"head"', '"heads"'), "王校长:没有角色“heads”;是不是“head”?"),
    "twice": (STAFF + STAFF, "人员“张干事”登记了两次"),
    "word": (STAFF.replace("roles", "role", 1), "[[person]] 1:role:没有这个词;是不是“roles”?"),
    "step": (
        STAFF + '[[right]]\nstep = "pay.prepar"\nroles = ["office"]\n',
        "[[right]] 1:step:没有“pay.prepar”;是不是“pay.prepare”?",
    ),
    "kind": (
        STAFF + '[[right]]\nrecord = "hygiene.scor"\nroles = ["office"]\n',
        "[[right]] 1:record:没有“hygiene.scor”;是不是“hygiene.score”?",
    ),
    "both": (
        STAFF + '[[right]]\nstep = "void"\nrecord = "hygiene.score"\nroles = []\n',
        "[[right]] 1:step:step 和 record 写且只写一个",
    ),
    "right-twice": (STAFF + OWN + OWN, "权限“correct”登记了两次"),
    "nobody-left": (
        '[[person]]\nname = "赵检查员"\nroles = ["记录员"]\n',
        "以后没有人可以再运行 bzr setup;至少给一位人员这样的角色:校长或政教处",
    ),
    "nobody": (OWN, "[[right]] 1:roles:没有登记任何人员;请用 [[person]] 登记人员和角色"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_among_people_is_named(shell: Shell, name: str) -> None:
    """Status 1 with every fault, and nothing is registered."""
    text, expected = FAULTS[name]
    shell.write("school.toml", SCHOOL + text)

    answer = shell.bzr("setup", "school.toml")

    assert 1 == answer.status
    assert f"  {expected}\n" in answer.err


def test_a_school_of_no_persons_has_no_rights() -> None:
    """Then the register says nothing of them, and everybody may do everything."""
    problems: list[Problem] = []

    assert People() == read_people([], [], [])
    assert not problems


def test_the_schools_own_right_stands_in_the_place_of_the_shipped_one() -> None:
    """One right for a step; the shipped words and the school's roles."""
    table: dict[str, Any] = {"step": "void", "roles": ["head"]}
    person = TableReader({"name": "王校长", "roles": ["head"]}, "[[person]]")

    people = read_people([person], [TableReader(table, "[[right]]")], [])
    own = people.right_for("void")

    assert (Person(name="王校长", roles=("head",)),) == people.persons
    assert own is not None
    assert (("head",), "作废记录", "") == (own.roles, own.title, own.cite)
    assert len(list_shipped_rights()) == len(people.rights)


EVERYBODY = "".join(
    f'\n[[person]]\nname = "{name}"\nroles = ["{role}"]\n'
    for name, role in (
        ("张干事", "office"),
        ("刘干事", "office"),
        ("张老师", "head-teacher"),
        ("吴副校长", "deputy-head"),
        ("王校长", "head"),
        ("钱会计", "finance"),
        ("孙审计", "auditor"),
    )
)


def test_a_month_passes_through_the_hands_that_may(shell: Shell) -> None:
    """公示、异议、处理、终定、填表、审核、审批、交财务、发放: each by its role, and by no other."""
    shell.write("school.toml", SCHOOL + EVERYBODY)
    shell.write("九月.csv", SEPTEMBER)
    assert [0, 0] == [
        shell.bzr("setup", "school.toml").status,
        shell.bzr("record", "九月.csv", "--by", "张干事").status,
    ]
    shell.now += timedelta(days=1)
    steps: list[tuple[int, str, tuple[str, ...]]] = [
        (0, "张干事", ("publish", "2024-09", "--until", "2024-10-12", "--nothing-recorded", "没有事")),
        (0, "张老师", ("appeal", "g1c1", "2024-09", "a-1", "--grounds", "不是本班")),
        (7, "刘干事", ("final", "2024-09", "g1c2")),
        (0, "张干事", ("pay", "2024-09", "prepare", "--scheme", "scheme-1")),
        (0, "吴副校长", ("pay", "2024-09", "review")),
        (0, "王校长", ("pay", "2024-09", "approve")),
        (0, "张干事", ("pay", "2024-09", "hand-over", "--before-final", "不等申诉")),
        (0, "钱会计", ("pay", "2024-09", "pay")),
    ]

    for days, actor, step in steps:
        shell.now += timedelta(days=days)
        other = shell.bzr(*step, "--by", "孙审计")
        answer = shell.bzr(*step, "--by", actor)

        assert (1, True) == (other.status, "孙审计(审计)不能做" in other.out + other.err), step
        assert 0 == answer.status, (step, answer.err)


@pytest.mark.parametrize("decision", ["--rejected", "--upheld"])
def test_an_appeal_is_decided_by_the_office(shell: Shell, decision: str) -> None:
    """Whoever may void otherwise: an appeal is the office's, whichever way it is decided."""
    shell.write("school.toml", SCHOOL + EVERYBODY)
    shell.write("九月.csv", SEPTEMBER)
    shell.bzr("setup", "school.toml")
    shell.bzr("record", "九月.csv", "--by", "张干事")
    shell.bzr("publish", "2024-09", "--until", "2024-10-12", "--nothing-recorded", "没有事", "--by", "张干事")
    shell.bzr("appeal", "g1c1", "2024-09", "a-1", "--grounds", "不是本班", "--by", "张老师")

    answer = shell.bzr("decide", "g1c1", "2024-09", decision, "--reason", "查实", "--by", "王校长")

    assert (1, True) == (answer.status, "须由政教处来做(张干事、刘干事)" in answer.err), answer.err


def test_nobody_makes_oneself_head(staffed: Shell) -> None:
    """Once there are persons, the register is amended by the head or the office; the first setup asks nobody."""
    staffed.write("school.toml", SCHOOL + STAFF.replace("赵检查员", "路人").replace("记录员", "校长"))

    stranger = staffed.bzr("setup", "school.toml", "--by", "路人")
    recorder = staffed.bzr("setup", "school.toml", "--by", "赵检查员", "--lang", "en")
    office = staffed.bzr("setup", "school.toml", "--by", "张干事")

    assert [
        "错误:路人(没有角色)不能做“修改学校登记”(setup):须由校长或政教处来做(张干事、王校长)",
        "  依据:A1 三、1",
    ] == stranger.err.splitlines()
    assert (
        "error: 赵检查员 (recorder) may not do setup: that takes head or office (张干事, 王校长)"
        == recorder.err.splitlines()[0]
    )
    assert [(1, ""), (1, ""), (0, "")] == [
        (stranger.status, stranger.out), (recorder.status, recorder.out), (office.status, office.err),
    ]  # fmt: skip


def test_a_head_teacher_appeals_for_the_class_they_had(shell: Shell) -> None:
    """张老师 had g1c1 until 20 September, 李老师 has g1c2: each speaks for their own class and time; the office for none."""
    staff = "".join(
        f'\n[[person]]\nname = "{name}"\nroles = ["{role}"]\n'
        for name, role in (("张干事", "office"), ("张老师", "head-teacher"), ("李老师", "head-teacher"))
    )
    own = '\n[[right]]\nstep = "appeal.file"\nroles = ["head-teacher", "office"]\ncite = "校务会"\n'
    shell.write("school.toml", SCHOOL + staff + own)
    assert 0 == shell.bzr("setup", "school.toml").status
    shell.now += timedelta(days=40)
    for month in ("2024-09", "2024-10"):
        assert (
            0
            == shell.bzr(
                "publish", month, "--until", "2024-12-01", "--nothing-recorded", "没有事", "--by", "张干事"
            ).status
        )

    def asked(month: str, by: str) -> tuple[int, str]:
        answer = shell.bzr("appeal", "g1c1", month, "6.3", "--grounds", "联系过", "--by", by)
        return answer.status, answer.err

    assert (0, "") == asked("2024-09", "张 老师")
    assert (0, "") == asked("2024-10", "张干事")
    assert (
        1, "错误:张老师在2024-10不是g1c1的班主任(王老师),不能就这个班申诉\n  依据:校务会\n",
    ) == asked("2024-10", "张老师")  # fmt: skip
    assert (
        1, "错误:李老师在2024-09不是g1c1的班主任(张老师、王老师),不能就这个班申诉\n  依据:校务会\n",
    ) == asked("2024-09", "李老师")  # fmt: skip
