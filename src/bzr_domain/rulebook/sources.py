"""Reading which facts a node counts, and the number of each, from its TOML table."""

from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.values import UNSET, Reader, exact

_FACTS_ONLY = ("where", "number", "price", "range", "take", "per", "since", "until", "empty")
_NOT_GATHERING = ("free", "short_of", "points", "table")


def read_source(reader: Reader) -> lang.Source:
    """Where the rows come from: facts, another score, or what goes into this node."""
    facts, scores = reader.table.get("facts"), reader.table.get("scores")
    if facts is not None and scores is not None:
        reader.complain("scores", "facts 与 scores 只能写一个", "either facts or scores, not both")
    if facts is not None:
        return lang.FactRows(selectors=_selectors(reader, facts), number=_number(reader))
    for word in _FACTS_ONLY:
        if word in reader.table:
            reader.complain(word, "只能与 facts 一起写", "it goes with facts only")
    for word in _NOT_GATHERING if scores is None else ():
        if word in reader.table:
            reader.complain(word, "只能与 facts 或 scores 一起写", "it goes with facts or scores only")
    return lang.ScoreRow(reader.text("scores")) if scores is not None else lang.Gathered()


def _selectors(reader: Reader, facts: object) -> tuple[lang.Selector, ...]:
    """A kind, a family of kinds, or a list of them; a table in the list carries tests of its own."""
    everywhere = reader.tests("where")
    found = []
    if facts == []:
        reader.complain("facts", "没有写事项", "no fact kind is said")
    for one in facts if isinstance(facts, list) else [facts]:
        if isinstance(one, str):
            found.append(lang.Selector(one, everywhere))
        elif isinstance(one, dict) and isinstance(one.get("kind"), str):
            own = {name: reader.test(f"facts.{name}", value) for name, value in one.items() if name != "kind"}
            found.append(lang.Selector(str(one["kind"]), {**everywhere, **own}))
        else:
            reader.complain("facts", f"“{one}”不是事项", f"{one!r} is no fact kind")
    return tuple(found)


def _number(reader: Reader) -> lang.Number:
    if "price" in reader.table:
        return _priced(reader)
    word = reader.choice("number", {"count": 0, "value": 0, "chosen": 0}, "count")
    if word != "chosen":
        if "range" in reader.table:
            reader.complain("range", "只能与 number = “chosen” 一起写", 'it goes with number = "chosen" only')
        return lang.Measured() if word == "value" else lang.Counted()
    if "range" not in reader.table:
        return lang.Chosen()
    limits = reader.table["range"]
    numbers = [exact(limit) for limit in limits] if isinstance(limits, list) else []
    ends = ("lowest", "highest")
    if len(numbers) != len(ends) or None in numbers:
        reader.complain("range", "应为 [最低, 最高]", "[lowest, highest] is expected")
        return lang.Chosen()
    lowest, highest = numbers
    if lowest is not None and highest is not None and lowest > highest:
        reader.complain("range", "最低大于最高", "the lowest is above the highest")
    return lang.Chosen(lowest, highest)


def _priced(reader: Reader) -> lang.Number:
    price = reader.table["price"]
    if not isinstance(price, dict) or len(price) != 1:
        reader.complain(
            "price", "应为 price.level 或 price.grade 的一张表", "one table, price.level or price.grade"
        )
        return lang.Counted()
    ((field, prices),) = price.items()
    if not isinstance(prices, dict):
        reader.complain(f"price.{field}", "应为等级到分值的表", "a table from step to points is expected")
        return lang.Counted()
    for step, value in prices.items():
        if value != UNSET and exact(value) is None:
            reader.complain(f"price.{field}.{step}", "应为数或“unset”", 'a number or "unset" is expected')
    return lang.Priced(str(field), {step: exact(value) for step, value in prices.items()})
