"""A class without a head teacher on a school day is named: by setup, in the month, in the term."""

from tests.adapters.cli.calling import SCHOOL, Shell

GAP = SCHOOL.replace("to = 2024-09-20", "to = 2024-09-05").replace("from = 2024-09-21", "from = 2024-09-10")
WORDS = "2024-09-06至2024-09-09有2个上课日没有班主任(A3 第四条)"


def test_a_gap_between_two_head_teachers_is_named(shell: Shell) -> None:
    """By setup with the class, and beside the class in the month and the term."""
    shell.write("school.toml", GAP)

    told = shell.bzr("setup", "school.toml")

    assert f"注意 高一(1)班 {WORDS}" in told.out.splitlines()
    assert WORDS in shell.bzr("month", "2024-09").out
    assert WORDS in shell.bzr("term", "2024-autumn").out


def test_a_tenure_under_a_school_year_asks_for_its_reason(shell: Shell) -> None:
    """It is registered, and setup says how the exception is recorded; one that still runs is not spoken of."""
    shell.write("school.toml", GAP)

    lines = [line for line in shell.bzr("setup", "school.toml").out.splitlines() if "不满一学年" in line]

    (line,) = lines
    assert "2024-09-05 不满一学年(A3 第五条);理由和批准人用 bzr appoint start … --except term 记录" in line


def test_a_school_without_any_head_teacher_is_told_once(shell: Shell) -> None:
    """Not for every class and term."""
    shell.write("school.toml", SCHOOL[: SCHOOL.index("[[tenure]]")] + SCHOOL[SCHOOL.index("[[adopt]]") :])

    lines = [line for line in shell.bzr("setup", "school.toml").out.splitlines() if "A3 第四条" in line]

    assert ["还没有登记班主任(A3 第四条)"] == lines
