"""Parse which facts or scores a node counts (依据), and the number of each (取数), from its TOML table."""

import re
from decimal import Decimal
from itertools import product
from typing import get_args

import attrs

from bzr_domain.kernel.messages import Message
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.toml_values import TableReader, parse_number, parse_reference, show_value

_FACTS_ONLY = ("except", "price", "range", "due", "deadline")
_NOT_GATHERING = (
    "where", "number", "reach", "empty", "optional", "divide_by", "rank", "among", "ties", "then", "incomplete", "free", "short_of",
    "points", "table", "block",
)  # fmt: skip
_DUE = re.compile(
    r"(?!day\b)(?P<anchor>[a-z][a-z0-9_]*)(?: *(?P<sign>[+-]) *(?P<days>[0-9]{1,4}) (?P<school>school )?days?)?"
)
_DUE_DAY = re.compile(r"day (?P<days>[1-9]|[12][0-9]|3[01])")


def parse_source(reader: TableReader) -> lang.Source:
    """Parse where the rows come from: facts, other scores, or the children of the node."""
    facts, scores = reader.table.get("facts"), reader.table.get("scores")
    if facts is not None and scores is not None:
        reader.add_problem(
            "scores", "facts 与 scores 只能写一个", "either facts or scores, not both", code="table.words-conflict"
        )
    if facts is not None:
        return lang.FactRows(
            selectors=_parse_selectors(reader, facts),
            number=_parse_fact_number(reader),
            excuses=reader.read_tests("except"),
            reach=_parse_reach(reader),
        )
    reader.reject_words(_FACTS_ONLY, "只能与 facts 一起写", "it goes with facts only")
    if scores is not None:
        return lang.ScoreRows(
            counts=reader.read_choice("number", ("score", "count"), "score") == "count",
            node=reader.read_text("scores").removeprefix("@"),
            where=reader.read_tests("where"),
            reach=_parse_reach(reader),
        )
    en = "it goes with facts or scores only"
    reader.reject_words(_NOT_GATHERING, "只能与 facts 或 scores 一起写", en)
    return lang.Gathered()


def _parse_reach(reader: TableReader) -> lang.Reach:
    return reader.read_choice("reach", get_args(lang.Reach), "cell")


def _parse_selectors(reader: TableReader, facts: object) -> tuple[lang.Selector, ...]:
    """Parse a kind, a family of kinds, or a list of them; a table in the list has tests of its own besides `where`."""
    shared_tests = reader.read_tests("where")
    selectors = []
    if facts == []:
        reader.add_problem("facts", "没有写事项", "no fact kind is said", code="table.word-missing")
    for entry in facts if isinstance(facts, list) else [facts]:
        if isinstance(entry, str):
            selectors.append(lang.Selector(entry, shared_tests))
        elif isinstance(entry, dict) and isinstance(entry.get("kind"), str):
            tests = {name: reader.read_test(f"facts.{name}", value) for name, value in entry.items() if name != "kind"}
            selectors.append(lang.Selector(str(entry["kind"]), {**shared_tests, **tests}))
        else:
            shown = show_value(entry)
            reader.add_problem("facts", f"“{shown}”不是事项", f"{shown!r} is no fact kind", code="table.unknown-name")
    return tuple(selectors)


def _parse_fact_number(reader: TableReader) -> lang.Number:
    """Parse what each fact counts for."""
    if "price" in reader.table:
        reader.reject_words(["number"], "不能与 price 一起写", "it cannot stand beside price")
        return _parse_prices(reader)
    number = reader.read_text("number", "count")
    if number != "late":
        reader.reject_words(["due", "deadline"], "只能与 number = “late” 一起写", 'it goes with number = "late" only')
    if number in ("late", "count"):
        zh = "只能与 number = “chosen”、“value” 或自有的数字栏目一起写"
        en = 'it goes with number = "chosen", "value" or a field of numbers only'
        reader.reject_words(["range"], zh, en)
        return lang.Counted() if number == "count" else lang.Late(parse_deadline(reader))
    lowest, highest = _parse_range(reader)
    if number == "chosen":
        return lang.Chosen(lowest, highest)
    return lang.Measured(number, lowest, highest)


def _parse_range(reader: TableReader) -> tuple[Decimal | None, Decimal | None]:
    """Parse the lowest and the highest number that may be recorded (幅度); None and None where no range is said."""
    if "range" not in reader.table:
        return None, None
    limits = reader.table["range"]
    numbers = [parse_number(limit) for limit in limits] if isinstance(limits, list) else []
    ends = ("lowest", "highest")
    if len(numbers) != len(ends) or None in numbers:
        reader.add_problem("range", "应为 [最低, 最高]", "[lowest, highest] is expected", code="table.bad-value")
        return None, None
    lowest, highest = numbers
    if lowest is not None and highest is not None and lowest > highest:
        reader.add_problem("range", "最低大于最高", "the lowest is above the highest", code="table.bad-value")
    return lowest, highest


def parse_deadline(reader: TableReader) -> lang.Due:
    """Parse the last day that is in time (期限), such as `day 5` or `end + 3 school days`; `deadline` puts it off (顺延)."""
    word = "deadline" if "deadline" in reader.table else "due"
    if word == "deadline":
        reader.reject_words(["due"], "不能与 deadline 一起写", "it cannot stand beside deadline")
    return attrs.evolve(_parse_last_day(reader, word), extends=word == "deadline")


def _parse_last_day(reader: TableReader, word: str) -> lang.Due:
    text = reader.table.get(word)
    match = _DUE_DAY.fullmatch(text) or _DUE.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        expected = Message(
            "如 “start + 14 days”、“day 5”(1至31)、“end”、“asked + 3 school days”",
            'such as "start + 14 days", "day 5" (1 to 31), "end", "asked + 3 school days"',
        )
        zh, en = f"读不懂期限“{text}”", f"cannot read the deadline {text!r}"
        if text is None:
            zh, en = "没有写期限", "no deadline is said"
        reader.add_problem(word, zh, en, expected, code="table.bad-value")
        return lang.Due(anchor="end")
    if match.re is _DUE_DAY:
        return lang.Due(anchor="day", days=int(match["days"]))
    days = int(match["days"] or 0)
    return lang.Due(
        anchor=match["anchor"],
        days=-days if match["sign"] == "-" else days,
        school=match["school"] is not None,
    )


def _parse_prices(reader: TableReader) -> lang.Number:
    """Parse the prices of one field, or of several fields that are added up: `price.level = { … }`, `price.role = { … }`."""
    price = reader.table["price"]
    if not isinstance(price, dict) or not price:
        zh, en = "应为一个栏目的一张表,如 price.level", "the table of one field, such as price.level"
        reader.add_problem("price", zh, en, code="table.bad-value")
        return lang.Counted()
    tables = [_parse_price_table(reader, field, prices) for field, prices in price.items()]
    added = tuple(table for table in tables if table is not None)
    if len(added) < len(tables):
        return lang.Counted()
    if len(added) == 1:
        return added[0]
    fields = tuple(field for table in added for field in table.fields)
    if len(set(fields)) < len(fields):
        en = "a field has one price: it stands in two of the tables that are added"
        reader.add_problem("price", "一个栏目只能有一种单价,这里相加的表里写了两次", en, code="table.words-conflict")
    sums: dict[tuple[str, ...], Decimal | None] = {}
    for chosen in product(*(table.prices.items() for table in added)):
        numbers = [number for _, number in chosen if number is not None]
        steps = tuple(step for steps, _ in chosen for step in steps)
        sums[steps] = sum(numbers, Decimal(0)) if len(numbers) == len(chosen) else None
    return lang.Priced(fields, sums, added)


def _parse_price_table(reader: TableReader, field: str, prices: object) -> lang.Priced | None:
    """Parse `price.level = { 省级 = 3 }`, or for pairs of words `price.level."省级".prize = { 一等 = 16 }`."""
    if not isinstance(prices, dict) or not prices:
        reader.add_problem(
            f"price.{field}", "应为等级到分值的表", "a table from step to points is expected", code="table.bad-value"
        )
        return None
    fields: tuple[str, ...] = (field,)
    by_steps: dict[tuple[str, ...], object] = {}
    for step, value in prices.items():
        if not isinstance(value, dict):
            by_steps[(step,)] = value
            continue
        for inner, table in value.items():
            fields = (field, inner)
            by_steps |= {(step, word): number for word, number in table.items()} if isinstance(table, dict) else {}
    if any(len(steps) != len(fields) for steps in by_steps):
        reader.add_problem(
            f"price.{field}", "每一级都要同样地分两层", "every step needs the same two levels", code="table.bad-value"
        )
    for steps, value in by_steps.items():
        if parse_number(value) is None and parse_reference(value) is not lang.UNSET:
            word = f"price.{field}.{'.'.join(steps)}"
            reader.add_problem(word, "应为数或“unset”", 'a number or "unset" is expected', code="table.bad-value")
    return lang.Priced(fields, {steps: parse_number(value) for steps, value in by_steps.items()})
