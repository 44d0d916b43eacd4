"""Who may publish, decide and pay: a step without the right is refused, and the refusal says whose it is."""

from datetime import UTC, datetime

import pytest

from tests.adapters.cli.calling import SCHOOL, Shell

PEOPLE = "".join(
    f'\n[[person]]\nname = "{name}"\nroles = ["{role}"]\n'
    for name, role in (
        ("学工处", "office"),
        ("小记", "recorder"),
        ("王老师", "head-teacher"),
        ("副校长", "deputy-head"),
        ("校长", "head"),
        ("财务", "finance"),
    )
)

STEPS: list[tuple[tuple[str, ...], str]] = [
    (("publish", "2024-09", "--until", "2024-10-12", "--nothing-recorded", "没有事"), "学工处"),
    (("appeal", "g1c1", "2024-09", "4.1", "--grounds", "不公"), "王老师"),
    (("decide", "g1c1", "2024-09", "--rejected", "--reason", "有照片"), "学工处"),
    (("final", "2024-09"), "学工处"),
    (("pay", "2024-09", "prepare", "--scheme", "scheme-1"), "学工处"),
    (("pay", "2024-09", "review"), "副校长"),
    (("pay", "2024-09", "approve"), "校长"),
    (("pay", "2024-09", "hand-over"), "学工处"),
    (("pay", "2024-09", "pay"), "财务"),
]
"""Each step in its order, and whose it is."""


@pytest.fixture
def office(shell: Shell) -> Shell:
    """A school that says who has which role; September has one fact."""
    shell.write("school.toml", SCHOOL + PEOPLE)
    shell.write("s.csv", "日期,班级,事项\n2024-09-20,g1c1,集会缺席\n")
    assert 0 == shell.bzr("setup", "school.toml").status
    assert 0 == shell.bzr("record", "s.csv", "--by", "小记").status
    return shell


@pytest.mark.parametrize(
    ("words", "who"),
    STEPS,
    ids=lambda one: one if isinstance(one, str) else " ".join(one[:3]),
)
def test_each_step_has_its_hand(office: Shell, words: tuple[str, ...], who: str) -> None:
    """The recorder may do none of them; the one whose step it is may."""
    for step, by in STEPS:
        if step == words:
            break
        office.now = datetime(2024, 10, 13 if step[0] in ("final", "pay") else 9, 1, tzinfo=UTC)
        assert 0 == office.bzr(*step, "--by", by).status
    office.now = datetime(2024, 10, 13 if words[0] in ("final", "pay") else 9, 1, tzinfo=UTC)

    refused = office.bzr(*words, "--by", "小记")
    done = office.bzr(*words, "--by", who)

    assert 1 == refused.status
    assert "小记(记录员)不能做" in refused.err
    assert f"({who})" in refused.err
    assert (0, "") == (done.status, done.err)
