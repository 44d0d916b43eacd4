"""Parse a node — item, clause, value or outcome — from its TOML table."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final, get_args

from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.kernel.periods import Per, is_period_length
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.node import Heading, Joins, Node
from bzr_domain.rulebook.parse_scale import parse_bound, parse_scale
from bzr_domain.rulebook.parse_source import parse_source
from bzr_domain.rulebook.toml_values import TableReader, parse_number, parse_ratio, parse_reference, show_value

WORDS: Final = (
    "id", "title", "cite", "reading", "settles", "into", "joins", "weight", "about", "per", "since", "until", "when", "unless",
    "otherwise", "facts", "scores", "where", "except", "reach", "number", "price", "range", "due", "deadline", "take", "trim",
    "quorum", "quorum_of", "best", "highest_groups", "lowest_groups", "divide_by", "empty", "optional", "rank", "among", "ties", "then", "places_of", "incomplete", "free", "short_of", "block", "points",
    "table", "base", "most", "floor", "cap", "round", "rounding", "unit", "labels",
    "cases",
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
PLACES_OF: Final = ("ranked", "all")
INCOMPLETE: Final = ("last", "alike")
PERS: Final = ("day", "week", "month", "quarter", "term", "year")


def parse_node(
    table: Mapping[str, object], heading: Heading, defaults: Mapping[str, object], problems: list[Problem]
) -> Node:
    """Parse a node, with the rulebook's defaults for `about`, `per` and `unit`, and add every problem of its table.

    Its key and `into` are still the ids as written.
    """
    reader = TableReader({**defaults, **table}, f"{heading} {table.get('id', '?')}", problems)
    reader.reject_unknown_words(WORDS)
    per, by = _parse_per(reader)
    node = Node(
        key=str(table.get("id", "")),
        heading=heading,
        id=reader.read_text("id"),
        title=reader.read_text("title"),
        cite=reader.read_text("cite", None if heading == "clause" else ""),
        reading=reader.read_text("reading", ""),
        settles=reader.read_texts("settles"),
        stated=frozenset(table),
        into=reader.read_text("into", "") or None,
        joins=reader.read_choice("joins", get_args(Joins), "inside"),
        weight=_parse_weight(reader),
        about=reader.read_text("about", "class"),
        per=per,
        by=by,
        source=parse_source(reader),
        groups=_parse_groups(reader, by),
        measure=_parse_measure(reader),
        divide_by=_parse_divisor(reader),
        rank=_parse_rank(reader),
        scale=parse_scale(reader),
        bound=parse_bound(reader),
        base=_parse_base(reader),
        empty=_parse_value(reader, "empty"),
        optional=_parse_optional(reader),
        when=reader.read_tests("when"),
        unless=reader.read_tests("unless"),
        otherwise=_parse_value(reader, "otherwise"),
        since=reader.read_day("since"),
        until=reader.read_day("until"),
        unit=reader.read_text("unit", "分"),
        labels=reader.read_texts("labels"),
    )
    _check_days(reader, node)
    return node


def _check_days(reader: TableReader, node: Node) -> None:
    if node.since is not None and node.until is not None and node.since > node.until:
        reader.add_problem(
            "since", f"晚于 until = {node.until}", f"it is after until = {node.until}", code="table.bad-value"
        )


def _parse_per(reader: TableReader) -> tuple[Per, tuple[str, ...]]:
    """Parse `per = "week"`, `"2 weeks"`, or `["month", "project"]`: for each project by itself, then added up."""
    value = reader.table.get("per", "month")
    names = value if isinstance(value, list) else [value]
    texts = [name for name in names if isinstance(name, str)]
    fields = tuple(texts[1:])
    readable = texts and texts == names and is_period_length(texts[0])
    if not readable or len(set(fields)) != len(fields):
        expected = Message(
            'day、week、month、quarter、term、year、"2 weeks"、"2 months",或其后加栏目的列表,如 ["month", "fact"]',
            'day, week, month, quarter, term, year, "2 weeks", "2 months", or a list of one and fields: ["month", "fact"]',
        )
        reader.add_problem(
            "per",
            f"没有“{show_value(value)}”这种周期",
            f"there is no period {show_value(value)!r}",
            expected,
            code="table.unknown-name",
        )
        return "month", fields
    if fields and "facts" not in reader.table:
        reader.add_problem(
            "per", "按栏目分别计算只能与 facts 一起写", "fields in per go with facts only", code="table.words-conflict"
        )
    return texts[0], fields


def _parse_weight(reader: TableReader) -> Fraction:
    weight = parse_ratio(reader.table.get("weight", 1))
    if weight is None or weight <= 0:
        reader.add_problem(
            "weight", "应为大于0的数或百分数", "a number or a percentage above 0 is expected", code="table.bad-value"
        )
        return Fraction(1)
    return weight


def _parse_measure(reader: TableReader) -> lang.Measure:
    """Parse `take`; it must be written wherever something other than the sum could be meant."""
    gathers = "facts" not in reader.table and "scores" not in reader.table
    plain = reader.table.get("number", "count") in ("count", "chosen", "score")
    if "price" in reader.table or not plain:
        en = f"must be said: one of {', '.join(TAKES)}"
        reader.require_word("take", "必须写明:合计、平均、最高还是最近", en)
    name = reader.read_choice("take", TAKES, "total")
    if gathers and name not in GATHERING:
        en = f"a node that gathers takes one of {', '.join(GATHERING)}"
        reader.add_problem("take", f"汇集时只有 {'、'.join(GATHERING)}", en, code="table.bad-value")
    trim, best = (reader.read_whole_number(word, 1) for word in ("trim", "best"))
    quorum = _parse_quorum(reader)
    if name != "mean":
        words = ("trim", "quorum", "quorum_of")
        reader.reject_words(words, "只能与 take = “mean” 一起写", 'it goes with take = "mean" only')
    if best is not None and name not in ("highest", "lowest"):
        reader.add_problem(
            "best",
            "只能与最高或最低一起写",
            'it goes with take = "highest" or "lowest" only',
            code="table.words-conflict",
        )
    if name == "mean":
        return lang.Mean(trim=trim or 0, quorum=quorum)
    if name in ("highest", "lowest"):
        return lang.Highest(best or 1) if name == "highest" else lang.Lowest(best or 1)
    return TAKES[name]


def _parse_quorum(reader: TableReader) -> int | lang.Quorum:
    """Parse `quorum = 4`, or `quorum = "80%"` with `quorum_of`, which says of how many."""
    share = reader.table.get("quorum")
    if not isinstance(share, str):
        reader.reject_words(
            ["quorum_of"], "只能与百分数的 quorum 一起写", 'it goes with a share such as quorum = "80%" only'
        )
        return reader.read_whole_number("quorum", 1) or 0
    part = parse_ratio(share)
    if part is None or not 0 < part <= 1:
        en = f'a whole number, or a share up to 100 % such as "80%", not {share!r}'
        reader.add_problem(
            "quorum", f"应为整数,或不超过100%的百分数如“80%”,而不是“{share}”", en, code="table.bad-value"
        )
    of = _parse_population(reader)
    return 0 if part is None or of is None else lang.Quorum(part, of)


def _parse_population(reader: TableReader) -> Decimal | lang.Ref | None:
    """Parse of how many a quorum is a share: a number above 0, or another node's value or a figure of the roster."""
    value = reader.table.get("quorum_of")
    of = parse_reference(value) or parse_number(value)
    if isinstance(of, lang.Ref) or (isinstance(of, Decimal) and of > 0):
        return of
    expected = Message(
        "如 “@students”(学生人数)、另一结点 “@评委数”,或一个数",
        'such as "@students", another node "@evaluators", or a number',
    )
    if value is None:
        zh, en = "必须写明:百分数的 quorum 是多少人的百分数", "must be said: of how many the quorum is a share"
        reader.add_problem("quorum_of", zh, en, expected, code="table.word-missing")
    else:
        shown = show_value(value)
        reader.add_problem(
            "quorum_of", f"“{shown}”不是人数", f"{shown!r} is no number", expected, code="table.bad-value"
        )
    return None


def _parse_groups(reader: TableReader, by: tuple[str, ...]) -> lang.Groups | None:
    """Parse `highest_groups = 3`, or `lowest_groups`: how many of the groups that `per` tells apart count."""
    words = [word for word in ("highest_groups", "lowest_groups") if word in reader.table]
    if not words:
        return None
    if not by:
        en = 'it goes with fields in per only, such as per = ["term", "project"]'
        reader.reject_words(words, "只能与 per 中的栏目一起写,如 per = [“term”, “project”]", en)
    reader.reject_words(
        words[1:], "highest_groups 与 lowest_groups 只能写一个", "either highest_groups or lowest_groups"
    )
    return lang.Groups(high=words[0] == "highest_groups", count=reader.read_whole_number(words[0], 1) or 1)


def _parse_divisor(reader: TableReader) -> lang.Limit | str | None:
    value = reader.table.get("divide_by")
    if isinstance(value, str) and parse_reference(value) is None:
        return value
    return reader.read_limit("divide_by")


def _parse_rank(reader: TableReader) -> lang.Rank | None:
    if "rank" not in reader.table:
        reader.reject_words(
            ("among", "ties", "then", "places_of", "incomplete"), "只能与 rank 一起写", "it goes with rank only"
        )
        return None
    high = reader.read_choice("rank", ("high", "low"), "high") == "high"
    en = 'must be said: who is ranked, such as "school" or "grade"'
    reader.require_word("among", "必须写明与谁排名,如 “school” 或 “grade”", en)
    en = "must be said: best, worst, dense or split"
    reader.require_word("ties", "必须写明并列怎么办:best、worst、dense、split", en)
    ties: lang.Ties = reader.read_choice("ties", get_args(lang.Ties), "best")
    return lang.Rank(
        high=high,
        among=reader.read_texts("among"),
        ties=ties,
        then=reader.read_texts("then"),
        incomplete_last=reader.read_choice("incomplete", INCOMPLETE, INCOMPLETE[0]) == "last",
        counts_all=reader.read_choice("places_of", PLACES_OF, PLACES_OF[0]) == "all",
    )


def _parse_base(reader: TableReader) -> Decimal | str | None:
    """Parse the `base` of a node that gathers; of any other it belongs to the scale."""
    value = reader.table.get("base")
    if "facts" in reader.table or "scores" in reader.table:
        return None
    return value if isinstance(value, str) and parse_reference(value) is None else reader.read_number("base")


def _parse_optional(reader: TableReader) -> bool:
    """Parse `optional = true`: a part that may be missing (可缺); `empty` says what a missing one gives instead."""
    if "empty" in reader.table:
        reader.reject_words(("optional",), "不与 empty 一起写", "it does not go with empty")
    if not isinstance(reader.table.get("optional", True), bool):
        reader.add_problem("optional", "应为 true 或 false", "true or false is expected", code="table.bad-value")
    return reader.table.get("optional") is True


def _parse_value(reader: TableReader, word: str) -> lang.Value | None:
    value = reader.table.get(word)
    if parse_reference(value) is not None:
        reader.add_problem(
            word,
            f"应为数、等级或 true,而不是“{value}”",
            f"a number, a label or true, not {value!r}",
            code="table.bad-value",
        )
        return None
    return value if isinstance(value, bool | str) else reader.read_number(word)
