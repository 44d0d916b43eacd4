"""A rulebook's life is one list: drafted, adopted, amended, repealed; nothing is computed under a draft."""

from tests.adapters.cli.calling import SCHOOL, Shell

OWN = '[rulebook]\nid = "ours"\nversion = 1\ntitle = "本校"\n[[item]]\nid = "total"\ntitle = "总分"\nbase = 100\n'
DRAFT = '\n[[draft]]\nrulebook = "ours.toml"\n'
ADOPT = '\n[[adopt]]\nrulebook = "ours.toml"\nfrom = 2025-02-17\n'


def test_the_life_of_a_rulebook_is_one_list(shell: Shell) -> None:
    """Drafted, adopted, given a last day, and followed by another draft; set up again, nothing changes."""
    shell.write("ours.toml", OWN)
    shell.write("ours2.toml", OWN.replace("version = 1", "version = 2"))
    second = DRAFT.replace("ours", "ours2")

    told = [
        _set_up(shell, SCHOOL + more)
        for more in (DRAFT, DRAFT + ADOPT, DRAFT + ADOPT + "to = 2025-06-30\n", ADOPT + "to = 2025-06-30\n" + second)
    ]

    assert "新增 起草规则 ours/1" in told[0]
    assert ["没有变化"] == _set_up(shell, SCHOOL + ADOPT + "to = 2025-06-30\n" + second)[:1]
    assert [
        "起草规则 ours/1",
        "登记规则 ours/1",
        "采用 ours/1 2025-02-17 –  全校",
        "撤销采用 ours/1 2025-02-17 –  全校",
        '"采用 ours/1 2025-02-17 – 2025-06-30 全校,期满废止"',
        "起草规则 ours/2",
    ] == [line.split(",", 5)[5] for line in shell.bzr("audit", "ours", "--format", "csv").out.splitlines()[1:]]


def test_a_draft_is_no_rulebook_of_the_school(shell: Shell) -> None:
    """A sheet has no column of its kinds, and the pay sheet takes no allowance from a draft that bears its name."""
    kind = '[[kind]]\nid = "ours.early"\ntitle = "早到"\nfields.minutes = { type = "number", title = "分钟" }\n'
    shell.write("ours.toml", OWN + kind)
    _set_up(shell, SCHOOL + DRAFT)
    shell.write("早.csv", "日期,班级,事项,分钟\n2024-09-03,g1c1,早到,5\n")

    recorded, tried = shell.bzr("record", "早.csv"), shell.bzr("pay", "2024-09", "prepare", "--allowance", "ours")

    assert (1, True) == (recorded.status, "分钟" in recorded.err)
    assert (2, True) == (tried.status, "ours" in tried.err)


def test_a_draft_with_faults_is_refused(shell: Shell) -> None:
    """As a rulebook that is adopted is: every fault named, nothing registered."""
    shell.write("ours.toml", OWN.replace("base", "bse"))
    shell.write("school.toml", SCHOOL + DRAFT)

    told = shell.bzr("setup", "school.toml")

    assert (1, True) == (told.status, "bse" in told.err)


def _set_up(shell: Shell, school: str) -> list[str]:
    shell.write("school.toml", school)
    return shell.bzr("setup", "school.toml").out.splitlines()
