"""Whether what a node says of facts fits their kinds: fields, steps, prices, deadlines."""

from collections.abc import Mapping
from itertools import product

from bzr_domain.errors import did_you_mean
from bzr_domain.facts import Kind
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import COMMON
from bzr_domain.rulebook.comparisons import check_field_test
from bzr_domain.rulebook.node import Node
from bzr_domain.rulebook.values import Reader


def check_rows(reader: Reader, node: Node, rows: lang.FactRows, kinds: Mapping[str, Kind]) -> None:
    """Every selector, test, price and field of a node that counts facts."""
    for selector in rows.selectors:
        taken = [kind for kind in kinds.values() if selector.takes(kind.id)]
        if not taken:
            expected = did_you_mean(selector.kind, kinds)
            reader.complain(
                "facts", f"没有事项“{selector.kind}”", f"there is no kind {selector.kind!r}", expected
            )
        for kind in taken:
            _check_tests(reader, "where", selector.where, kind)
            _check_tests(reader, "except", rows.excuses, kind)
            _check_fields(reader, node, rows.number, kind)


def _check_tests(reader: Reader, word: str, tests: lang.Tests, kind: Kind) -> None:
    for name, test in tests.items():
        field = kind.field(name)
        if field is None and name not in COMMON:
            reader.complain(f"{word}.{name}", f"“{kind.title}”没有这一栏", f"{kind.id} has no such field")
        else:
            check_field_test(reader, f"{word}.{name}", name, test, field)


def _check_fields(reader: Reader, node: Node, number: lang.Number, kind: Kind) -> None:
    wanted = list(number.fields) if isinstance(number, lang.Priced) else []
    if isinstance(number, lang.Measured):
        wanted = [number.field]
    elif isinstance(number, lang.Chosen):
        wanted = ["points"]
    elif isinstance(number, lang.Late) and number.due.anchor not in ("start", "end", "day"):
        wanted = [number.due.anchor]
    wanted += [name for name in node.by if name not in ("fact", *COMMON)]
    wanted += [node.divide_by] if isinstance(node.divide_by, str) else []
    lacking = [name for name in wanted if kind.field(name) is None]
    known = ["count", "value", "late", *(field.name for field in kind.fields)]
    for name in lacking:
        expected = did_you_mean(name, known)
        reader.complain(
            "number", f"“{kind.title}”没有“{name}”一栏", f"{kind.id} has no field {name}", expected
        )
    if isinstance(number, lang.Priced) and not lacking:
        _check_prices(reader, number, kind)


def _check_prices(reader: Reader, number: lang.Priced, kind: Kind) -> None:
    """Every step of the scale has a price, every combination of two scales too, and nothing else has."""
    scales = [field.scale for name in number.fields if (field := kind.field(name)) is not None]
    word = f"price.{number.fields[0]}"
    for steps in number.prices:
        for step, scale in zip(steps, scales, strict=False):
            if step not in scale:
                expected = did_you_mean(step, scale)
                reader.complain(word, f"没有“{step}”这一级", f"there is no step {step!r}", expected)
    for combination in product(*scales):
        if combination not in number.prices:
            name = "·".join(combination)
            reader.complain(
                word, f"缺少“{name}”的分值;未定写“unset”", f'no price for {name!r}; write "unset" if none'
            )
