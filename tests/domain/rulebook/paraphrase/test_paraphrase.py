"""A clause read back: every form of the language in the words a clerk would use."""

import re
from decimal import Decimal

import pytest
from hypothesis import given

from bzr_domain.kernel.quantities import CENT
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.rulebook.paraphrase import paraphrase_node, shorten_name
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from tests.support.books import books
from tests.support.builders import KINDS, RULEBOOKS
from tests.support.effort import fewer
from tests.support.schools import node, rules, total

HELP = node("value", "v", 'scores = "students"') + node("value", "w", 'per = "week"\nfacts = "hygiene.finding"')
LABELS = 'labels = ["C", "B", "A"]\n'
CASES = [
    ('facts = "hygiene.finding"\npoints = -1', "计 卫生不合格;每月分别计算;合计;每个扣1分;计入“total”"),
    ('facts = "hygiene.finding"\npoints = -1\nmost = 3', "最多扣3分"),
    ('facts = "hygiene.finding"\nmost = 3', "最多计3分"),
    ('facts = "hygiene.score"\nwhere.value.from = 95\nwhere.place = "宿舍"', "计 卫生评分,同时满足:数值95以上(含95)、地点为宿舍"),
    ('facts = "hygiene.finding"\nexcept.note = "公事"\nexcept.evidence.given = true', "有下列之一的除外:备注为公事、佐证有记载"),
    ('facts = "hygiene.finding"\njoins = "outside"', "另加入“total”,不受本项满分限制"),
    ('facts = "hygiene.finding"\njoins = "factor"', "“total”乘以此数"),
    ('facts = "hygiene.finding"\nbase = 1\npoints = 0.01\njoins = "factor"', "从1起;每个计0.01;“total”乘以此数"),
    ('facts = "hygiene.finding"\njoins = "ceiling"', "“total”不得高于此"),
    ('facts = "hygiene.finding"\nweight = "30%"', "权重0.3"),
    ('facts = "hygiene.finding"\nweight = "1/3"', "权重1/3"),
    ('facts = "hygiene.finding"\nper = "week"', "每周(属其第一个上课日所在的时段)分别计算"),
    ('facts = "hygiene.finding"\nper = "2 weeks"', "每2周(从学期第一周起)分别计算"),
    ('facts = "hygiene.finding"\nper = ["month", "place"]\nhighest_groups = 3', "按地点分别计算,再取得分最高的3组合计"),
    ('facts = "hygiene.finding"\nper = ["month", "fact"]\nlowest_groups = 2', "每条记录分别计算,再取得分最低的2组合计"),
    ('facts = "hygiene.finding"\nper = ["month", "fact"]', "每条记录分别计算,再合计"),
    ('facts = "hygiene.finding"\nper = ["month", "place"]', "按地点分别计算,再合计"),
    ('facts = "hygiene.finding"\nfree = 3\npoints = -1', "3以内免计,只计超出部分;每个扣1分"),
    ('facts = "hygiene.finding"\nfree = 3', "合计;3以内免计,只计超出部分;计入“total”"),
    ('facts = "hygiene.finding"\nshort_of = 1\npoints = -3', "应达1,只计缺少部分(到期方计);每个扣3分"),
    ('facts = "hygiene.finding"\nblock = 2\nrounding = "up"\npoints = -0.5', "每2个一计,不足2的进位取整;每个扣0.5分"),
    ('facts = "hygiene.finding"\nbase = 5\npoints = "1/3"', "从5起;每个计1/3分"),
    ('scores = "v"\ndivide_by = 4\nbase = 22\npoints = 3', "再除以4;乘以3;再加上22"),
    ('facts = "hygiene.finding"\npoints = "-@v"', "每个扣“v”分"),
    ('facts = "hygiene.finding"\npoints = "unset"', "每个计(待定)分"),
    ('facts = "hygiene.finding"\ntable = [{ is = 0, gives = 3 }, { over = 1, upto = "@v", gives = 2 }, { gives = -1 }]', "对照:为0得3;超过1(不含)、“v”以下(含“v”)得2;其余得-1"),
    ('facts = "hygiene.finding"\nfloor = 0\ncap = 20', "扣完为止(不低于0);不超过20"),
    ('facts = "hygiene.finding"\nfloor = -2', "不低于-2"),
    ('facts = "hygiene.finding"\nround = 0.1\nrounding = "down"', "保留到0.1,舍去尾数"),
    ('facts = "hygiene.score"\nnumber = "value"\ntake = "mean"\ntrim = 1\nquorum = 5\nempty = 0', "以数值计;取平均,去掉最高最低各1个,不足5个的无效;没有记录时得0"),
    ('facts = "hygiene.score"\nnumber = "value"\ntake = "highest"', "取最高的一个"),
    ('facts = "hygiene.score"\nnumber = "value"\ntake = "lowest"\nbest = 2', "取最低的2个合计"),
    ('facts = "hygiene.score"\nnumber = "value"\ntake = "last"', "以最后一次为准"),
    ('facts = "hygiene.finding"\ntake = "days"', "按天数计,一天几次也只算一天"),
    ('facts = "hygiene.finding"\ndivide_by = 22', "再除以22"),
    ('facts = "hygiene.finding"\ndivide_by = "unset"', "再除以(待定)"),
    ('facts = "hygiene.finding"\ndivide_by = "@v"', "再除以“v”"),
    ('facts = "duty.hours"\nnumber = "value"\ntake = "total"\ndivide_by = "count"', "再除以数量的合计"),
    ('facts = "council.decision"\nnumber = "chosen"\nrange = [-3, -1]', "分值由人在-3至-1之间裁定,未裁定的待定"),
    ('facts = "council.decision"\nnumber = "chosen"', "分值由人裁定并写明,未裁定的待定"),
    ('facts = "survey.score"\nnumber = "value"\nrange = [0, 15]\ntake = "mean"', "以数值计,只能是0至15"),
    ('facts = "award.student"\nprice.level = { "国家级" = 5, "省级" = 3, "市级" = "unset", "校级" = 2 }\ntake = "total"', "每个:国家级 5、省级 3、市级 (待定)、校级 2"),
    ('facts = "papers.submitted"\nnumber = "late"\ndue = "start + 14 days"\ntake = "lowest"', "以超过时段第一天后14天的天数计(当日仍算按时)"),
    ('facts = "papers.submitted"\nnumber = "late"\ndue = "end - 2 school days"\ntake = "lowest"', "以超过时段最后一天前2个上课日的天数计(当日仍算按时)"),
    ('facts = "papers.submitted"\nnumber = "late"\ndue = "day 5"\ntake = "lowest"', "以超过当月5日的天数计(当日仍算按时)"),
    ('scores = "v"\npoints = "35%"', "依据“v”的得分;每月分别计算;乘以0.35"),
    ('scores = "w"\ntake = "total"\nwhere.score.from = 1\nnumber = "count"', "依据“w”的个数,限得分1以上(含1)的;每月分别计算;合计"),
    ('scores = "w"\nwhere.score.from = 1\ntake = "streak"\nreach = "tenure"', "从本任班主任任期开始累计到本期末;每月分别计算;到最近为止连续几次"),
    ('scores = "years"', "依据班主任龄;每月分别计算"),
    ('scores = "v"\nreach = "previous"', "取上一期的"),
    ('scores = "v"\nrank = "high"\namong = ["school"]\nties = "best"\nthen = ["students"]', "在全校范围内从高到低排名,相同时再比学生人数;并列的同取前面的名次,可能超过名额"),
    ('scores = "v"\nrank = "low"\namong = ["grade", "class_type"]\nties = "split"', "在年级、班级类型范围内从低到高排名;并列的平分所占各名次的结果"),
    ('facts = "hygiene.finding"\nwhen.grade = "高一"\nwhen.v.under = 40\notherwise = 7', "只在年级为高一、“v”不满40(不含)时适用;不适用时得7"),
    ('facts = "hygiene.finding"\nunless.stage = ["primary", "junior"]\nunless.v.from = 3', "学段为小学或初中或“v”3以上(含3)的不适用"),
    ('facts = "hygiene.finding"\nsince = 2024-09-01\nuntil = 2024-12-31', "自2024-09-01起;到2024-12-31为止(含当日)"),
    ('facts = "hygiene.finding"\nabout = "school"', "按全校计"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "sentence"), CASES)
def test_each_form_is_said_like_this(words: str, sentence: str) -> None:
    """Word for word, as a part of the whole sentence."""
    book = rules(total() + HELP + node("clause", "x", words, "total"))

    assert sentence in ";".join(message.zh for message in paraphrase_node(book, book.nodes["x"]))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("base = 20", "从20起,合计各条:x"),
        ('take = "mean"', "各条平均(没有得分的不参加):x"),
        ('take = "highest"', "取各条中最高的:x"),
        ('take = "lowest"', "取各条中最低的:x"),
    ],
)
def test_gathering_names_what_goes_in(words: str, sentence: str) -> None:
    """An item says from what it starts, how it takes its clauses, and which they are."""
    book = rules(total(words) + node("clause", "x", 'facts = "hygiene.finding"', "total"))

    assert sentence == paraphrase_node(book, book.nodes["total"])[0].zh


OUTCOMES = [
    (f'{LABELS}scores = "v"\nrank = "high"\namong = "school"\nties = "worst"\nrounding = "down"\ntable = [{{ upto = "30%", gives = "A" }}, {{ gives = "C" }}]', "对照:名次在参加排名数的30%以内得A;其余得C;名额舍去尾数"),
    ('facts = "hygiene.finding"\ntable = [{ from = 1, gives = true }, { gives = false }]', "对照:1以上(含1)得是;其余得否"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "sentence"), OUTCOMES)
def test_an_outcome_of_labels_or_of_yes_and_no_is_said_like_this(words: str, sentence: str) -> None:
    """What it gives is no number, and so it goes into no total."""
    book = rules(total() + HELP + node("outcome", "x", words))

    assert sentence in ";".join(message.zh for message in paraphrase_node(book, book.nodes["x"]))


def test_labels_that_go_in_are_not_added_up() -> None:
    """The highest of them, from where the outcome starts."""
    clause = node("clause", "c", f'{LABELS}facts = "hygiene.finding"\ntable = {{ gives = "A" }}', "x")
    book = rules(total() + node("outcome", "x", f'{LABELS}base = "B"') + clause)

    assert "从B起,取各条中最高的:c" == paraphrase_node(book, book.nodes["x"])[0].zh


def test_a_clause_goes_by_its_number() -> None:
    """Where it has one; its title is too long to repeat."""
    book = rules(total() + node("clause", "2.1", 'facts = "hygiene.finding"', "total"))

    assert "合计各条:2.1" == paraphrase_node(book, book.nodes["total"])[0].zh


def test_a_name_ends_at_a_stop_and_not_within_a_time() -> None:
    """「7:20后到校的」 is named to its end; 「出勤:每人次扣1分」 by what stands before the colon."""
    late = node("clause", "l", 'facts = "hygiene.finding"', "total").replace('title = "l"', 'title = "7:20后到校的"')
    absent = node("clause", "a", 'facts = "hygiene.finding"', "total").replace(
        'title = "a"', 'title = "出勤:每人次扣1分"'
    )
    book = rules(total() + late + absent)

    assert "合计各条:7:20后到校的、出勤" == paraphrase_node(book, book.nodes["total"])[0].zh


def test_an_item_is_named_by_its_title_and_another_id_within_its_id_is_not() -> None:
    """Of an item `o`, the id `to` that a fact names stays whole."""
    words = 'facts = "council.decision"\nwhere.item = ["o", "to"]\nnumber = "chosen"\ntake = "total"'
    book = rules(
        total()
        + node("item", "o", "", "total").replace('title = "o"', 'title = "卫生"')
        + node("clause", "x", words, "o")
    )

    assert "项目为卫生或to" in ";".join(message.zh for message in paraphrase_node(book, book.nodes["x"]))


def test_a_clause_goes_into_the_item_that_bears_the_id_of_a_figure() -> None:
    """Of an item `students` (学生管理) its title is said, not the number of students."""
    clause = node("clause", "x", 'facts = "hygiene.finding"', "students")
    book = rules(total() + node("item", "students", "base = 20", "total") + clause)

    assert "计入“students”" in [message.zh for message in paraphrase_node(book, book.nodes["x"])]


def test_an_empty_item_gathers_nothing() -> None:
    """An item into which nothing goes says so."""
    book = rules(total())

    assert ("没有各条", "of no parts") == (
        paraphrase_node(book, book.nodes["total"])[0].zh,
        paraphrase_node(book, book.nodes["total"])[0].en,
    )


def test_english_says_the_same() -> None:
    """The ids of the file, and the same numbers."""
    words = 'facts = "safety.sanction"\nwhere.level.from = "记过"\nexcept.note = "x"\nfree = 2\npoints = -3\nmost = 9'
    book = rules(total() + node("clause", "x", words, "total"))

    assert (
        "counts safety.sanction where level 记过 or more; except where any of: note is x; computed for each month; "
        "added up; 2 are free, only what exceeds them counts; 3 off for each; 9 at most, either way; "
        "goes into “total”"
    ) == "; ".join(message.en for message in paraphrase_node(book, book.nodes["x"]))


def test_a_decision_names_its_item_by_its_title() -> None:
    """Items are known to people by their titles."""
    text = total() + '[[item]]\nid = "hygiene"\ntitle = "卫生"\ninto = "total"\n'
    text += node("clause", "x", 'facts = "council.decision"\nwhere.item = "hygiene"\nnumber = "chosen"', "hygiene")
    book = rules(text)

    assert "计 校务委员会决定,同时满足:项目为卫生" == paraphrase_node(book, book.nodes["x"])[0].zh


def test_a_test_on_the_kind_names_it_by_its_title() -> None:
    """So does a test on the kind: 事项为治安案件, not its id."""
    book = rules(total() + node("clause", "x", 'facts = "safety.*"\nwhere.kind = "safety.public_order"', "total"))

    assert "事项为治安案件" in paraphrase_node(book, book.nodes["x"])[0].zh


JOINED = {"inside": "", "outside": "另加:", "factor": "再乘以:", "ceiling": "不得高于:"}
MEASURES = {
    lang.Total: "合计",
    lang.Mean: "取平均",
    lang.Highest: "取最高的",
    lang.Lowest: "取最低的",
    lang.Last: "以最后一次为准",
    lang.Days: "按天数计",
    lang.Streak: "连续几次",
}
WORDS = {
    "facts": "(^|;)计 ", "scores": "依据", "where": "同时满足:|,限", "except": "除外:", "when": "只在.*时适用",
    "unless": "的不适用", "otherwise": "不适用时得", "since": "自.*起", "until": "为止", "price": "每个:", "range": "裁定|只能是",
    "due": "天数计", "trim": "去掉最高最低各", "quorum": "的无效", "best": "的[0-9]+个合计", "divide_by": "再除以",
    "empty": "没有记录时得", "optional": "没有记录的不参加", "rank": "(从高到低|从低到高)排名", "among": "范围内", "ties": "并列的", "then": "相同时再比",
    "free": "以内免计", "short_of": "应达", "block": "个一计", "base": "从.*起|再加上", "table": "对照:", "most": "最多[扣计]",
    "floor": "不低于", "cap": "不超过", "weight": "权重", "points": "(^|;)每(个|1[^;0-9个]+)[扣计]|(^|;)乘以|扣去此数", "round": "保留到",
}  # fmt: skip
"""What each word of the language is said by; `take`, `reach` and `joins` have several ways, and stand apart."""


def is_silent(member: Node, word: str) -> bool:
    """Whether a word says what holds without it: times one, to the hundredth."""
    return (word == "points" and member.linear.points == 1) or (
        word == "round" and member.bound.step == CENT and member.bound.rounding == "half-up"
    )


def find_unsaid(book: Book, member: Node) -> list[str]:
    """The words of a node that its paraphrase does not say, or says by the words of another operation."""
    text = ";".join(message.zh for message in paraphrase_node(book, member))
    unsaid = [
        word
        for word, sentence in WORDS.items()
        if word in member.stated and not is_silent(member, word) and not re.search(sentence, text)
    ]
    if isinstance(member.source, lang.FactRows):
        unsaid += [] if MEASURES[type(member.measure)] in text else ["take"]
        unsaid += [
            other for kind, other in MEASURES.items() if not isinstance(member.measure, kind) and f";{other};" in text
        ]
    for child in book.children(member.key):
        names = text.split(JOINED[child.joins] or ":", 1)[-1].split(";")[0]
        told = any(f"、{name}、" in f"、{names}、" for name in (shorten_name(child), child.title))
        unsaid += [] if told else [child.joins]
    return unsaid


@fewer(50, nightly=100)
@given(books())
def test_each_operation_of_any_rulebook_is_said_by_its_own_words(book: Book) -> None:
    """Law: every word that a node uses stands in its paraphrase, and what joins it under the word by which it joins."""
    assert {} == {key: unsaid for key, member in book.nodes.items() if (unsaid := find_unsaid(book, member))}


@pytest.mark.parametrize(
    "name", sorted(path.stem for path in RULEBOOKS.glob("*.toml") if "." not in path.stem and path.stem != "kinds")
)
def test_each_operation_of_a_shipped_rulebook_is_said_by_its_own_words(name: str) -> None:
    """The same of every shipped rulebook."""
    book = parse_rulebook((RULEBOOKS / f"{name}.toml").read_text(encoding="utf-8"), KINDS)

    assert {} == {key: unsaid for key, member in book.nodes.items() if (unsaid := find_unsaid(book, member))}


def test_what_multiplies_and_what_limits_is_not_added_up() -> None:
    """An item says what is added after its bounds, what multiplies it, and above what it cannot come."""
    text = total() + '[[item]]\nid = "i"\ntitle = "项"\ninto = "total"\ntake = "highest"\nbest = 2\n'
    text += "".join(node("clause", name, 'facts = "hygiene.finding"', "i") for name in "abc")
    for name, joins in (("d", "outside"), ("e", "factor"), ("f", "ceiling")):
        text += node("clause", name, f'facts = "hygiene.finding"\njoins = "{joins}"', "i")
    book = rules(text)

    assert ["取各条中最高的2个合计:a、b、c", "另加:d", "再乘以:e", "不得高于:f"] == [
        message.zh for message in paraphrase_node(book, book.nodes["i"])[:4]
    ]


def test_yes_and_no_are_not_added_up() -> None:
    """An outcome that gathers clauses of yes and no holds where any of them does."""
    clause = node("clause", "c", 'facts = "hygiene.finding"\ntable = { from = 1, gives = true }', "x")
    book = rules(total() + node("outcome", "x", "") + clause)

    assert "有任一条成立即成立:c" == paraphrase_node(book, book.nodes["x"])[0].zh


@fewer(50, nightly=100)
@given(books())
def test_every_memberof_any_rulebook_can_be_read_aloud(book: Book) -> None:
    """Law: both languages, for every node, and every limit that the table prints stands in the words."""
    for member in book.nodes.values():
        messages = paraphrase_node(book, member)
        assert messages
        assert all(message.zh and message.en for message in messages)
        text = ";".join(message.zh for message in messages)
        for limit in (member.bound.floor, member.bound.cap, member.bound.most):
            if isinstance(limit, Decimal):
                assert re.search(rf"{limit.normalize():f}|扣完为止", text)


@pytest.mark.parametrize(
    ("per", "zh", "en"),
    [
        ("2 months", "每2个月(从学期第一个月起)分别计算", "computed for every 2 months, counted from the first month of the term"),
        ("quarter", "每季度(1–3、4–6、7–9、10–12月)分别计算", "computed for each quarter of the calendar year"),
    ],
)  # fmt: skip
def test_periods_longer_than_a_month_are_said(per: str, zh: str, en: str) -> None:
    """From where they are counted is no guess."""
    book = rules(total() + node("outcome", "x", f'per = "{per}"\nfacts = "hygiene.finding"'))
    told = paraphrase_node(book, book.nodes["x"])

    assert (zh, en) in [(message.zh, message.en) for message in told]
