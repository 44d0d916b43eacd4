"""A person bound to an account of the machine, at the command line."""

import os
import sys

import pytest

from tests.adapters.cli.calling import SCHOOL, SEPTEMBER, Shell


@pytest.mark.skipif(sys.platform == "win32", reason="accounts have no number there")
def test_the_command_line_asks_the_system_and_no_variable(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--by` and LOGNAME say who one claims to be; the process belongs to one account."""
    staff = '\n[[person]]\nname = "{}"\nroles = ["office"]\naccount = "{}"\n'
    shell.write(
        "school.toml", SCHOOL + staff.format("赵主任", os.geteuid()) + staff.format("钱主任", "4294967294 qian")
    )
    assert 0 == shell.bzr("setup", "school.toml").status
    shell.write("九月.csv", SEPTEMBER)
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(variable, "qian")

    answer = shell.bzr("record", "九月.csv", "--by", "钱主任")

    assert (1, "") == (answer.status, answer.out)
    assert answer.err.startswith("错误:钱主任只能用账户 4294967294 qian 操作,现在的账户是 ")
    assert 0 == shell.bzr("record", "九月.csv", "--by", "赵主任").status
