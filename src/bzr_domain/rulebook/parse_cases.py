"""Parse a clause with cases (分情形的条款): a base rule, and cases of which each takes the facts that pass its own tests.

The clause becomes a node that adds up its parts, and each part a clause of its own: one for every case, and one for the
base rule, which takes what fits no case. Evaluation, accounts and lint so know no further form.
"""

from collections.abc import Mapping
from typing import Final

import attrs

from bzr_domain.kernel.messages import Problem
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.node import Heading, Node
from bzr_domain.rulebook.parse_node import parse_node
from bzr_domain.rulebook.toml_values import TableReader

_NUMBER: Final = ("number", "price", "range", "due", "deadline")
_MEASURE: Final = ("take", "trim", "quorum", "quorum_of", "best", "divide_by", "empty", "optional")
_SCALE: Final = ("points", "free", "short_of", "block", "base", "table")
_BOUND: Final = ("most", "floor", "cap", "round", "rounding")
_GROUPS: Final = (_NUMBER, _MEASURE, _SCALE)
"""A case that says one word of a group says the whole group: what the clause says there is not its own."""
_WORDS: Final = ("title", "where", *_NUMBER, *_MEASURE, *_SCALE, *_BOUND)
_OF_ROWS: Final = ("facts", "scores", "where", "except", "reach", *_NUMBER, *_MEASURE, *_SCALE)
_SHARED: Final = ("about", "per", "unit", "labels", "since", "until", "cite", *_OF_ROWS)


def parse_with_cases(
    table: Mapping[str, object], heading: Heading, defaults: Mapping[str, object], problems: list[Problem]
) -> list[Node]:
    """Parse a table with `cases`: first the node that adds up, then one for each case, last the base rule.

    The keys of the parts are `1`, `2` … and `else`, still without that of the node they go into.
    """
    name = f"{heading} {table.get('id', '?')}"
    reader = TableReader(table, name, problems)
    cases = _list_cases(reader)
    _check_beside_cases(reader)
    whole = {word: value for word, value in table.items() if word not in (*_OF_ROWS, "cases")}
    if isinstance(per := table.get("per"), list) and per:
        whole["per"] = per[0]
    rounds_parts = "block" in table or "round" not in table
    if rounds_parts:
        whole.pop("rounding", None)
    parent = parse_node(whole, heading, defaults, problems)
    shared = {word: table[word] for word in _SHARED if word in table}
    if rounds_parts and "rounding" in table:
        shared["rounding"] = table["rounding"]
    base = parse_node({**shared, "id": table.get("id", ""), "title": "其余"}, "clause", defaults, problems)
    known = {problem.field for problem in problems}
    parts: list[Node] = []
    for number, case in enumerate(cases, 1):
        of_case = TableReader(case, f"clause {table.get('id', '?')} cases {number}")
        parts.append(_parse_case(of_case, parts, shared, defaults))
        problems += [each for each in of_case.problems if each.field not in known or each.field.split(".")[0] in case]
    base = attrs.evolve(_restrict(base, parts, {}), key="else")
    return [attrs.evolve(parent, stated=parent.stated | {"cases"}), *parts, base]


def _list_cases(reader: TableReader) -> list[Mapping[str, object]]:
    value = reader.table["cases"]
    cases = value if isinstance(value, list) else []
    if not cases or not all(isinstance(case, dict) and case.get("where") for case in cases):
        zh = "应为各种情形的列表,每种写明条件,如 [{ where.level = “严重”, points = -3 }]"
        en = 'a list of cases, each with its tests, such as [{ where.level = "严重", points = -3 }]'
        reader.add_problem("cases", zh, en, code="table.bad-value")
    return [case for case in cases if isinstance(case, dict)]


def _check_beside_cases(reader: TableReader) -> None:
    """Check that a clause with cases counts facts, ranks nobody, and says what facts that fit no case are worth."""
    if "facts" not in reader.table:
        reader.add_problem("cases", "只能与 facts 一起写", "it goes with facts only", code="table.words-conflict")
    words = ("rank", "among", "ties", "then", "places_of", "incomplete", "highest_groups", "lowest_groups")
    zh = "不能与 cases 一起写:名次与取几组是一条的,不是一种情形的"
    reader.reject_words(words, zh, "it cannot stand beside cases: it is said of a whole clause")
    if isinstance(per := reader.table.get("per"), list) and len(per) > 1:
        zh = "按栏目分别计算时,限度写在各种情形里"
        reader.reject_words(_BOUND[:-1], zh, "with fields in per, bounds stand in the cases")
    if not any(word in reader.table for word in (*_SCALE, *_NUMBER)):
        zh = "必须写明不属于任何情形的怎么计分;不计分写 points = 0"
        en = "what fits no case must be said too; points = 0 where it counts for nothing"
        reader.add_problem("points", zh, en, code="table.word-missing")


def _parse_case(
    reader: TableReader, earlier: list[Node], shared: Mapping[str, object], defaults: Mapping[str, object]
) -> Node:
    """Parse one case: what it does not say is as the clause says it, group by group."""
    case, number = reader.table, len(earlier) + 1
    reader.reject_unknown_words(_WORDS)
    tests = reader.read_tests("where")
    own = {word: value for word, value in case.items() if word in _WORDS and word != "where"}
    replaced = {word for group in _GROUPS if own.keys() & set(group) for word in group}
    if own.keys() & set(_SCALE):
        replaced.add("rounding")
    table = {word: value for word, value in shared.items() if word not in replaced} | own
    title = reader.read_text("title", "") or f"情形{number}{_name_words(case)}"
    node = parse_node(
        {**table, "id": reader.where.removeprefix("clause "), "title": title}, "clause", defaults, reader.problems
    )
    return _restrict(attrs.evolve(node, key=str(number)), earlier, tests)


def _name_words(case: Mapping[str, object]) -> str:
    """The words with which the tests of a case compare, where each is a single word: `:严重`."""
    where = case.get("where")
    words = list(where.values()) if isinstance(where, dict) else []
    return f":{'、'.join(map(str, words))}" if words and all(isinstance(word, str) for word in words) else ""


def _restrict(node: Node, earlier: list[Node], tests: lang.Tests) -> Node:
    """Restrict a part to the facts that pass some tests, and fit no earlier case."""
    if not isinstance(node.source, lang.FactRows):
        return node
    others = tuple(part.source.case for part in earlier if isinstance(part.source, lang.FactRows))
    return attrs.evolve(node, source=attrs.evolve(node.source, case=tests, other_cases=others))
