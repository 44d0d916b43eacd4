"""Check that what a node says of facts fits their kinds: fields, steps, prices, deadlines."""

from collections.abc import Mapping
from itertools import product
from typing import Final

from bzr_domain.facts.kinds import Field, FieldType, Kind, find_kind
from bzr_domain.kernel.messages import Message, did_you_mean
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import COMMON
from bzr_domain.rulebook.check_comparisons import NO_SUCH_STEP, check_field_test
from bzr_domain.rulebook.node import Node
from bzr_domain.rulebook.toml_values import TableReader

EMPTY_NUMBER: Final = "rulebook.empty-number"
"""The code of a number read from a field that may be empty: a new text with one is refused, an adopted one stays readable."""
_HOLDS: Final[Mapping[FieldType, tuple[str, str]]] = {
    "number": ("数", "numbers"),
    "date": ("日期", "days"),
    "scale": ("等级", "steps of a scale"),
}


def check_fact_rows(reader: TableReader, node: Node, rows: lang.FactRows, kinds: Mapping[str, Kind]) -> None:
    """Check every selector, test, price and field of a node that counts facts."""
    for selector in rows.selectors:
        selected = [kind for kind in kinds.values() if selector.takes(kind.id)]
        if not selected:
            _report_no_kind(reader, selector.kind, kinds)
        for kind in selected:
            _check_tests(reader, "where", selector.where, kind)
            _check_tests(reader, "except", rows.excuses, kind)
            _check_tests(reader, "where", rows.case, kind)
            _check_fields(reader, node, rows.number, kind)
            _check_empty_number(reader, node, {**selector.where, **rows.case}, kind)


def _report_no_kind(reader: TableReader, word: str, kinds: Mapping[str, Kind]) -> None:
    """Report that no kind has such an id; whoever wrote a label is told its id."""
    labelled = find_kind(kinds.values(), word)
    if labelled is None:
        reader.check_name("facts", word, kinds, ("没有事项“{}”", "there is no kind {!r}"))
        return
    expected = Message(f"写它的编号“{labelled.id}”", f"write its id {labelled.id!r}")
    en = f"{word!r} is the label of a kind, not its id"
    reader.add_problem("facts", f"“{word}”是事项的名称,不是编号", en, expected, code="table.unknown-name")


def _check_tests(reader: TableReader, word: str, tests: lang.Tests, kind: Kind) -> None:
    for name, test in tests.items():
        field = kind.field(name)
        if field is None and name not in COMMON:
            reader.add_problem(
                f"{word}.{name}", f"“{kind.title}”没有这一栏", f"{kind.id} has no such field", code="table.unknown-name"
            )
        else:
            check_field_test(reader, f"{word}.{name}", name, test, field)


def _check_empty_number(reader: TableReader, node: Node, tests: lang.Tests, kind: Kind) -> None:
    """Check that no empty cell of an optional field passes for a 0: added up it is harmless, in a mean or a table it is not."""
    number = node.number
    field = kind.field(number.field) if isinstance(number, lang.Measured) else None
    if field is None or not field.optional:
        return
    test, excuse = tests.get(field.name), node.fact_rows.excuses.get(field.name)
    tested = (test is not None and test.present is not False) or (excuse is not None and excuse.present is False)
    adds = isinstance(node.measure, lang.Total) and not isinstance(node.scale, lang.Table) and not node.each
    if tested or (adds and field.name != "points"):
        return
    zh = f"“{kind.title}”的“{field.name}”可以不填,没有填的会当作0"
    filled = f"where.{field.name}.given = true"
    reader.add_problem(
        "number",
        zh,
        f"{field.name} of {kind.id} may be empty, and would count as 0 then",
        Message(
            f"写 {filled};由人裁定的分值写 number = “chosen”",
            f'write {filled}, or number = "chosen" for points that a person decides',
        ),
        code="rulebook.empty-number",
    )


def _check_fields(reader: TableReader, node: Node, number: lang.Number, kind: Kind) -> None:
    """Check every field that a node takes a number, a day or a price from, divides by, or tells facts apart by."""
    match number:
        case lang.Measured() | lang.Chosen():
            _check_field(reader, "number", kind, number.field, "number")
        case lang.Late():
            _check_anchor(reader, kind, number.due.anchor)
        case lang.Priced():
            for table in number.tables:
                _check_prices(reader, table, kind)
    for name in node.by:
        if name not in ("fact", *COMMON) and kind.field(name) is None:
            known = ["fact", *COMMON, *(field.name for field in kind.fields)]
            _add_missing_field(reader, "per", kind, name, known)
    if isinstance(node.divide_by, str):
        _check_field(reader, "divide_by", kind, node.divide_by, "number")


def _check_field(reader: TableReader, word: str, kind: Kind, name: str, needed: FieldType) -> Field | None:
    """Return the field of that name; add a problem where the kind has none, or one of another type."""
    field = kind.field(name)
    if field is None:
        known = [known_field.name for known_field in kind.fields if known_field.type == needed]
        _add_missing_field(reader, word, kind, name, ["count", *known] if word == "number" else known)
    elif field.type != needed:
        zh, en = _HOLDS[needed]
        en = f"field {name} of {kind.id} does not hold {en}"
        reader.add_problem(word, f"“{kind.title}”的“{name}”一栏不是{zh}", en, code="rulebook.mismatch")
    return field


def _add_missing_field(reader: TableReader, word: str, kind: Kind, name: str, known: list[str]) -> None:
    expected = did_you_mean(name, known) if known else None
    reader.add_problem(
        word, f"“{kind.title}”没有“{name}”一栏", f"{kind.id} has no field {name}", expected, code="table.unknown-name"
    )


def _check_anchor(reader: TableReader, kind: Kind, anchor: str) -> None:
    """Check that a deadline counts from the period, or from a date that every fact has."""
    if anchor in ("start", "end", "day"):
        return
    word = "deadline" if "deadline" in reader.table else "due"
    field = _check_field(reader, word, kind, anchor, "date")
    if field is not None and field.optional:
        zh = f"“{kind.title}”的“{anchor}”一栏可以空着,期限无从算起:去掉 optional"
        en = f"field {anchor} of {kind.id} may be empty, and no deadline runs from nothing: take optional away"
        reader.add_problem(word, zh, en, code="rulebook.mismatch")


def _check_prices(reader: TableReader, number: lang.Priced, kind: Kind) -> None:
    """Check that every step of the scale has a price, every pair of steps where there are two scales, and nothing else."""
    fields = [_check_field(reader, "price", kind, name, "scale") for name in number.fields]
    scales = [field.scale for field in fields if field is not None and field.scale]
    if len(scales) != len(fields):
        return
    word = f"price.{number.fields[0]}"
    for steps in number.prices:
        for step, scale in zip(steps, scales, strict=False):
            reader.check_name(word, step, scale, NO_SUCH_STEP)
    for combination in product(*scales):
        if combination not in number.prices:
            name = "·".join(combination)
            en = f'no price for {name!r}; write "unset" if none'
            reader.add_problem(word, f"缺少“{name}”的分值;未定写“unset”", en, code="table.word-missing")
