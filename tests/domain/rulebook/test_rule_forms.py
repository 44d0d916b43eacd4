"""Forms of rules as schools print them (规则的写法): each written in the language, linted, read back, and worked by hand.

The numbers and the words are made up here. A form that lint rightly asks about names what it asks.
"""

from typing import Any

import attrs
import pytest

from bzr_domain.facts.fact import Fact
from bzr_domain.rulebook.lint import lint_rulebook
from tests.domain.rulebook.paraphrase.test_operations import find_misnamed
from tests.support.schools import everybody, node, of, rules


@attrs.frozen
class Form:
    """One form: its rulebook, some facts, and what they come to.

    Attributes:
        words: The tables of the rulebook; a total is added where they have none.
        worth: By hand: what the node `x` comes to for the class, in the period.
        asks: What lint rightly asks about.
    """

    words: str
    facts: tuple[Fact, ...]
    worth: object
    class_id: str = "a"
    period: str = "2024-09"
    asks: frozenset[str] = frozenset()


def fact(kind: str, on: str = "2024-09-03", class_id: str = "a", **fields: Any) -> Fact:
    """A fact with fields of the kind's own beside the common ones."""
    common = {"count", "value", "grade", "level", "points", "item", "note"}
    own = tuple(sorted((name, str(value)) for name, value in fields.items() if name not in common))
    return attrs.evolve(
        of(class_id, kind, on, **{name: value for name, value in fields.items() if name in common}), own=own
    )


def kind(name: str, title: str, **fields: str) -> str:
    """A kind of the rulebook's own."""
    return f'[[kind]]\nid = "{name}"\ntitle = "{title}"\n' + "".join(
        f"fields.{field} = {words}\n" for field, words in fields.items()
    )


def table(heading: str, name: str, title: str, words: str, into: str = "") -> str:
    """One table with the regulation's words."""
    return node(heading, name, words, into).replace(f'title = "{name}"', f'title = "{title}"')


def x(title: str, words: str) -> str:
    """The clause, straight into the total, which starts from 40 and stops at 0."""
    return table("item", "total", "总分", "base = 40\nfloor = 0") + table("clause", "x", title, words, "total")


def money(title: str, words: str, more: str = "") -> str:
    """An outcome of yuan, beside a total from 40 that loses 2 for each finding."""
    found = table("clause", "h", "每处扣2分", 'facts = "hygiene.finding"\npoints = -2', "total")
    return (
        more
        + table("item", "total", "总分", "base = 40\nfloor = 0")
        + found
        + table("outcome", "x", title, f'unit = "元"\n{words}')
    )


def findings(**counts: int) -> tuple[Fact, ...]:
    """So many findings of each class."""
    return tuple(fact("hygiene.finding", class_id=name, count=count) for name, count in counts.items())


def scores(**values: int) -> tuple[Fact, ...]:
    """A score of each class."""
    return tuple(fact("class.score", class_id=name, value=str(value)) for name, value in values.items())


COUNTED = kind("dirt", "地面不净", count="{}")
PEOPLE = kind("late", "迟到", count="{}", student='"text"', why='["因公", "因私"]')
TASK = kind("task", "任务", level='["按时", "拖延", "不交"]', count="{}")
CONTEST = kind("contest", "比赛", level='["校级", "县级"]', rank='["二等", "一等"]', project='"text"', count="{}")
MEASURED = kind("boarders", "寄宿生", value="{ from = 0, upto = 60 }")
SEVERITY = kind("quarrel", "争吵", points="{}")
RATED = kind("panel", "评议", level='["学生", "同事"]', value="{ from = 0, upto = 100 }")
MEAN = 'facts = "class.score"\nnumber = "value"\ntake = "mean"\n'
RANKED = 'scores = "v"\nrank = "high"\namong = "grade"\n'
VALUE = table("value", "v", "量化分", MEAN)
TOTAL = table("item", "total", "总分", "base = 40\nfloor = 0")
TOTAL += table("clause", "h", "每处扣2分", 'facts = "hygiene.finding"\npoints = -2', "total")
FIVE_SCORES = scores(a=70, b=90, c=80, d=60, e=50)

FORMS = {
    "so much off for each": Form(COUNTED + x("每处扣1.5分", 'facts = "dirt"\npoints = -1.5'), (fact("dirt", count=3),), -4.5),
    "off until nothing is left": Form(
        COUNTED + x("每处扣3分,扣完7分为止", 'facts = "dirt"\npoints = -3\nmost = 7'), (fact("dirt", count=5),), -7
    ),
    "the first two are free": Form(
        PEOPLE + x("迟到2人次以内不扣,以后每人次扣1分", 'facts = "late"\nfree = 2\npoints = -1\nexcept.why = "因公"'),
        (fact("late", student="王", why="因私", count=5), fact("late", student="李", why="因公", count=9)), -3,
    ),
    "five of a hundred are free": Form(
        PEOPLE + table("value", "allowed", "免计人数", 'scores = "students"\npoints = "5%"\nround = 1\nrounding = "down"')
        + x("迟到5%以内免计,每超1人扣2分", 'facts = "late"\nfree = "@allowed"\npoints = -2'),
        (fact("late", student="王", why="因私", count=5),), -6,
    ),
    "by two and so on": Form(
        COUNTED + x("1-2处扣0.5分,3-4处扣1分,以此类推", 'facts = "dirt"\nblock = 2\nrounding = "up"\npoints = -0.5'),
        (fact("dirt", count=5),), -1.5,
    ),
    "for every whole ten": Form(
        MEASURED + x("每满10人加1分,最多加5分", 'facts = "boarders"\nnumber = "value"\ntake = "last"\nblock = 10\nrounding = "down"\npoints = 1\nmost = 5'),
        (fact("boarders", value="39"),), 3,
    ),
    "by its severity": Form(
        SEVERITY + x("视情节每次扣2-6分", 'per = ["month", "fact"]\nfacts = "quarrel"\nnumber = "chosen"\nrange = [2, 6]\npoints = -1'),
        (fact("quarrel", points="2.5"), fact("quarrel", points="6")), -8.5,
    ),
    "a price for each word": Form(
        TASK + x("拖延扣0.5分,不交扣2分", 'facts = "task"\nprice.level = { "按时" = 0, "拖延" = 0.5, "不交" = 2 }\ntake = "total"\npoints = -1'),
        (fact("task", level="拖延", count=3), fact("task", level="不交"), fact("task", level="按时")), -3.5,
    ),
    "a price for two words": Form(
        CONTEST + x("校级一等2分、二等1分,县级一等6分、二等3分,最多9分", 'facts = "contest"\ntake = "total"\nmost = 9\nprice.level."校级".rank = { "一等" = 2, "二等" = 1 }\nprice.level."县级".rank = { "一等" = 6, "二等" = 3 }'),
        (fact("contest", level="县级", rank="一等", project="甲"), fact("contest", level="校级", rank="二等", project="乙", count=2)), 8,
    ),
    "the highest of each project": Form(
        CONTEST + x("同一项目取最高一项:校级2分,县级6分,合计最多20分", 'per = ["month", "project"]\nfacts = "contest"\ntake = "highest"\nprice.level = { "校级" = 2, "县级" = 6 }\nmost = 20'),
        (fact("contest", level="县级", rank="一等", project="甲"), fact("contest", level="校级", rank="一等", project="甲"), fact("contest", level="校级", rank="一等", project="乙")), 8,
        asks=frozenset({"bonus-unbounded"}),
    ),
    "the best two of all": Form(
        CONTEST + x("比赛取最高的两项:校级2分,县级6分", 'facts = "contest"\ntake = "highest"\nbest = 2\nprice.level = { "校级" = 2, "县级" = 6 }\nempty = 0'),
        (*(fact("contest", level="校级", rank="一等", project=name) for name in "甲乙丙"), fact("contest", level="县级", rank="一等", project="丁")), 8,
        asks=frozenset({"bonus-unbounded"}),
    ),
    "the latest rating": Form(
        x("效果好6分,一般2分,差0分", 'facts = "bearing.rating"\nprice.grade = { "好" = 6, "一般" = 2, "差" = 0 }\ntake = "last"\nempty = 0'),
        (fact("bearing.rating", grade="好"), fact("bearing.rating", "2024-09-20", grade="一般")), 2,
    ),
    "the bands of one rating": Form(
        x("得分90以上得8分,80以上不满90得5分,其余0分", MEAN + "empty = 0\ntable = [{ from = 90, gives = 8 }, { from = 80, gives = 5 }, { gives = 0 }]"),
        (fact("class.score", value="89.99"),), 5,
    ),
    "some or none": Form(
        x("有家校联系得4分,没有得0分", 'facts = "contact.home"\ntable = [{ from = 1, gives = 4 }, { gives = 0 }]'), (), 0,
    ),
    "a month without any": Form(
        x("没有学生违纪加3分", 'facts = "safety.violation"\ntable = [{ is = 0, gives = 3 }, { gives = 0 }]'), (), 3,
    ),
    "once a week": Form(
        x("每周一次班会,缺一次扣2分", 'per = "week"\nfacts = "meeting.held"\nshort_of = 1\npoints = -2'),
        (fact("meeting.held", level="班会", grade="完整"), fact("meeting.held", "2024-09-10", level="班会", grade="完整")), -6,
    ),
    "handed in late": Form(
        table("item", "total", "总分", 'per = "term"\nbase = 40\nfloor = 0')
        + table("clause", "x", "开学10天内交的得3分,迟5天以内得1分,更迟扣1分,不交扣2分", 'per = "term"\nfacts = "papers.submitted"\nnumber = "late"\ndue = "start + 9 days"\ntake = "lowest"\nempty = -2\ntable = [{ upto = 0, gives = 3 }, { upto = 5, gives = 1 }, { gives = -1 }]', "total"),
        (fact("papers.submitted", "2024-09-14", level="计划", grade="好"),), 1, period="2024-autumn",
    ),
    "the second time more": Form(
        PEOPLE + table("item", "total", "总分", 'per = "term"\nbase = 40\nfloor = 0')
        + table("clause", "x", "同一学生第一次扣1分,第二次起每学期共扣4分", 'per = ["term", "student"]\nfacts = "late"\ntable = [{ from = 2, gives = -4 }, { from = 1, gives = -1 }]', "total"),
        (*(fact("late", student="王", why="因私") for _ in range(3)), fact("late", student="李", why="因私")), -5, period="2024-autumn",
    ),
    "a mean of days": Form(
        COUNTED + table("item", "day", "每天从10分起扣完为止", 'per = "day"\nbase = 10\nfloor = 0')
        + table("clause", "d", "每处扣4分", 'per = "day"\nfacts = "dirt"\npoints = -4', "day")
        + x("各天平均", 'scores = "day"\ntake = "mean"'),
        (fact("dirt", count=9), fact("dirt", "2024-09-04")), "9.30",
    ),
    "shares of parties": Form(
        RATED + table("item", "total", "总分", "") + table("item", "x", "评议", "", "total")
        + table("clause", "s", "学生评议占70%", 'weight = "70%"\nfacts = "panel"\nwhere.level = "学生"\nnumber = "value"\ntake = "mean"', "x")
        + table("clause", "t", "同事评议占30%", 'weight = "30%"\nfacts = "panel"\nwhere.level = "同事"\nnumber = "value"\ntake = "mean"', "x"),
        (fact("panel", level="学生", value="80"), fact("panel", level="学生", value="90"), fact("panel", level="同事", value="70")), "80.50",
    ),
    "a third party without marks": Form(
        RATED + table("item", "total", "总分", "") + table("item", "x", "评议按权重平均", 'take = "mean"', "total")
        + table("clause", "s", "学生评议", 'weight = 3\nfacts = "panel"\nwhere.level = "学生"\nnumber = "value"\ntake = "mean"', "x")
        + table("clause", "t", "同事评议", 'weight = 1\nfacts = "panel"\nwhere.level = "同事"\nnumber = "value"\ntake = "mean"', "x"),
        (fact("panel", level="学生", value="80"),), 80,
    ),
    "without the highest and the lowest": Form(
        RATED + x("去掉最高最低取平均,按10%计", 'facts = "panel"\nnumber = "value"\ntake = "mean"\ntrim = 1\npoints = "10%"\nempty = 0'),
        tuple(fact("panel", level="学生", value=value) for value in ("10", "80", "84", "100")), "8.20",
    ),
    "an accident voids the item": Form(
        table("item", "total", "总分", "") + table("item", "x", "安全", "", "total")
        + table("clause", "a", "班会记录完整得5分", 'facts = "meeting.held"\nwhere.grade = "完整"\ntable = [{ from = 1, gives = 5 }, { gives = 0 }]', "x")
        + table("clause", "b", "刑事案件该项不得分", 'joins = "factor"\nfacts = "safety.criminal"\ntable = [{ from = 1, gives = 0 }, { gives = 1 }]', "x"),
        (fact("meeting.held", level="班会", grade="完整"), fact("safety.criminal")), 0,
    ),
    "one more off on top": Form(
        COUNTED + table("item", "total", "总分", "") + table("item", "x", "卫生从6分起扣完为止", "base = 6\nfloor = 0", "total")
        + table("clause", "a", "每处扣5分", 'facts = "dirt"\npoints = -5', "x")
        + table("clause", "b", "无人亮灯再扣1分", 'joins = "outside"\nfacts = "hygiene.finding"\npoints = -1', "x"),
        (fact("dirt", count=2), fact("hygiene.finding")), -1,
    ),
    "yuan for each pupil": Form(
        MEASURED + TOTAL + table("outcome", "x", "津贴150元,另按寄宿生计", 'unit = "元"\nbase = 150')
        + table("clause", "p", "寄宿生每人3元", 'unit = "元"\nfacts = "boarders"\nnumber = "value"\ntake = "last"\nreach = "ever"\npoints = 3', "x"),
        (fact("boarders", value="21"),), 213,
    ),
    "yuan off for each point": Form(
        money("40分以下每少一分扣8元,满分500元", 'scores = "total"\nbase = 500\nshort_of = 40\npoints = -8\nfloor = 0'),
        findings(a=5), 420,
    ),
    "bands of money": Form(
        money("36分以上500元,30分以上不满36分300元,其余0元", 'scores = "total"\ntable = [{ from = 36, gives = 500 }, { from = 30, gives = 300 }, { gives = 0 }]'),
        findings(a=5), 300,
    ),
    "a share of a sum": Form(
        money("总额按得分分配", 'scores = "total"\ndivide_by = "@sum"\npoints = "@pool"\nround = 0.01\nrounding = "down"',
              kind("pot", "总额", value="{ from = 0, upto = 90000 }"))
        + table("value", "sum", "全校总分", 'about = "school"\nscores = "total"\ntake = "total"')
        + table("value", "pool", "总额", 'about = "school"\nunit = "元"\nfacts = "pot"\nnumber = "value"\ntake = "total"'),
        (fact("pot", value="1900"), *findings(a=2, b=3)), 360,
    ),
    "whole pay, half or none": Form(
        TOTAL + table("outcome", "x", "每月津贴400元", 'unit = "元"\nbase = 400')
        + table("clause", "f", "20分以下不发,20分以上不满36分减半", 'joins = "factor"\nscores = "total"\ntable = [{ from = 36, gives = 1 }, { from = 20, gives = 0.5 }, { gives = 0 }]', "x"),
        findings(a=3), 200,
    ),
    "by years as head teacher": Form(
        money("任满3年200元,每多一年加50元", 'scores = "years"\nwhen.years.from = 3\notherwise = 0\nfree = 3\nbase = 200\npoints = 50'), (), 200,
    ),
    "the first three places": Form(
        VALUE + TOTAL + table("outcome", "x", "第1名30元,第2-3名20元", f'unit = "元"\n{RANKED}ties = "best"\ntable = [{{ is = 1, gives = 30 }}, {{ upto = 3, gives = 20 }}, {{ gives = 0 }}]'),
        FIVE_SCORES, 20,
    ),
    "a share of the places": Form(
        VALUE + TOTAL + table("outcome", "x", "一等不超过40%,其余二等", f'{RANKED}ties = "worst"\nrounding = "down"\nplaces_of = "ranked"\nlabels = ["二等", "一等"]\ntable = [{{ upto = "40%", gives = "一等" }}, {{ gives = "二等" }}]'),
        FIVE_SCORES, "一等", class_id="b",
    ),
    "the last two of the grade": Form(
        VALUE + TOTAL + table("outcome", "x", "年级后两名", 'scores = "v"\nrank = "low"\namong = "grade"\nties = "best"\ntable = [{ upto = 2, gives = true }, { gives = false }]'),
        FIVE_SCORES, True,
    ),
    "level ones by another score": Form(
        VALUE + TOTAL + table("outcome", "x", "名次,同分看总分", f'{RANKED}ties = "best"\nthen = ["total"]'),
        (*scores(a=80, b=80, c=70), *findings(b=1)), 1,
    ),
    "above the school's mean": Form(
        VALUE + table("value", "average", "全校平均", 'about = "school"\nscores = "v"\ntake = "mean"')
        + x("高于全校平均的部分按10%计", 'scores = "v"\nfree = "@average"\npoints = "10%"\nempty = 0'),
        FIVE_SCORES, 2, class_id="b",
    ),
    "two of three signs": Form(
        TOTAL + table("value", "n", "情形", "")
        + "".join(
            table("clause", name, "有这一情形", f'facts = "{facts}"\ntable = [{{ from = 1, gives = 1 }}, {{ gives = 0 }}]', "n")
            for name, facts in (("p", "safety.violation"), ("q", "assembly.missed"), ("r", "hygiene.finding"))
        )
        + table("outcome", "x", "三种情形有两种以上", 'scores = "n"\ntable = [{ from = 2, gives = true }, { gives = false }]'),
        (fact("safety.violation"), fact("assembly.missed", count=4)), True,
    ),
    "one sign is enough": Form(
        TOTAL + table("outcome", "x", "不得评优", "")
        + table("clause", "p", "刑事案件", 'facts = "safety.criminal"\ntable = [{ from = 1, gives = true }]', "x")
        + table("clause", "q", "记过以上超过两人次", 'facts = "safety.sanction"\nwhere.level.from = "记过"\ntable = [{ over = 2, gives = true }]', "x"),
        (fact("safety.sanction", level="留校察看", count=2), fact("safety.sanction", level="警告")), False,
    ),
    "two months running": Form(
        TOTAL + table("outcome", "x", "连续两月低于30分", 'scores = "total"\nwhere.score.under = 30\ntake = "streak"\nreach = "ever"\ntable = [{ from = 2, gives = true }, { gives = false }]'),
        (fact("hygiene.finding", count=6), fact("hygiene.finding", "2024-10-09", count=7)), True, period="2024-10",
    ),
    "three months of a term": Form(
        TOTAL + table("item", "total.term", "学期各月平均", 'per = "term"\nscores = "total"\ntake = "mean"')
        + table("outcome", "x", "学期中三个月低于30分", 'per = "term"\nscores = "total"\nwhere.score.under = 30\nnumber = "count"\ntable = [{ from = 3, gives = true }, { gives = false }]'),
        tuple(fact("hygiene.finding", day, count=6) for day in ("2024-09-03", "2024-10-09", "2024-12-03")), True, period="2024-autumn",
    ),
    "a grade with a ceiling": Form(
        VALUE + TOTAL + table("outcome", "x", "等级", 'labels = ["C", "B", "A"]')
        + table("clause", "g", "90以上A,70以上B,其余C", 'labels = ["C", "B", "A"]\nscores = "v"\ntable = [{ from = 90, gives = "A" }, { from = 70, gives = "B" }, { gives = "C" }]', "x")
        + table("clause", "k", "有刑事案件的最高为C", 'labels = ["C", "B", "A"]\njoins = "ceiling"\nfacts = "safety.criminal"\ntable = [{ from = 1, gives = "C" }, { gives = "A" }]', "x"),
        (*FIVE_SCORES, fact("safety.criminal", class_id="b")), "C", class_id="b",
    ),
    "a share of hours, to the last digit": Form(
        TOTAL + table("value", "share", "坐班比例", 'facts = "duty.hours"\nnumber = "value"\ntake = "total"\ndivide_by = "count"\npoints = 100')
        + table("outcome", "x", "满60%得200元,不满的不发", 'unit = "元"\nscores = "share"\ntable = [{ from = 60, gives = 200 }, { gives = 0 }]\nempty = 0'),
        (fact("duty.hours", value="125.39", count=209),), 0,
    ),
    "in winter, after ten past seven": Form(
        kind("gate", "进校", at='"time"')
        + x("冬季7:10以后进校每人次扣1分", 'facts = "gate"\nwhere.month_no = [11, 12, 1, 2]\nwhere.at.over = 07:10:00\npoints = -1'),
        (fact("gate", "2024-12-03", at="07:10:00"), fact("gate", "2024-12-03", at="07:10:01")), -1, period="2024-12",
    ),
    "where no class was inspected": Form(
        table("value", "rounds", "检查次数", 'about = "school"\nfacts = "hygiene.score"')
        + x("检查平均分按10%计,没有检查的得10分", 'facts = "hygiene.score"\nnumber = "value"\ntake = "mean"\npoints = "10%"\nempty = 0\nwhen.rounds.from = 1\notherwise = 10'), (), 10,
    ),
    "another price by stage": Form(
        COUNTED + table("item", "total", "总分", "") + table("item", "x", "卫生从20分起扣完为止", "base = 20\nfloor = 0", "total")
        + table("clause", "j", "初中每处扣1分", 'facts = "dirt"\nwhen.stage = "junior"\npoints = -1', "x")
        + table("clause", "s", "高中每处扣2分", 'facts = "dirt"\nwhen.stage = "senior"\npoints = -2', "x"),
        (fact("dirt", count=3),), 14,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_a_form_comes_to_what_it_comes_to_by_hand(name: str) -> None:
    """Given the rule and the facts, then the figure is the one worked by hand."""
    form = FORMS[name]

    worths = dict(zip("abcde", everybody(form.words, form.facts, "x", form.period), strict=True))
    worth = worths[form.class_id]

    assert form.worth == (str(worth) if isinstance(form.worth, str) else worth)


@pytest.mark.parametrize("name", FORMS)
def test_lint_asks_nothing_that_a_form_says(name: str) -> None:
    """No false alarm; the rulebook's own source is not said here."""
    codes = {finding.code for finding in lint_rulebook(rules(FORMS[name].words)).open}

    assert codes - {"cite-missing"} == FORMS[name].asks


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_read_back_by_what_it_does(name: str) -> None:
    """Every operation is named, and no other."""
    book = rules(FORMS[name].words)

    assert {} == {key: names for key, one in book.nodes.items() if (names := find_misnamed(book, one))}
