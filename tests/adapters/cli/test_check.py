"""`bzr check`: laws on generated histories for one rulebook; of what breaks one, the smallest is shown."""

import json
import sys

import pytest

import bzr_domain.testing
from bzr_domain.kernel.messages import Message
from bzr_domain.testing import LAWS, Case, Law
from tests.adapters.cli.calling import Shell


def nothing_twice(case: Case) -> bool | Message:
    """A law that no school keeps: that nothing ever counts more than once."""
    found = [fact for fact in case.facts if fact.count > 1]
    return Message("不成立:有两次的", "broken: something counts twice") if found else True


def test_a_shipped_rulebook_keeps_every_law(shell: Shell) -> None:
    """Each law by its Chinese name, and the examples worked by hand."""
    answer = shell.bzr("check", "primary-weighted", "--examples", "5")

    assert (0, "") == (answer.status, answer.err)
    lines = answer.out.splitlines()
    assert "检验 小学班主任工作量化考核细则(primary-weighted)" == lines[0]
    assert "  手算例子:都对" == lines[1]
    assert "  总分为各项之和:成立(试了5段历史)" == lines[2]
    assert len(LAWS) + 2 == len(lines)


def test_of_what_breaks_a_law_the_smallest_is_shown(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """One fact with a count of two, as a row a clerk can read."""
    monkeypatch.setattr(bzr_domain.testing, "LAWS", (Law(name="nothing-found", holds=nothing_twice),))

    answer = shell.bzr("check", "monthly-quantified", "--examples", "60")
    document = json.loads(shell.bzr("check", "monthly-quantified", "--examples", "60", "--json", "--lang", "en").out)

    assert 1 == answer.status
    assert "  nothing-found:不成立:有两次的" in answer.out
    assert "    最小的一段历史:" in answer.out
    assert answer.out.rstrip().endswith("卫生不合格 数量2")
    found = document["laws"][-1]
    assert (False, "broken: something counts twice") == (found["holds"], found["broken"])
    assert found["history"][-1].endswith("hygiene.finding count 2")


def test_examples_beside_a_file_are_compared(shell: Shell) -> None:
    """A number that does not come out is named with its case."""
    shell.write(
        "mine.toml",
        '[rulebook]\nid = "m"\ntitle = "本校"\n[[item]]\nid = "total"\ntitle = "总分"\nbase = 5\n',
    )
    shell.write(
        "mine.examples.toml",
        'rulebook = "m"\n[[term]]\nid = "t"\nstart = 2024-09-02\nend = 2025-01-17\n'
        '[[case]]\nname = "九月"\nperiod = "2024-09"\ntotal = "6"\n',
    )

    answer = shell.bzr("check", "mine.toml", "--examples", "1")

    assert 1 == answer.status
    assert "  手算例子:1处不对\n    九月:总分:手算6,算得5.00\n" in answer.out
    english = shell.bzr("check", "mine.toml", "--examples", "1", "--lang", "en")
    assert "    九月: total: worked 6, computed 5.00\n" in english.out


def test_examples_that_are_no_toml_are_named_with_their_line(shell: Shell) -> None:
    """One block, as for the rulebook itself."""
    shell.write("mine.toml", '[rulebook]\nid = "m"\ntitle = "本校"\n[[item]]\nid = "total"\ntitle = "总分"\nbase = 5\n')
    shell.write("mine.examples.toml", "rulebook = “m”\n")

    answer = shell.bzr("check", "mine.toml", "--examples", "1")

    assert (1, "") == (answer.status, answer.out)
    assert "  mine.examples.toml 第1行:这一行读不懂:rulebook = “m”" in answer.err


HEAD = '[[term]]\nid = "t"\nstart = 2024-09-02\nend = 2025-01-17\n'
CASE = '[[case]]\nname = "九月"\nperiod = "2024-09"\n'


@pytest.mark.parametrize(
    ("examples", "says"),
    [
        (CASE, "缺少“[[term]]”"),
        ("case = 1\n" + HEAD, "case:应为若干张表"),
        (HEAD + '[[case]]\nname = "九月"\n', "case 1:period:缺少文字"),
        (HEAD.replace("2024-09-02", '"九月"') + CASE, "term 1:start:缺少日期,如 2024-09-03,不加引号"),
        (HEAD + CASE + 'with = ["一"]\n', "case 九月:没有“一”这一张 [[sheet]]"),
        (HEAD + CASE + 'class = "乙"\n', "case 九月:没有“乙”这一张 [[class]]"),
        (HEAD + CASE + "not_assessed = 3\n", "case 1:not_assessed:应为若干文字"),
        (HEAD + CASE + 'facts = [{ date = 2024-09-03, fact = "出勤率", value = "NaN" }]\n', "value:应为数"),
        (HEAD + CASE + 'facts = [{ fact = "班会" }]\n', "case 1 facts 1:date:缺少日期"),
        (HEAD + CASE + 'facts = [{ date = 2024-09-03, fact = "出勤率", value = "多" }]\n', "value:应为数,而不是“多”"),
        (HEAD + CASE + "items = 5\n", "case 1:items:应为一张表"),
        (HEAD + CASE + '[[budget]]\nperiod = "2024-09"\n', "budget 1:amounts:应为一张表"),
        (HEAD + CASE + 'as_of = "明天"\n', "case 1:as_of:应为日期"),
    ],
)
def test_an_examples_file_that_says_too_little_is_told_what_is_missing(shell: Shell, examples: str, says: str) -> None:
    """The file, the table and the word; no error of our own."""
    shell.write("mine.toml", '[rulebook]\nid = "m"\ntitle = "本校"\n[[item]]\nid = "total"\ntitle = "总分"\nbase = 5\n')
    shell.write("mine.examples.toml", examples)

    answer = shell.bzr("check", "mine.toml", "--examples", "1")

    assert (1, "") == (answer.status, answer.out)
    assert says in answer.err, answer.err


def test_without_hypothesis_it_says_what_to_install(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """The laws are an extra."""
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    for name in [name for name in sys.modules if name.startswith("bzr_domain.testing")]:
        monkeypatch.delitem(sys.modules, name)

    answer = shell.bzr("check", "primary-weighted")

    assert (2, "") == (answer.status, answer.out)
    assert "错误:没有安装hypothesis;请运行 pip install 'bzr-domain[testing]'\n" == answer.err


def test_an_unknown_rulebook_is_refused(shell: Shell) -> None:
    """With the near name."""
    answer = shell.bzr("check", "primary-weigted")

    assert 2 == answer.status
    assert "primary-weighted" in answer.err
