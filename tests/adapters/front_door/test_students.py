"""Students are subjects of rules: told apart and counted by pseudonyms, whose names stand in the keys alone."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bzr_adapters import Forbidden, Invalid, NotFound, Refused, School
from bzr_adapters.front_door.json_text import write_json
from tests.adapters.front_door.schools import DECLARATION, Clock
from tests.adapters.front_door.test_forgetting import left_in

RULES = """
[rulebook]
id = "phones"
title = "手机管理"
[[kind]]
id = "phone.used"
title = "玩手机"
fields.count = {}
fields.student = { type = "student" }
[[item]]
id = "total"
title = "总分"
base = 100
[[clause]]
id = "1"
title = "每名学生每次扣1分,每生最多扣2分"
cite = "第1条"
into = "total"
facts = "phone.used"
per = ["month", "student"]
points = -1
most = 2
"""
PSEUDONYM = re.compile("student:[a-z2-7]{16}")


def declare(folder: Path) -> dict[str, object]:
    """A declaration whose rulebook, written to a folder, knows students."""
    (folder / "phones.toml").write_text(RULES, encoding="utf-8")
    return {
        **DECLARATION,
        "adopt": [{"rulebook": str(folder / "phones.toml"), "from": "2024-09-01"}],
        "tenure": [{"teacher": "t01", "name": "张老师", "class": "g1c1", "from": "2024-09-01"}],
        "person": [
            {"name": "李老师", "roles": ["office", "recorder"]},
            {"name": "张老师", "roles": ["head-teacher"]},
            {"name": "王检查", "roles": ["recorder"]},
        ],
    }


@pytest.fixture
def school(tmp_path: Path, clock: Clock) -> Iterator[School]:
    """A school in a file whose rulebook knows students."""
    (tmp_path / "store").mkdir()
    address = f"sqlite:///{tmp_path}/store/school.db"
    with School.create(address, declare(tmp_path), by="李老师", clock=clock, lang="zh") as made:
        yield made


def used(student: str, day: str = "2024-09-03", class_: str = "g1c1", **more: object) -> dict[str, object]:
    """A row: a student used a phone."""
    return {"date": day, "class": class_, "fact": "玩手机", "学生": student, **more}


def students(school: School) -> list[str]:
    """How the facts call their students, in the order recorded."""
    return [str(fact.fields["student"]) for fact in school.facts()]


def ask_all(school: School) -> list[str]:
    """What a school answers about its facts, as documents."""
    answers = [school.month("2024-09"), school.explain("g1c1", "2024-09"), *school.facts(), *school.events()]
    answers += [school.audit("g1c1"), school.feedback("g1c1", "2024-09"), school.duties("g1c1", "2024-09")]
    return [write_json(answer.to_dict()) for answer in answers]


def test_a_student_is_a_pseudonym_of_the_class(school: School) -> None:
    """However the name is spelt; of another class it is another student, and a pseudonym that is written is taken as it is."""
    me = school.acting("李老师")
    me.record([used("王小明"), used("王 小明", "2024-09-04"), used("李华"), used("王小明", class_="g1c2")])
    one, again, other, elsewhere = students(school)
    me.record([used(one, "2024-09-05"), used(one, "2024-09-05", "g1c2")])

    assert all(PSEUDONYM.fullmatch(name) for name in (one, other, elsewhere))
    assert (one, 3) == (again, len({one, other, elsewhere}))
    assert [one, one] == students(school)[-2:]


def test_what_a_student_did_counts_for_each_alone(school: School) -> None:
    """A bound for each student holds, whatever else the class did; a table by row and a JSON Line name the same student."""
    me = school.acting("李老师")
    me.record([used("王小明", f"2024-09-0{day}") for day in (3, 4, 5)])
    me.record_json(json.dumps(used("李华"), ensure_ascii=False))

    assert 97 == school.month("2024-09").statements[0].total
    assert 2 == len({*students(school)})


def test_no_name_is_in_a_file_but_the_keys(school: School, tmp_path: Path) -> None:
    """Nor in any answer, once it was recorded; a dry run and a sheet that is refused keep none at all."""
    me = school.acting("李老师")
    me.record([used("赵不留")], dry_run=True)
    with pytest.raises(Invalid):
        me.record([used("赵不留"), used("赵不留", "2024-09-31")])
    fact = me.record([used("王小明")], sheet="九月").ids[0]
    me.correct(fact, 学生="李小华", reason="看错了人", dry_run=True)
    me.correct(fact, 学生="李华", reason="看错了人")

    assert [] == left_in(tmp_path / "store", "赵不留", "李小华")
    assert [] == [name for name in ("王小明", "李华") if name.encode() in (tmp_path / "store/school.db").read_bytes()]
    answers = "".join(ask_all(school))
    assert "王小明" not in answers
    assert "李华" not in answers
    assert PSEUDONYM.search(answers)


def test_a_sheet_recorded_again_is_known(school: School) -> None:
    """Its rows are the same facts, and what changed is a correction."""
    me = school.acting("李老师")
    rows = [used("王小明"), used("李华")]
    first = me.record(rows, sheet="九月")
    again = me.record(rows, sheet="九月")
    changed = me.record([used("王小明"), used("李华", count=2)], sheet="九月", gone="amend", reason="数错了")

    assert (2, (), first.ids) == (len(first.new), again.new, again.ids)
    assert 1 == len(changed.amended)
    assert 2 == len({*students(school)})


def test_who_a_student_is_is_told_to_whoever_may_know(school: School) -> None:
    """The office and the head teacher of the class; each look is recorded."""
    office, head = school.acting("李老师"), school.acting("张老师")
    office.record([used("王小明"), used("李华", class_="g1c2")])
    mine, other = students(school)

    told = head.identify(mine).to_dict()
    assert ("王小明", "g1c1", "kept", "张老师") == (told["name"], told["class"], told["state"], told["by"])
    assert other == office.identify("李 华", class_="高一(2)班").to_dict()["pseudonym"]
    for who, asked in ((head, other), (school.acting("王检查"), mine), (school.acting("路人"), mine)):
        with pytest.raises(Forbidden):
            who.identify(asked)
        assert who.may("identify") is (who is head)
    with pytest.raises(NotFound) as error:
        office.identify("李华", class_="g1c1")
    assert "person.unknown-student" == error.value.code
    trail = [(row["actor"], row["text"]) for row in school.audit(mine).to_dict()["events"]]
    assert ["李老师", "张老师"] == [actor for actor, _ in trail]
    assert (True, f"查看学生 {mine}") == (mine in trail[0][1], trail[1][1])
    looks = [event for event in school.events() if event.name == "personal-data.shown/1"]
    assert [("张老师", (mine,)), ("李老师", (other,))] == [
        (each.recorder, tuple(each.data["pseudonyms"])) for each in looks
    ]


def test_a_student_is_erased_and_every_number_stays(school: School, tmp_path: Path) -> None:
    """By class or by pseudonym, where two bear the name; afterwards the name is a new student."""
    me = school.acting("李老师")
    me.record([used("王小明", note="王小明在上课"), used("王小明", class_="g1c2")], sheet="九月")
    me.record([used("欧阳一", "2024-09-04", note="欧阳一说的")])
    before, facts = school.month("2024-09").to_dict(), students(school)
    with pytest.raises(NotFound) as error:
        me.erase("王小明", reason="家长要求")
    assert "person.ambiguous" == error.value.code
    with pytest.raises(NotFound):
        me.erase("王小明", class_="高一(1)班x", reason="家长要求")
    with pytest.raises(NotFound):
        me.erase("欧阳一", class_="g1c2", reason="家长要求")
    assert "欧阳一说的" in "".join(ask_all(school))
    me.erase("王小明", class_="高一(1)班", reason="家长要求")
    assert ("erased", None) == tuple(me.identify(facts[0]).to_dict()[key] for key in ("state", "name"))
    assert "王小明" == me.identify(facts[1]).to_dict()["name"]
    me.erase(facts[1], reason="家长要求")
    me.erase("欧阳一", reason="家长要求")

    with pytest.raises(Refused):
        me.record([used("王小明", note="王小明在上课"), used("王小明", class_="g1c2")], sheet="九月")

    assert [] == left_in(tmp_path / "store", "王小明", "在上课", "欧阳一")
    assert {**before, "position": 0} == {**school.month("2024-09").to_dict(), "position": 0}
    assert facts == students(school)
    assert ["记录", "查看", "删除"] == [row["text"][:2] for row in school.audit(facts[1]).to_dict()["events"]]
    assert school.verify().ok
    me.record([used("王小明", "2024-09-05")])
    assert students(school)[-1] not in facts


def test_a_restricted_student_is_the_same_and_not_shown(school: School) -> None:
    """Rows that name the student still count for the same one."""
    me = school.acting("李老师")
    me.record([used("王小明")])
    (student,) = students(school)
    me.restrict("王小明", class_="g1c1", reason="核实期间")
    me.record([used("王小明", "2024-09-04")])

    assert [student] * 2 == students(school)
    assert (None, "restricted") == tuple(me.identify(student).to_dict()[key] for key in ("name", "state"))
    me.restrict(student, reason="核实完毕", lift=True)
    assert "王小明" == me.identify(student).to_dict()["name"]


def test_students_are_the_same_for_everybody_at_a_server(postgres_address: str, tmp_path: Path, clock: Clock) -> None:
    """Two who have it open find, look up and erase the same student; a name of any length is one."""
    made = School.create(postgres_address, declare(tmp_path), by="李老师", clock=clock)
    with made as school, School.open(postgres_address, clock=clock) as other:
        me, beside = school.acting("李老师"), other.acting("李老师")
        me.record([used("王小明"), used("甲" * 3000)])
        beside.record([used("王 小明", "2024-09-04")])
        student, long, again = students(school)
        told = beside.identify(student).to_dict()["name"]
        me.erase("王小明", class_="g1c1", reason="家长要求")
        beside.record([used("王小明", "2024-09-05")])

        assert (student, "王小明", "erased") == (again, told, beside.identify(student).to_dict()["state"])
        assert students(school)[-1] not in (student, long)
        assert school.verify().ok


def test_a_student_is_erased_and_nobody_else_of_that_name(school: School) -> None:
    """Whoever acts under the name goes on acting under it."""
    me, namesake = school.acting("李老师"), school.acting("王检查")
    namesake.record([used("王检查")])
    (student,) = students(school)
    me.erase("王检查", class_="g1c1", reason="家长要求")

    assert "erased" == me.identify(student).to_dict()["state"]
    assert {"王检查"} == {fact.recorder for fact in school.facts()}
    assert namesake.record([used("李华", "2024-09-04")]).new
