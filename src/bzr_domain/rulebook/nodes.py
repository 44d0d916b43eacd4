"""Reading one node — item, clause, value or outcome — from its TOML table."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from bzr_domain.errors import Message, Problem, did_you_mean
from bzr_domain.periods import Per
from bzr_domain.quantities import CENT, Rounding
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.node import Bound, Heading, Joins, Node
from bzr_domain.rulebook.sources import read_source
from bzr_domain.rulebook.values import Reader, exact, ratio

_WORDS: Final = (
    "id", "title", "cite", "reading", "into", "joins", "per", "facts", "scores", "where", "number", "price", "range",
    "take", "free", "short_of", "points", "table", "base", "most", "floor", "cap", "round", "rounding", "empty",
    "when", "unless", "otherwise", "since", "until", "unit",
)  # fmt: skip
_TAKES: Final[Mapping[str, lang.Measure]] = {
    "total": lang.Total(),
    "mean": lang.Mean(),
    "highest": lang.Highest(),
    "lowest": lang.Lowest(),
    "last": lang.Last(),
    "days": lang.Days(),
}
_JOINS: Final[Mapping[str, Joins]] = {"inside": "inside", "outside": "outside"}
_PERS: Final[Mapping[str, Per]] = {"day": "day", "week": "week", "month": "month"}
_ROUNDINGS: Final[Mapping[str, Rounding]] = {"half-up": "half-up", "down": "down", "up": "up"}
_TABLE_WORDS: Final = ("is", "from", "over", "upto", "under")


def read_node(table: Mapping[str, object], heading: Heading) -> tuple[Node, list[Problem]]:
    """One node with every problem of its table; its key and `into` are still the ids as written."""
    reader = Reader(table, f"{heading} {table.get('id', '?')}")
    reader.only(_WORDS)
    per, each = _per(reader)
    node = Node(
        key=str(table.get("id", "")),
        heading=heading,
        id=reader.text("id"),
        title=reader.text("title"),
        cite=reader.text("cite", None if heading == "clause" else ""),
        reading=reader.text("reading", ""),
        into=reader.text("into", "") or None,
        joins=_JOINS[reader.choice("joins", _JOINS, "inside")],
        per=per,
        each=each,
        source=read_source(reader),
        measure=_measure(reader),
        scale=_scale(reader),
        bound=_bound(reader),
        base=reader.number("base"),
        empty=_value(reader, "empty"),
        when=reader.tests("when"),
        unless=reader.tests("unless"),
        otherwise=_value(reader, "otherwise"),
        since=reader.day("since"),
        until=reader.day("until"),
        unit=reader.text("unit", "分"),
    )
    if node.since is not None and node.until is not None and node.since > node.until:
        reader.complain("since", f"晚于 until = {node.until}", f"it is after until = {node.until}")
    return node, reader.problems


def _per(reader: Reader) -> tuple[Per, bool]:
    """`per = "week"`, or `["month", "fact"]` for each fact by itself."""
    value = reader.table.get("per", "month")
    each = isinstance(value, list) and value[1:] == ["fact"]
    name = value[0] if each and isinstance(value, list) else value
    if not isinstance(name, str) or name not in _PERS:
        expected = Message(
            '"day"、"week"、"month",或 ["month", "fact"]', '"day", "week", "month", or ["month", "fact"]'
        )
        reader.complain("per", f"没有“{value}”这种周期", f"there is no period {value!r}", expected)
        return "month", each
    return _PERS[name], each


def _measure(reader: Reader) -> lang.Measure:
    """What is taken; it must be said wherever adding up is not the only thing that could be meant."""
    must = "price" in reader.table or reader.table.get("number") == "value"
    if must and "take" not in reader.table:
        reader.complain(
            "take", "必须写明:合计、平均、最高还是最近", f"must be said: one of {', '.join(_TAKES)}"
        )
    return _TAKES[reader.choice("take", _TAKES, "total")]


def _scale(reader: Reader) -> lang.Scale | None:
    gathers = "facts" not in reader.table and "scores" not in reader.table
    linear = [w for w in ("points", "free", "short_of") if w in reader.table]
    if "table" in reader.table:
        if linear:
            reader.complain(linear[0], "不能与 table 一起写", "it cannot stand beside table")
        return _table(reader)
    points = ratio(reader.table.get("points", 1))
    if points is None:
        value = reader.table["points"]
        reader.complain(
            "points",
            f"应为数、百分数或分数,而不是“{value}”",
            f"a number, a percentage or a fraction, not {value!r}",
        )
    if "free" in reader.table and "short_of" in reader.table:
        reader.complain("short_of", "free 与 short_of 只能写一个", "either free or short_of, not both")
    if gathers or not (linear or "base" in reader.table):
        return None
    return lang.Linear(
        points=Fraction(0) if points is None else points,
        free=reader.number("free"),
        short_of=reader.number("short_of"),
        base=reader.number("base"),
    )


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
        test = reader.test("table", {name: one for name, one in row.items() if name in _TABLE_WORDS})
        gives = row["gives"] if isinstance(row["gives"], bool) else exact(row["gives"])
        if gives is None:
            reader.complain("table.gives", "应为数或 true", "a number or true is expected")
            gives = Decimal(0)
        rows.append(lang.Row(test=test, gives=gives))
        if test == lang.Test() and isinstance(value, list) and index < len(value):
            reader.complain(
                "table", f"第{index}行没有条件,应放在最后", f"row {index} has no test: it must stand last"
            )
    return lang.Table(tuple(rows))


def _bound(reader: Reader) -> Bound:
    step = reader.number("round")
    if step is not None and (step <= 0 or step % CENT):
        reader.complain("round", "应为0.01的倍数,大于0", "a multiple of 0.01 above 0 is expected")
        step = CENT
    most, floor, cap = reader.number("most"), reader.number("floor"), reader.number("cap")
    if most is not None and most < 0:
        reader.complain("most", "不能小于0:两个方向都以它为限", "it cannot be below 0: it limits both ways")
    if floor is not None and cap is not None and floor > cap:
        reader.complain("floor", f"大于 cap = {cap}", f"it is above cap = {cap}")
    return Bound(
        most=most,
        floor=floor,
        cap=cap,
        step=CENT if step is None else step,
        rounding=_ROUNDINGS[reader.choice("rounding", _ROUNDINGS, "half-up")],
    )


def _value(reader: Reader, word: str) -> lang.Value | None:
    value = reader.table.get(word)
    if isinstance(value, bool):
        return value
    return reader.number(word)
