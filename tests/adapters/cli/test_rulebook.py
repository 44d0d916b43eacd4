"""`bzr rulebook show`: a rulebook as a document, in Markdown and in HTML."""

import html
import xml.etree.ElementTree as ET
from collections import Counter

import pytest
from hypothesis import given

from bzr_adapters.intake.rulebook_files import list_shipped_rulebooks
from bzr_adapters.reports.rulebook import rulebook_blocks
from bzr_domain.kernel.messages import Lang
from bzr_domain.rulebook.book import Book
from tests.adapters.cli.calling import Shell
from tests.support.books import books
from tests.support.effort import fewer

MINE = """
[rulebook]
id = "mine"
title = "本校<细则>"
cite = "教代会"
reading = "全校适用"
[[kind]]
id = "late"
title = "迟到"
fields = { minutes = { type = "number", from = 0, upto = 90 }, why = ["因公", "因私"] }
[[item]]
id = "total"
title = "总分"
[[item]]
id = "1"
title = "出勤"
into = "total"
base = 20
floor = 0
[[clause]]
id = "1.1"
title = "迟到每次扣1分"
cite = "第一条"
into = "1"
facts = "late"
points = -1
reading = "7:10以后"
[[clause]]
id = "1.2"
title = "全勤奖励"
cite = "第二条"
into = "1"
joins = "outside"
facts = "late"
points = "unset"
[[outcome]]
id = "pay"
title = "绩效"
unit = "元"
scores = "total"
points = 10
[[value]]
id = "v"
title = "人数"
scores = "students"
[[note]]
id = "n"
title = "每月公布"
cite = "第三条"
says = "cadence"
"""
SHOWN = """# 本校\\<细则\\>

编号 mine,第1版;出处 教代会

总的读法:全校适用

## 总分

计算:合计各条:1;每月分别计算。

### 1 出勤

计算:从20起,合计各条:1.1;另加:1.2;每月分别计算;扣完为止(不低于0);计入“总分”。

#### 1.1 迟到每次扣1分

出处:第一条

计算:计 迟到;每月分别计算;合计;每个扣1分;计入“1”。

读法:7:10以后

#### 1.2 全勤奖励

出处:第二条

计算:计 迟到;每月分别计算;合计;每个计(待定)分;另加入“1”,不受本项满分限制。

## 其他结果

### 绩效

计算:依据“总分”的得分;每月分别计算;每1分计10元。

## 中间数

### 人数

计算:依据学生人数;每月分别计算。

## 本规则自有的事项

- 迟到(late):minutes(0–90)、why(因公\\<因私)

## 说明(不计算)

- 每月公布(第三条)

## 待定:原文没有给出的数

- 1.2 全勤奖励(第二条)
"""


def test_a_rulebook_is_shown_like_this(shell: Shell) -> None:
    """Clause, words, quoted place, how it is computed, reading; then outcomes, kinds, notes, what is open."""
    shell.write("mine.toml", MINE)

    answer = shell.bzr("rulebook", "show", "mine.toml")

    assert (0, "") == (answer.status, answer.err)
    assert SHOWN.splitlines() == answer.out.splitlines()


def test_html_carries_the_same_words(shell: Shell) -> None:
    """One well-formed page, every line of the Markdown in it."""
    shell.write("mine.toml", MINE)

    answer = shell.bzr("rulebook", "show", "mine.toml", "--format", "html", "--output", "mine.html")
    page = (shell.folder / "mine.html").read_text(encoding="utf-8")
    tree = ET.fromstring(page.removeprefix("<!DOCTYPE html>"))
    words = " ".join("".join(tree.itertext()).split())

    assert "已写入 mine.html\n" == answer.out
    for line in SHOWN.splitlines():
        text = line.lstrip("#- ").replace("\\", "")
        assert " ".join(text.split()) in words
    assert html.escape("本校<细则>") in page


@pytest.mark.parametrize("name", list_shipped_rulebooks())
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_shipped_rulebook_can_be_shown(shell: Shell, name: str, lang: str) -> None:
    """In both languages and both formats."""
    text = shell.bzr("rulebook", "show", name, "--lang", lang)
    page = shell.bzr("rulebook", "show", name, "--lang", lang, "--format", "html")

    assert (0, 0) == (text.status, page.status)
    ET.fromstring(page.out.removeprefix("<!DOCTYPE html>"))


def test_what_cannot_be_shown_is_said(shell: Shell) -> None:
    """No name, an unknown one, a file that cannot be written."""
    shell.write("mine.toml", MINE)

    nothing = shell.bzr("rulebook", "show")
    unknown = shell.bzr("rulebook", "show", "collage")
    nowhere = shell.bzr("rulebook", "show", "mine.toml", "--output", "no/such/place.md")

    assert (2, 2, 2) == (nothing.status, unknown.status, nowhere.status)
    assert "缺少“规则”:show 哪一份" in nothing.err
    assert "college" in unknown.err
    assert "没有文件夹“no/such”" in nowhere.err


@pytest.mark.parametrize("lang", ["zh", "en"])
@fewer(40)
@given(books())
def test_a_rulebook_shows_each_node_once(lang: Lang, book: Book) -> None:
    """Law: the words of each node stand as a heading, whatever it goes into and whoever reads it."""
    titles = Counter(node.title for node in book.nodes.values())
    headings = [block.text for block in rulebook_blocks(book, lang) if block.level > 1]
    named = {title: sum(text == title or text.endswith(f" {title}") for text in headings) for title in titles}

    assert {} == {title: times for title, times in titles.items() if named[title] < times}


def test_a_clause_that_is_only_read_is_shown(shell: Shell) -> None:
    """It goes into nothing; whoever approves the rulebook sees it among the values."""
    clause = (
        '[[clause]]\nid = "9"\ntitle = "只被引用的一条"\ncite = "第九条"\nreading = "照抄"\nfacts = "hygiene.finding"\n'
    )
    shell.write("mine.toml", MINE + clause + '[[outcome]]\nid = "r"\ntitle = "读它"\nscores = "9"\n')

    shown = shell.bzr("rulebook", "show", "mine.toml").out

    assert all(words in shown for words in ("9 只被引用的一条", "出处:第九条", "读法:照抄"))
