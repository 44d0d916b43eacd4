"""What a rulebook may not say: each is refused with its table, its word, and what is wrong, word for word."""

import pytest

from bzr_domain.kernel.messages import BadRulebook
from bzr_domain.rulebook.parse_rulebook import parse_adopted_rulebook, parse_rulebook
from tests.support.builders import KINDS
from tests.support.schools import node, total

KIND = '[[kind]]\nid = "k"\ntitle = "事"\nfields = { count = {}, level = ["低", "高"], prize = ["三等", "一等"], hours = "number", extra = { type = "number", optional = true }, points = { optional = true } }\n'
HELP = node("value", "w", 'per = "week"\nfacts = "hygiene.finding"') + node(
    "value", "s", 'about = "school"\nscores = "classes"'
)
LABEL = node(
    "outcome",
    "g",
    'labels = ["C", "A"]\nscores = "total"\ntable = [{ from = 60, gives = "A" }, { gives = "C" }]',
)


def refused(body: str) -> list[str]:
    """What is said of a rulebook with this body, in Chinese."""
    with pytest.raises(BadRulebook) as caught:
        parse_rulebook(f'[rulebook]\nid = "r"\ntitle = "试"\n{KIND}{total()}{HELP}{LABEL}{body}', KINDS)
    return [problem.what.zh for problem in caught.value.problems]


FACTS = 'facts = "hygiene.finding"\n'
CLAUSES = [
    (f'{FACTS}per = "fortnight"', "per:没有“fortnight”这种周期"),
    (f'{FACTS}per = ["month", "count", "count"]', "per:没有“[month, count, count]”这种周期"),
    ('scores = "w"\nper = ["month", "count"]', "per:按栏目分别计算只能与 facts 一起写"),
    (f"{FACTS}weight = 0", "weight:应为大于0的数或百分数"),
    (f'{FACTS}weight = "x"', "weight:应为大于0的数或百分数"),
    ('facts = "k"\nnumber = "hours"', "take:必须写明:合计、平均、最高还是最近"),
    (f"{FACTS}trim = 1", "trim:只能与 take = “mean” 一起写"),
    (f"{FACTS}quorum = 1", "quorum:只能与 take = “mean” 一起写"),
    (f'{FACTS}take = "mean"\ntrim = 1.5', "trim:应为不小于1的整数"),
    (f'{FACTS}take = "mean"\nbest = 2', "best:只能与最高或最低一起写"),
    (f'{FACTS}take = "mean"\nper = ["month", "fact"]\nquorum = 2', "quorum:每次只有一个数,这个词不起作用"),
    (f'{FACTS}take = "mean"\nquorum = "80%"', "quorum_of:必须写明:百分数的 quorum 是多少人的百分数"),
    (f'{FACTS}take = "mean"\nquorum = "80%"\nquorum_of = "students"', "quorum_of:“students”不是人数"),
    (f'{FACTS}take = "mean"\nquorum = "80%"\nquorum_of = 0', "quorum_of:“0”不是人数"),
    (f'{FACTS}take = "mean"\nquorum = "80%"\nquorum_of = "unset"', "quorum_of:“unset”不是人数"),
    (f'{FACTS}take = "mean"\nquorum = "80%"\nquorum_of = "@nobody"', "@nobody:没有“nobody”"),
    (f'{FACTS}take = "mean"\nquorum = "120%"\nquorum_of = 5', "quorum:应为整数,或不超过100%的百分数如“80%”,而不是“120%”"),
    (f'{FACTS}take = "mean"\nquorum = "most"\nquorum_of = 5', "quorum:应为整数,或不超过100%的百分数如“80%”,而不是“most”"),
    (f'{FACTS}take = "mean"\nquorum = 4\nquorum_of = 5', "quorum_of:只能与百分数的 quorum 一起写"),
    (f'{FACTS}take = "total"\nquorum_of = 5', "quorum_of:只能与 take = “mean” 一起写"),
    (f'{FACTS}places_of = "all"', "places_of:只能与 rank 一起写"),
    ('scores = "total"\nrank = "high"\nties = "best"\namong = "school"\nplaces_of = "all"', "places_of:只能与 table 中的名额百分比一起写,如 upto = “30%”"),
    ('scores = "total"\nrank = "high"\nties = "best"\namong = "school"\nplaces_of = "all"\ntable = [{ upto = 3, gives = 1 }]', "places_of:只能与名额百分比一起写,如 upto = “30%”"),
    ('scores = "total"\nrank = "high"\nties = "best"\namong = "school"\nrounding = "up"\nplaces_of = "everybody"\ntable = [{ upto = "30%", gives = 1 }]', "places_of:没有“everybody”"),
    (f"{FACTS}optional = true", "optional:没有记录时得0,不会缺,这个词不起作用"),
    (f'{FACTS}take = "last"\nper = ["month", "place"]\noptional = true', "optional:没有记录时得0,不会缺,这个词不起作用"),
    (f"{FACTS}empty = 5", "empty:没有记录时是0,不是没有,这个词不起作用"),
    (f'{FACTS}take = "days"\nempty = 5', "empty:没有记录时是0,不是没有,这个词不起作用"),
    (f'{FACTS}take = "last"\nper = ["month", "place"]\nempty = 5', "empty:没有记录时是0,不是没有,这个词不起作用"),
    ('scores = "w"\nnumber = "count"\nempty = 5', "empty:没有记录时是0,不是没有,这个词不起作用"),
    (f"{FACTS}otherwise = 5", "otherwise:总是适用,这个词不起作用"),
    ('facts = "k"\nnumber = "extra"\ntake = "mean"', "number:“事”的“extra”可以不填,没有填的会当作0"),
    ('facts = "k"\nnumber = "extra"\ntake = "lowest"\nwhere.extra.given = false', "number:“事”的“extra”可以不填,没有填的会当作0"),
    ('facts = "k"\nnumber = "extra"\ntake = "total"\ntable = [{ from = 3, gives = 1 }, { gives = -1 }]', "number:“事”的“extra”可以不填,没有填的会当作0"),
    ('facts = "k"\nnumber = "points"\ntake = "total"', "number:“事”的“points”可以不填,没有填的会当作0"),
    (f'{FACTS}take = "last"\nempty = 1\noptional = true', "optional:不与 empty 一起写"),
    (f'{FACTS}take = "last"\noptional = "yes"', "optional:应为 true 或 false"),
    ('scores = "w"\ntake = "highest"\nbest = 6', "best:最多只有6个,都要取"),
    ('scores = "w"\ntake = "mean"\ntrim = 3', "trim:最多只有6个,永远不够"),
    ('scores = "w"\ntake = "mean"\nquorum = 7', "quorum:最多只有6个,永远不够"),
    (f"{FACTS}highest_groups = 2", "highest_groups:只能与 per 中的栏目一起写,如 per = [“term”, “project”]"),
    (f'{FACTS}per = ["month", "place"]\nhighest_groups = 2\nlowest_groups = 1', "lowest_groups:highest_groups 与 lowest_groups 只能写一个"),
    (f'{FACTS}per = ["month", "place"]\nhighest_groups = 0', "highest_groups:应为不小于1的整数"),
    ('facts = "k"\nper = ["month", "level"]\nlowest_groups = 2', "lowest_groups:最多只有2组,都要取,这个词不起作用"),
    ('facts = "k"\nper = ["month", "level", "prize"]\nhighest_groups = 4', "highest_groups:最多只有4组,都要取,这个词不起作用"),
    (f'{FACTS}per = ["month", "place"]\nhighest_groups = 2\nlabels = ["乙", "甲"]\ntable = [{{ from = 1, gives = "甲" }}, {{ gives = "乙" }}]', "highest_groups:本条得等级,不是数,不能按组取舍"),
    (f'{FACTS}per = ["month", "place"]\nlowest_groups = 2\ntable = [{{ from = 1, gives = true }}, {{ gives = false }}]', "lowest_groups:本条得是与否,不是数,不能按组取舍"),
    (f'{FACTS}among = "school"', "among:只能与 rank 一起写"),
    ('scores = "total"\nrank = "high"', "among:必须写明与谁排名,如 “school” 或 “grade”"),
    ('scores = "total"\nrank = "high"\namong = "school"', "ties:必须写明并列怎么办:best、worst、dense、split"),
    ('scores = "total"\nrank = "high"\nties = "best"\namong = "房间"', "among:没有“房间”"),
    ('scores = "total"\nrank = "high"\nties = "best"\namong = ["grade", "grade"]', "among:应为互不相同的文字"),
    ('scores = "total"\nrank = "high"\nties = "best"\namong = "school"\nthen = "nobody"', "then:没有“nobody”"),
    (f"{FACTS}base = 3\ntable = [{{ gives = 1 }}]", "base:不能与 table 一起写"),
    (f"{FACTS}block = 0\nrounding = 'up'", "block:应大于0"),
    (f"{FACTS}block = 2", "rounding:每N一计须写明不足N的怎么算:down、up、half-up"),
    (f"{FACTS}block = 2\nrounding = 'up'\nround = 0.1", "round:rounding 已用于 block,不能再用于 round"),
    (f'{FACTS}table = [{{ upto = "30%", gives = 1 }}]', "table:百分比只能用于 rank 之后的名额;比率请写本身的数,如80"),
    ('scores = "total"\nrank = "high"\nties = "best"\namong = "school"\ntable = [{ upto = "30%", gives = 1 }]', "rounding:名额百分比须写明取整:down、up、half-up"),
    (f"{FACTS}table = [{{ gives = [] }}]", "table.gives:应为数、等级或 true"),
    (f'{FACTS}table = [{{ gives = "甲" }}]', "labels:等级“甲”不在 labels 中(从低到高)"),
    (f'{FACTS}number = "late"\ntake = "lowest"\ndue = "sometime soon"', "due:读不懂期限“sometime soon”"),
    (f'{FACTS}due = "end"', "due:只能与 number = “late” 一起写"),
    (f'{FACTS}number = "late"\ntake = "lowest"\ndue = "asked + 3 days"', "due:“卫生不合格”没有“asked”一栏"),
    (f'{FACTS}price.level.x = 1\nnumber = "count"\ntake = "total"', "number:不能与 price 一起写"),
    (f'{FACTS}number = "hours"\ntake = "total"', "number:“卫生不合格”没有“hours”一栏"),
    (f'{FACTS}divide_by = "hours"', "divide_by:“卫生不合格”没有“hours”一栏"),
    (f'{FACTS}except.level = "高"', "except.level:“卫生不合格”没有这一栏"),
    (f'{FACTS}points = "@nobody"', "@nobody:没有“nobody”"),
    (f'{FACTS}points = "@w"', "@w:周期 week 比本条的 month 短,须先用 scores 与 take 汇总"),
    (f"{FACTS}when.w.from = 1", "when.w:周期 week 比本条的 month 短,须先用 scores 与 take 汇总"),
    (f'{FACTS}about = "room"', "about:没有“room”"),
    ('scores = "nobody"', "scores:没有“nobody”"),
    ('scores = "total"\nwhere.level = 1', "where.level:得分只有 score 与 on 两栏"),
    ('scores = "w"\ntake = "streak"', "take:连续只能用于 scores,并写明 reach 与 where"),
    ('scores = "g"\ntable = [{ is = "B", gives = 1 }]', "table:“g”没有等级“B”"),
    ('scores = "g"\nwhere.score = "B"', "where.score:“g”没有等级“B”"),
    (f'{FACTS}when.g = "B"', "when.g:“g”没有等级“B”"),
    ('facts = "k"\ntake = "total"\nprice.level."高" = 1', "price.level:缺少“低”的分值;未定写“unset”"),
    ('facts = "k"\ntake = "total"\nprice.level = { "低" = 1, "高" = 2, "中" = 3 }', "price.level:没有“中”这一级"),
    ('facts = "k"\ntake = "total"\nprice.level = { "低" = { prize = { "一等" = 1, "三等" = 1 } }, "高" = 2 }', "price.level:每一级都要同样地分两层"),
    ('facts = "k"\ntake = "total"\nprice.level = 3', "price.level:应为等级到分值的表"),
    ('facts = "k"\ntake = "total"\nprice.level = { "低" = "x", "高" = 2 }', "price.level.低:应为数或“unset”"),
    (f'{FACTS}per = "term"', "per:周期 term 比“total”的 month 长"),
    (f'{FACTS}unit = "元"', "unit:单位“元”与“total”的“分”不同,不能相加"),
    (f'{FACTS}per = "week"\njoins = "factor"', "joins:乘数与上限须与“total”同周期、同对象"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "message"), CLAUSES)
def test_a_clause_that_makes_no_sense_is_refused(words: str, message: str) -> None:
    """The first of what is said names the clause and the word."""
    assert f"clause x:{message}" in refused(node("clause", "x", words, "total"))


@pytest.mark.parametrize(
    "words",
    [
        'number = "extra"\ntake = "total"',
        'number = "extra"\ntake = "mean"\nwhere.extra.given = true',
        'number = "extra"\ntake = "mean"\nwhere.extra.from = 1',
        'number = "extra"\ntake = "mean"\nexcept.extra.given = false',
        'number = "chosen"\nrange = [0, 5]',
        'number = "hours"\ntake = "total"\ndivide_by = "count"\nempty = 5',
    ],
)
def test_a_number_of_filled_cells_and_a_quotient_of_nothing_are_taken(words: str) -> None:
    """An empty cell is passed over where a test says so, pends where a person decides, and adds nothing to a sum."""
    text = f'[rulebook]\nid = "r"\ntitle = "试"\n{KIND}{total()}' + node(
        "clause", "x", f'facts = "k"\n{words}', "total"
    )
    adopted = text.replace("where.extra.given = true", "").replace("where.extra.from = 1", "")

    assert "x" in parse_rulebook(text, KINDS).nodes
    assert "x" in parse_adopted_rulebook(adopted, KINDS).nodes  # one that was adopted before stays readable


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ('take = "last"', "item x:take:汇集时只有 total、mean、highest、lowest"),
        ('rank = "high"\namong = "school"\nties = "best"', "item x:rank:只能与 facts 或 scores 一起写"),
        ('reach = "term"', "item x:reach:只能与 facts 或 scores 一起写"),
        ("block = 2", "item x:block:只能与 facts 或 scores 一起写"),
        ('base = "甲"', "item x:labels:等级“甲”不在 labels 中(从低到高)"),
    ],
)
def test_an_item_measures_nothing(words: str, message: str) -> None:
    """Words about rows on a node that gathers."""
    assert message in refused(node("item", "x", words, "total"))


def test_a_wider_node_reads_and_gathers_nothing_narrower() -> None:
    """A school's value has no class's values but by scores and take."""
    gathers = refused(node("item", "x", 'about = "school"') + node("clause", "y", FACTS, "x"))
    reads = refused(node("value", "x", 'about = "school"\nfacts = "hygiene.finding"\npoints = "@total"'))

    assert ["clause y:about:对象 class 比“x”的 school 窄,须先用 scores 与 take 汇总"] == gathers
    assert ["value x:@total:对象 class 比本条的 school 窄,须先用 scores 与 take 汇总"] == reads


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ('says = "poetry"', "note n:says:没有“poetry”"),
        ('says = "cadence"\nwho = "x"', "note n:who:没有这个词"),
        ('says = "approval"\ndue = "soon"', "note n:due:说明没有事实,期限只能从 start、end 或 day 算起"),
        ('says = "approval"\ndue = "day 40"', "note n:due:读不懂期限“day 40”"),
    ],
)
def test_a_note_says_one_of_ten_things(table: str, message: str) -> None:
    """Words that are not computed are filed under what they are about."""
    assert message in refused(f'[[note]]\nid = "n"\ntitle = "t"\ncite = "c"\n{table}\n')


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ('{ 学生 = "text" }', "自有栏目的名称应为小写英文"),
        ('{ week = "text" }', "自有栏目的名称应为小写英文"),
        ('{ late = "minutes" }', "kind z fields.late:type:没有“minutes”"),
        ("{ late = 3 }", "kind z:fields.late:应为类型、等级列表或表"),
    ],
)
def test_a_field_of_its_own_is_held_to_its_form(fields: str, message: str) -> None:
    """A lower-case name that means nothing else, and one of the types."""
    text = fields.replace("学生", '"学生"')

    assert any(message in problem for problem in refused(f'[[kind]]\nid = "z"\ntitle = "z"\nfields = {text}\n'))


def test_two_clauses_of_one_id_need_different_places() -> None:
    """A key is never ambiguous."""
    assert "“total/x”写了两次:编号相同的条款须计入不同的项目" in refused(node("clause", "x", FACTS, "total") * 2)
