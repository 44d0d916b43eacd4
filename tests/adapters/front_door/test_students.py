"""Students are subjects of rules: told apart and counted by pseudonyms, whose names stand in the keys alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bzr_adapters import School
from tests.adapters.front_door.schools import DECLARATION, Clock

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


@pytest.fixture
def school(tmp_path: Path, clock: Clock) -> Iterator[School]:
    """A school in a file whose rulebook knows students."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "phones.toml").write_text(RULES, encoding="utf-8")
    declaration = {
        **DECLARATION,
        "adopt": [{"rulebook": str(tmp_path / "rules" / "phones.toml"), "from": "2024-09-01"}],
        "tenure": [{"teacher": "t01", "name": "张老师", "class": "g1c1", "from": "2024-09-01"}],
        "person": [
            {"name": "李老师", "roles": ["office", "recorder"]},
            {"name": "张老师", "roles": ["head-teacher"]},
            {"name": "王检查", "roles": ["recorder"]},
        ],
    }
    (tmp_path / "store").mkdir()
    address = f"sqlite:///{tmp_path}/store/school.db"
    with School.create(address, declaration, by="李老师", clock=clock, lang="zh") as made:
        yield made


def used(student: str, day: str = "2024-09-03", class_: str = "g1c1", **more: object) -> dict[str, object]:
    """A row: a student used a phone."""
    return {"date": day, "class": class_, "fact": "玩手机", "学生": student, **more}


def students(school: School) -> list[str]:
    """How the facts call their students, in the order recorded."""
    return [str(fact.fields["student"]) for fact in school.facts()]


def test_a_student_is_a_pseudonym_of_the_class(school: School) -> None:
    """However the name is spelt; of another class it is another student, and a pseudonym that is written is taken as it is."""
    me = school.acting("李老师")
    me.record([used("王小明"), used("王 小明", "2024-09-04"), used("李华"), used("王小明", class_="g1c2")])
    one, again, other, elsewhere = students(school)
    me.record([used(one, "2024-09-05"), used(one, "2024-09-05", "g1c2")])

    assert all(PSEUDONYM.fullmatch(name) for name in (one, other, elsewhere))
    assert (one, 3) == (again, len({one, other, elsewhere}))
    assert [one, one] == students(school)[-2:]
