"""A student in a sheet is a pseudonym in every table and document; `bzr student` alone knows the name."""

import json

from tests.adapters.cli.calling import Shell
from tests.adapters.cli.test_own_fields import RULEBOOK, SCHOOL
from tests.support.documents import list_faults

KNOWN = RULEBOOK.replace('student = { title = "学生" }', 'student = { type = "student" }')
SHEET = "日期,班级,事项,学生,minutes,asked,at,why\n2024-09-03,g1c1,学生迟到,王某,5,2024-09-02,7:12,因私\n"


def test_a_students_name_is_in_no_answer_but_one(shell: Shell) -> None:
    """Rows of a sheet, of a workbook's export and of a correction; the preview and the recording, tables and accounts."""
    shell.write("late.toml", KNOWN)
    shell.write("school.toml", SCHOOL)
    shell.write("迟.csv", SHEET + SHEET.splitlines()[1].replace("09-03", "09-04"))
    told = [
        shell.bzr("setup", "school.toml"),
        shell.bzr("record", "迟.csv", "--dry-run"),
        shell.bzr("record", "迟.csv"),
    ]
    facts = json.loads(shell.bzr("facts", "--json").out)["facts"]
    (student,) = {fact["own"]["student"] for fact in facts}
    told += [
        shell.bzr("correct", facts[0]["id"], "minutes=6", "--reason", "看错了"),
        *(shell.bzr(*words) for words in (("facts",), ("explain", "g1c1", "2024-09"), ("audit", "g1c1"))),
        shell.bzr("facts", "--output", "out.csv"),
        shell.bzr("student", "王 某", "--class", "高一(1)班"),
    ]
    accesses = json.loads(shell.bzr("access-log", "--json").out)["accesses"]
    known = json.loads(shell.bzr("student", student, "--json").out)

    assert [] == list_faults(known)
    assert "student" in str(accesses[-1])
    assert [0] * len(told) == [each.status for each in told]
    assert f"{student}  g1c1  王某\n" == shell.bzr("student", student).out
    assert "王某" not in "".join(each.out + each.err for each in told[:-1])
    assert ("王某" in told[-1].out, student in told[-1].out) == (True, True)
    assert "王某" not in (shell.folder / "out.csv").read_text(encoding="utf-8-sig")
    assert student in told[5].out
    assert ("王某", "kept") == tuple(known[key] for key in ("name", "state"))


def test_a_name_without_its_class_is_asked_for_it(shell: Shell) -> None:
    """A pseudonym that nobody was given is told as unknown."""
    shell.write("late.toml", KNOWN)
    shell.write("school.toml", SCHOOL)
    shell.bzr("setup", "school.toml")

    asked, unknown = shell.bzr("student", "王某"), shell.bzr("student", "student:abcdefghijklmnop")

    assert (2, True) == (asked.status, "--class" in asked.err)
    assert (2, True) == (unknown.status, "密钥里没有学生" in unknown.err)
