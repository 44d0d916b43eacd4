"""How a call is refused: one block on standard error, in these words, with the right exit status."""

import pytest

from tests.adapters.cli.calling import SCHOOL, SEPTEMBER, Shell
from tests.adapters.cli.golden import golden

WRONG = {
    "unknown-command": ("mnth",),
    "unknown-option": ("month", "--jsn", "2024-09"),
    "missing-argument": ("explain", "g1c1"),
    "missing-reason": ("void", "a-1"),
    "too-much": ("month", "2024-09", "g1c1", "--store"),
    "extra-argument": ("explain", "g1c1", "2024-09", "卫生", "更多"),
    "flag-with-value": ("month", "2024-09", "--json=1"),
    "unknown-language": ("month", "2024-09", "--lang", "fr"),
    "no-month": ("month", "2024-13"),
    "no-day": ("facts", "2024-09-31"),
    "no-time": ("month", "2024-09", "--as-of", "昨天"),
    "unknown-class": ("month", "2024-09", "g1c9"),
    "unknown-term": ("facts", "2024-autum"),
    "unknown-item": ("explain", "g1c1", "2024-09", "卫生工作"),
    "unknown-kind": ("facts", "--kind", "卫生评"),
    "unknown-fact": ("void", "zz", "--reason", "误记"),
    "ambiguous-fact": ("void", "a-", "--reason", "误记"),
    "unknown-field": ("correct", "a-1", "数=1", "--reason", "误记"),
    "no-value": ("correct", "a-1", "数量", "--reason", "误记"),
    "no-file": ("record", "十月.csv"),
    "on-without-layout": ("record", "九月.csv", "--on", "2024-09-03"),
    "no-store": ("month", "2024-09", "--store", "sqlite:///none.db"),
    "unknown-store": ("month", "2024-09", "--store", "mysql://here"),
    "empty-store": ("month", "2024-09", "--store", "memory:"),
}
SAYS_NO = {
    "not-assessed": ("month", "2024-08"),
    "explain-not-assessed": ("explain", "g1c1", "2024-08"),
    "bad-correction": ("correct", "a-1", "数量=两个", "日期=", "--reason", "误记"),
    "correction-out-of-term": ("correct", "a-1", "日期=2024-08-03", "--reason", "误记"),
    "void-without-reason": ("void", "a-1", "--reason", " "),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_call_is_told_so_with_status_2(september: Shell, name: str, lang: str) -> None:
    """Given a call that cannot be meant, then the block says what is wrong and the status is 2."""
    answer = september.bzr("--lang", lang, *WRONG[name])

    assert (2, "") == (answer.status, answer.out)
    assert golden(f"wrong-{name}.{lang}", answer.err) == answer.err


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", SAYS_NO)
def test_data_that_say_no_give_status_1(september: Shell, name: str, lang: str) -> None:
    """Given a call that is well formed but cannot be done, then the block says why and the status is 1."""
    answer = september.bzr("--lang", lang, *SAYS_NO[name])

    assert (1, "") == (answer.status, answer.out)
    assert golden(f"no-{name}.{lang}", answer.err) == answer.err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_school_file_with_faults_registers_nothing(shell: Shell, lang: str) -> None:
    """Every fault is named at once, and not even a store is made."""
    overlap = SCHOOL.replace("from = 2024-09-21", "from = 2024-09-15")
    faulty = overlap.replace("workdays = [2024-09-14]", "workdays = [2024-09-16]")
    shell.write("school.toml", faulty)

    answer = shell.bzr("setup", "school.toml", "--lang", lang)

    assert (1, "") == (answer.status, answer.out)
    assert golden(f"no-setup.{lang}", answer.err) == answer.err
    assert ["school.toml"] == [path.name for path in shell.folder.iterdir()]


def test_a_class_with_facts_cannot_leave_the_register(september: Shell) -> None:
    """The register is amended, never stripped of what facts stand on."""
    gone = SCHOOL.replace('id = "g1c2"', 'id = "g1c7"').replace('class = "g1c2"', 'class = "g1c7"')
    september.write("school.toml", gone)

    answer = september.bzr("setup", "school.toml")

    assert (1, "") == (answer.status, answer.out)
    assert golden("no-setup-in-use.zh", answer.err) == answer.err


def test_a_fault_of_the_program_is_one_block(september: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given an exception nobody foresaw, then its name and a request to report it; the traceback only on request."""

    def breaks(*_: object) -> None:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr("bzr_domain.application.school_reader.SchoolReader.statements", breaks)
    answer = september.bzr("month", "2024-09")
    monkeypatch.setenv("BZR_DEBUG", "1")

    assert (1, "") == (answer.status, answer.out)
    assert golden("fault.zh", answer.err) == answer.err
    with pytest.raises(ZeroDivisionError):
        september.bzr("month", "2024-09")


def test_an_interrupt_is_quiet(september: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given Ctrl-C, then no traceback, and the status shells expect."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bzr_domain.application.school_reader.SchoolReader.statements", interrupted)
    answer = september.bzr("month", "2024-09")

    assert (130, "", "\n") == (answer.status, answer.out, answer.err)


def test_a_bad_sheet_names_every_row_and_records_nothing(school: Shell) -> None:
    """Given three bad rows among good ones, then three lines, and no fact."""
    school.write(
        "坏.csv",
        SEPTEMBER.replace("卫生评分", "卫生打分").replace("2024-09-11", "2024-02-30").replace("g1c2", "g1c8"),
    )

    answer = school.bzr("record", "坏.csv")

    assert (1, "") == (answer.status, answer.out)
    assert golden("no-record.zh", answer.err) == answer.err
    assert "共0条,其中已作废0条\n" == school.bzr("facts").out
    assert "高一(1)班(g1c1):共0条,其中已作废0条\n" == school.bzr("facts", "高一1班").out
