"""Check what tests compare: numbers with numbers, days with days, words with the words of their scale."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Final

import attrs

from bzr_domain.facts.kinds import Field
from bzr_domain.kernel.messages import Message, did_you_mean
from bzr_domain.register.roster import STAGES
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import CLASS_WORDS, ROSTER_FIGURES
from bzr_domain.rulebook.node import Node
from bzr_domain.rulebook.toml_values import TableReader

NO_SUCH_STEP = ("没有“{}”这一级", "there is no step {!r}")
_MONTHS, _WEEKDAYS = 12, 7
_MONTH_DAY = re.compile(r"(?!02-3|(?:04|06|09|11)-31)(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")
_COMMON: Final[Mapping[str, str]] = {
    "on": "date",
    "month_no": "month_no",
    "month_day": "month_day",
    "weekday": "weekday",
}
"""What every fact has, and is no text → the type it is compared as."""


def _is_whole(word: lang.Word, highest: int) -> bool:
    return isinstance(word, Decimal) and word == int(word) and 1 <= word <= highest


_FITS: Final[Mapping[str, Callable[[lang.Word], bool]]] = {
    "number": lambda word: isinstance(word, Decimal),
    "score": lambda word: isinstance(word, Decimal | bool | lang.Ref | lang.Unset | lang.Share),
    "text": lambda word: isinstance(word, str),
    "student": lambda _: False,
    "date": lambda word: isinstance(word, date),
    "time": lambda word: isinstance(word, time),
    "month_day": lambda word: isinstance(word, str) and _MONTH_DAY.fullmatch(word) is not None,
    "month_no": lambda word: _is_whole(word, _MONTHS),
    "weekday": lambda word: _is_whole(word, _WEEKDAYS),
}
_EXPECTED: Final[Mapping[str, Message]] = {
    "student": Message(
        "规则不指名学生;逐个学生计算写 per,如 [“month”, “student”]",
        'a rule names no student; to compute for each of them write per, such as ["month", "student"]',
    ),
    "date": Message("应为日期,如 2024-11-05,不加引号", "a day such as 2024-11-05, without quotes"),
    "time": Message("应为时刻,如 07:10:00,不加引号", "a time such as 07:10:00, without quotes"),
    "month_day": Message("应为月日,如 “11-05”,加引号", 'a month and a day such as "11-05", in quotes'),
    "month_no": Message("应为1至12的整数", "a whole number from 1 to 12"),
    "weekday": Message("应为1至7的整数,1为星期一", "a whole number from 1 to 7, where 1 is Monday"),
}


def check_field_test(reader: TableReader, word: str, name: str, test: lang.Test, field: Field | None) -> None:
    """Check a test on a field of facts; where there is no such field, on what every fact has."""
    if field is not None and field.scale:
        for step in lang.list_limits(test):
            reader.check_name(word, step, field.scale, NO_SUCH_STEP)
    elif field is None:
        check_comparison(reader, word, test, _COMMON.get(name, "text"))
    else:
        check_comparison(reader, word, test, "text" if field.type == "scale" else field.type)


def check_comparison(reader: TableReader, word: str, test: lang.Test, what: str) -> None:
    """Check that like is compared with like; words without a scale are only equal or not, never more or less.

    Args:
        what: The type that is compared: of a field, `score`, or one of the types in `_COMMON`.
    """
    ordered = () if what != "text" else lang.list_limits(attrs.evolve(test, among=None))
    unlike = [limit for limit in lang.list_limits(test) if limit != "" and not _FITS[what](limit)]
    for limit in dict.fromkeys([*unlike, *ordered]):
        reader.add_problem(
            word, f"不能与“{limit}”比较", f"cannot compare with {limit}", _EXPECTED.get(what), code="rulebook.mismatch"
        )


def check_comparisons(reader: TableReader, node: Node, nodes: Mapping[str, Node]) -> None:
    """Check every test of a node outside facts: on scores and figures, on class attributes, and in the rows of its table."""
    for word, tests in (("when", node.when), ("unless", node.unless)):
        for name, test in tests.items():
            _check_condition(reader, f"{word}.{name}", name, test, nodes)
    if not isinstance(node.source, lang.ScoreRows):
        source = None
    else:
        source = nodes.get(node.source.node)
        if "score" in node.source.where:
            _check_score(reader, "where.score", node.source.where["score"], source)
        if "on" in node.source.where:
            check_comparison(reader, "where.on", node.source.where["on"], "date")
    by_label = node.rank is None and not isinstance(node.measure, lang.Streak)
    for row in node.table_rows:
        _check_score(reader, "table", row.test, source if by_label else None)


def _check_condition(reader: TableReader, word: str, name: str, test: lang.Test, nodes: Mapping[str, Node]) -> None:
    if name == "month_no":
        check_comparison(reader, word, test, "month_no")
    elif name in ROSTER_FIGURES:
        check_comparison(reader, word, test, "number")
    elif name in CLASS_WORDS:
        check_comparison(reader, word, test, "text")
        for stage in lang.list_limits(test) if name == "stage" else ():
            if isinstance(stage, str):
                reader.check_name(word, stage, STAGES, ("没有学段“{}”", "there is no stage {!r}"))
    elif name in nodes:
        _check_score(reader, word, test, nodes[name])


def _check_score(reader: TableReader, word: str, test: lang.Test, read: Node | None) -> None:
    """Check that a node's value is compared with its labels where it has some, and with numbers where it has none."""
    if read is None or not read.labels:
        check_comparison(reader, word, test, "score")
        return
    for step in lang.list_limits(test):
        if step not in read.labels:
            zh, en = f"“{read.id}”没有等级“{step}”", f"{read.id!r} has no label {str(step)!r}"
            reader.add_problem(word, zh, en, did_you_mean(str(step), read.labels), code="table.unknown-name")
