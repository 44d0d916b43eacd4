"""Reading one node — item, clause, value or outcome — from its TOML table."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from bzr_domain.errors import Message, Problem, did_you_mean
from bzr_domain.periods import Per, is_per
from bzr_domain.quantities import CENT, Rounding
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.node import Bound, Heading, Joins, Node
from bzr_domain.rulebook.sources import read_source
from bzr_domain.rulebook.values import Reader, exact, ratio, reference

WORDS: Final = (
    "id", "title", "cite", "reading", "into", "joins", "weight", "about", "per", "since", "until", "when", "unless",
    "otherwise", "facts", "scores", "where", "except", "reach", "number", "price", "range", "due", "take", "trim",
    "quorum", "best", "divide_by", "empty", "rank", "among", "ties", "then", "free", "short_of", "block", "points",
    "table", "base", "most", "floor", "cap", "round", "rounding", "unit", "labels",
)  # fmt: skip
TAKES: Final[Mapping[str, lang.Measure]] = {
    "total": lang.Total(),
    "mean": lang.Mean(),
    "highest": lang.Highest(),
    "lowest": lang.Lowest(),
    "last": lang.Last(),
    "days": lang.Days(),
    "streak": lang.Streak(),
}
GATHERING: Final = ("total", "mean", "highest", "lowest")
_JOINS: Final[Mapping[str, Joins]] = {
    "inside": "inside",
    "outside": "outside",
    "factor": "factor",
    "ceiling": "ceiling",
}
PERS: Final = ("day", "week", "month", "term", "year")
_ROUNDINGS: Final[Mapping[str, Rounding]] = {"half-up": "half-up", "down": "down", "up": "up"}
_TIES: Final[Mapping[str, lang.Ties]] = {"best": "best", "worst": "worst", "dense": "dense", "split": "split"}
_TABLE_WORDS: Final = ("is", "from", "over", "upto", "under")


def read_node(
    table: Mapping[str, object], heading: Heading, defaults: Mapping[str, object]
) -> tuple[Node, list[Problem]]:
    """One node with every problem of its table; its key and `into` are still the ids as written.

    Args:
        defaults: What the rulebook says for all of its nodes: `about`, `per`, `unit`.
    """
    reader = Reader({**defaults, **table}, f"{heading} {table.get('id', '?')}")
    reader.only(WORDS)
    per, by = _per(reader)
    node = Node(
        key=str(table.get("id", "")),
        heading=heading,
        id=reader.text("id"),
        title=reader.text("title"),
        cite=reader.text("cite", None if heading == "clause" else ""),
        reading=reader.text("reading", ""),
        into=reader.text("into", "") or None,
        joins=_JOINS[reader.choice("joins", _JOINS, "inside")],
        weight=_weight(reader),
        about=reader.text("about", "class"),
        per=per,
        by=by,
        source=read_source(reader),
        measure=_measure(reader),
        divide_by=_divisor(reader),
        rank=_rank(reader),
        scale=_scale(reader),
        bound=_bound(reader),
        base=_base(reader),
        empty=_value(reader, "empty"),
        when=reader.tests("when"),
        unless=reader.tests("unless"),
        otherwise=_value(reader, "otherwise"),
        since=reader.day("since"),
        until=reader.day("until"),
        unit=reader.text("unit", "分"),
        labels=reader.texts("labels"),
    )
    if node.since is not None and node.until is not None and node.since > node.until:
        reader.complain("since", f"晚于 until = {node.until}", f"it is after until = {node.until}")
    return node, reader.problems


def _per(reader: Reader) -> tuple[Per, tuple[str, ...]]:
    """`per = "week"`, `"2 weeks"`, or `["month", "project"]` for each project by itself and added up."""
    value = reader.table.get("per", "month")
    names = value if isinstance(value, list) else [value]
    texts = [one for one in names if isinstance(one, str)]
    fields = tuple(texts[1:])
    if len(texts) != len(names) or not texts or not is_per(texts[0]) or len(set(fields)) != len(fields):
        expected = Message(
            'day、week、month、term、year、"2 weeks",或其后加栏目的列表,如 ["month", "fact"]',
            'day, week, month, term, year, "2 weeks", or a list of one and fields such as ["month", "fact"]',
        )
        reader.complain("per", f"没有“{value}”这种周期", f"there is no period {value!r}", expected)
        return "month", fields
    if fields and "facts" not in reader.table:
        reader.complain("per", "按栏目分别计算只能与 facts 一起写", "fields in per go with facts only")
    return texts[0], fields


def _weight(reader: Reader) -> Fraction:
    weight = ratio(reader.table.get("weight", 1))
    if weight is None or weight <= 0:
        reader.complain("weight", "应为大于0的数或百分数", "a number or a percentage above 0 is expected")
        return Fraction(1)
    return weight


def _measure(reader: Reader) -> lang.Measure:
    """What is taken; it must be said wherever adding up is not the only thing that could be meant."""
    gathers = "facts" not in reader.table and "scores" not in reader.table
    said = "price" in reader.table or reader.table.get("number", "count") not in ("count", "chosen", "score")
    if said and "take" not in reader.table:
        reader.complain(
            "take", "必须写明:合计、平均、最高还是最近", f"must be said: one of {', '.join(TAKES)}"
        )
    name = reader.choice("take", TAKES, "total")
    if gathers and name not in GATHERING:
        reader.complain(
            "take",
            f"汇集时只有 {'、'.join(GATHERING)}",
            f"a node that gathers takes one of {', '.join(GATHERING)}",
        )
    trim, quorum, best = (reader.whole(word, 1) for word in ("trim", "quorum", "best"))
    if name != "mean":
        for word in ("trim", "quorum"):
            if word in reader.table:
                reader.complain(word, "只能与 take = “mean” 一起写", 'it goes with take = "mean" only')
    if best is not None and name not in ("highest", "lowest"):
        reader.complain("best", "只能与最高或最低一起写", 'it goes with take = "highest" or "lowest" only')
    if name == "mean":
        return lang.Mean(trim=trim or 0, quorum=quorum or 0)
    if name in ("highest", "lowest"):
        return lang.Highest(best or 1) if name == "highest" else lang.Lowest(best or 1)
    return TAKES[name]


def _divisor(reader: Reader) -> lang.Limit | str | None:
    value = reader.table.get("divide_by")
    if isinstance(value, str) and reference(value) is None:
        return value
    return reader.limit("divide_by")


def _rank(reader: Reader) -> lang.Rank | None:
    if "rank" not in reader.table:
        for word in ("among", "ties", "then"):
            if word in reader.table:
                reader.complain(word, "只能与 rank 一起写", "it goes with rank only")
        return None
    high = reader.choice("rank", {"high": 0, "low": 0}, "high") == "high"
    for word, zh, en in (
        (
            "among",
            "必须写明与谁排名,如 “school” 或 “grade”",
            'must be said: who is ranked, such as "school" or "grade"',
        ),
        ("ties", "必须写明并列怎么办:best、worst、dense、split", "must be said: best, worst, dense or split"),
    ):
        if word not in reader.table:
            reader.complain(word, zh, en)
    ties = _TIES[reader.choice("ties", _TIES, "best")]
    return lang.Rank(high=high, among=reader.texts("among"), ties=ties, then=reader.texts("then"))


def _scale(reader: Reader) -> lang.Scale | None:
    gathers = "facts" not in reader.table and "scores" not in reader.table
    linear = [w for w in ("points", "free", "short_of", "block") if w in reader.table]
    if "table" in reader.table:
        for word in (*linear, *(["base"] if not gathers and "base" in reader.table else [])):
            reader.complain(word, "不能与 table 一起写", "it cannot stand beside table")
        return _table(reader)
    if "free" in reader.table and "short_of" in reader.table:
        reader.complain("short_of", "free 与 short_of 只能写一个", "either free or short_of, not both")
    if gathers or not (linear or "base" in reader.table):
        return None
    block = reader.number("block")
    if block is not None and block <= 0:
        reader.complain("block", "应大于0", "it must be above 0")
        block = None
    if "block" in reader.table and "rounding" not in reader.table:
        reader.complain(
            "rounding",
            "每N一计须写明不足N的怎么算:down、up、half-up",
            "with block it must be said: down, up or half-up",
        )
    return lang.Linear(
        points=_points(reader),
        free=reader.limit("free"),
        short_of=reader.limit("short_of"),
        base=reader.limit("base"),
        block=block,
        rounding=_rounding(reader),
    )


def _points(reader: Reader) -> Fraction | lang.Ref | lang.Unset:
    value = reader.table.get("points", 1)
    found = reference(value)
    if isinstance(found, lang.Ref | lang.Unset):
        return found
    points = ratio(value)
    if points is None:
        reader.complain(
            "points",
            f"应为数、百分数或分数,而不是“{value}”",
            f"a number, a percentage or a fraction, not {value!r}",
        )
        return Fraction(0)
    return points


def _rounding(reader: Reader) -> Rounding:
    return _ROUNDINGS[reader.choice("rounding", _ROUNDINGS, "half-up")]


def _base(reader: Reader) -> Decimal | str | None:
    """What an item starts from; a counting node's `base` belongs to its scale."""
    value = reader.table.get("base")
    if "facts" in reader.table or "scores" in reader.table:
        return None
    return value if isinstance(value, str) and reference(value) is None else reader.number("base")


def _table(reader: Reader) -> lang.Table:
    rows, value = [], reader.table["table"]
    if value == []:
        reader.complain("table", "没有一行", "it has no row")
    for index, row in enumerate(value if isinstance(value, list) else [value], 1):
        if not isinstance(row, dict) or "gives" not in row:
            reader.complain(
                "table",
                f"第{index}行应为 {{ from = …, gives = … }}",
                f"row {index}: {{ from = …, gives = … }}",
            )
            continue
        for word in row:
            if word not in (*_TABLE_WORDS, "gives"):
                known = (*_TABLE_WORDS, "gives")
                reader.complain(
                    f"table.{word}", "没有这个词", "there is no such word", did_you_mean(word, known)
                )
        test = reader.row_test("table", {name: one for name, one in row.items() if name in _TABLE_WORDS})
        gives = _gives(reader, row["gives"])
        rows.append(lang.Row(test=test, gives=gives))
        if test == lang.Test() and isinstance(value, list) and index < len(value):
            reader.complain(
                "table", f"第{index}行没有条件,应放在最后", f"row {index} has no test: it must stand last"
            )
    shares = any(isinstance(limit, lang.Share) for row in rows for limit in lang.limits_of(row.test))
    if shares and "rank" not in reader.table:
        reader.complain(
            "table",
            "百分比只能用于 rank 之后的名额;比率请写本身的数,如80",
            "a percentage is a share of places, after rank only; write a rate as its number, such as 80",
        )
    if shares and "rounding" not in reader.table:
        reader.complain(
            "rounding",
            "名额百分比须写明取整:down、up、half-up",
            "a share of places must say its rounding: down, up or half-up",
        )
    return lang.Table(tuple(rows), rounding=_rounding(reader))


def _gives(reader: Reader, value: object) -> lang.Value | lang.Unset:
    if reference(value) is lang.UNSET:
        return lang.UNSET
    if isinstance(value, bool) or (isinstance(value, str) and value and reference(value) is None):
        return value
    number = exact(value)
    if number is None:
        reader.complain("table.gives", "应为数、等级或 true", "a number, a label or true is expected")
    return Decimal(0) if number is None else number


def _bound(reader: Reader) -> Bound:
    step = reader.number("round")
    if step is not None and (step <= 0 or step % CENT):
        reader.complain("round", "应为0.01的倍数,大于0", "a multiple of 0.01 above 0 is expected")
        step = CENT
    most, floor, cap = reader.limit("most"), reader.limit("floor"), reader.limit("cap")
    if isinstance(most, Decimal) and most < 0:
        reader.complain("most", "不能小于0:两个方向都以它为限", "it cannot be below 0: it limits both ways")
    if isinstance(floor, Decimal) and isinstance(cap, Decimal) and floor > cap:
        reader.complain("floor", f"大于 cap = {cap}", f"it is above cap = {cap}")
    return Bound(
        most=most,
        floor=floor,
        cap=cap,
        step=CENT if step is None else step,
        rounding="half-up" if _rounds_elsewhere(reader) else _rounding(reader),
    )


def _rounds_elsewhere(reader: Reader) -> bool:
    """Whether `rounding` speaks of the blocks or of the places, and not of the result."""
    if "round" in reader.table:
        if "block" in reader.table:
            reader.complain(
                "round",
                "rounding 已用于 block,不能再用于 round",
                "rounding serves block here, and cannot serve round too",
            )
        return False
    return "block" in reader.table or "rank" in reader.table


def _value(reader: Reader, word: str) -> lang.Value | None:
    value = reader.table.get(word)
    if isinstance(value, bool | str):
        return value
    return reader.number(word)
