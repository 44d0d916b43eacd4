"""Parse the scale (折算) and the bound (限度) of a node from its TOML table."""

from decimal import Decimal
from fractions import Fraction
from typing import Final, get_args

from bzr_domain.kernel.quantities import CENT, Rounding
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.node import Bound
from bzr_domain.rulebook.toml_values import (
    TableReader,
    parse_number,
    parse_ratio,
    parse_reference,
)

_TABLE_WORDS: Final = ("is", "from", "over", "upto", "under")


def parse_scale(reader: TableReader) -> lang.Scale | None:
    """Parse the scale of a node; None where the measure stands as it is, or the node gathers."""
    gathers = "facts" not in reader.table and "scores" not in reader.table
    linear = [word for word in ("points", "free", "short_of", "block") if word in reader.table]
    if "table" in reader.table:
        words = linear if gathers else [*linear, "base"]
        reader.reject_words(words, "不能与 table 一起写", "it cannot stand beside table")
        return _parse_table(reader)
    if "free" in reader.table and "short_of" in reader.table:
        reader.add_problem(
            "short_of", "free 与 short_of 只能写一个", "either free or short_of, not both", code="table.words-conflict"
        )
    en = 'it goes with a share of the places in a table only, such as upto = "30%"'
    reader.reject_words(["places_of"], "只能与 table 中的名额百分比一起写,如 upto = “30%”", en)
    if gathers or not (linear or "base" in reader.table):
        return None
    block = _parse_block(reader)
    return lang.Linear(
        points=_parse_points(reader),
        free=reader.read_limit("free"),
        short_of=reader.read_limit("short_of"),
        base=reader.read_limit("base"),
        block=block,
        rounding=_parse_rounding(reader),
    )


def _parse_block(reader: TableReader) -> Decimal | None:
    block = reader.read_number("block")
    if block is not None and block <= 0:
        reader.add_problem("block", "应大于0", "it must be above 0", code="table.bad-value")
        block = None
    if "block" in reader.table:
        en = "with block it must be said: down, up or half-up"
        reader.require_word("rounding", "每N一计须写明不足N的怎么算:down、up、half-up", en)
    return block


def _parse_points(reader: TableReader) -> Fraction | lang.Ref | lang.Unset:
    reference = parse_reference(reader.table.get("points"))
    if isinstance(reference, lang.Ref | lang.Unset):
        return reference
    if "points" not in reader.table:
        return Fraction(1)
    en = "a number, a percentage or a fraction"
    return reader.read_value("points", parse_ratio, "数、百分数或分数", en) or Fraction(0)


def _parse_rounding(reader: TableReader) -> Rounding:
    return reader.read_choice("rounding", get_args(Rounding), "half-up")


def _parse_table(reader: TableReader) -> lang.Table:
    value = reader.table["table"]
    if value == []:
        reader.add_problem("table", "没有一行", "it has no row", code="table.bad-value")
    rows = []
    for number, table in enumerate(value if isinstance(value, list) else [value], 1):
        row = _parse_row(reader, number, table)
        if row is None:
            continue
        rows.append(row)
        if row.test == lang.Test() and isinstance(value, list) and number < len(value):
            reader.add_problem(
                "table",
                f"第{number}行没有条件,应放在最后",
                f"row {number} has no test: it must stand last",
                code="table.bad-value",
            )
    shares = any(isinstance(limit, lang.Share) for row in rows for limit in lang.list_limits(row.test))
    if shares and "rank" not in reader.table:
        en = "a percentage is a share of places, after rank only; write a rate as its number, such as 80"
        reader.add_problem(
            "table", "百分比只能用于 rank 之后的名额;比率请写本身的数,如80", en, code="table.words-conflict"
        )
    if not shares:
        en = 'it goes with a share of the places only, such as upto = "30%"'
        reader.reject_words(["places_of"], "只能与名额百分比一起写,如 upto = “30%”", en)
    if shares:
        en = "a share of places must say its rounding: down, up or half-up"
        reader.require_word("rounding", "名额百分比须写明取整:down、up、half-up", en)
    return lang.Table(tuple(rows), rounding=_parse_rounding(reader))


def _parse_row(reader: TableReader, number: int, table: object) -> lang.Row | None:
    """Parse a row of a table; None where it is no table itself or gives nothing."""
    if not isinstance(table, dict) or "gives" not in table:
        reader.add_problem(
            "table",
            f"第{number}行应为 {{ from = …, gives = … }}",
            f"row {number}: {{ from = …, gives = … }}",
            code="table.bad-value",
        )
        return None
    for word in table:
        reader.check_word(f"table.{word}", word, (*_TABLE_WORDS, "gives"))
    limits = {name: limit for name, limit in table.items() if name in _TABLE_WORDS}
    return lang.Row(test=reader.read_row_test("table", limits), gives=_parse_gives(reader, table["gives"]))


def _parse_gives(reader: TableReader, value: object) -> lang.Value | lang.Unset:
    if parse_reference(value) is lang.UNSET:
        return lang.UNSET
    if isinstance(value, bool) or (isinstance(value, str) and value and parse_reference(value) is None):
        return value
    number = parse_number(value)
    if number is None:
        reader.add_problem(
            "table.gives", "应为数、等级或 true", "a number, a label or true is expected", code="table.bad-value"
        )
    return Decimal(0) if number is None else number


def parse_bound(reader: TableReader) -> Bound:
    """Parse the limits of a node and the step to which it is rounded."""
    step = reader.read_number("round")
    if step is not None and (step <= 0 or step % CENT):
        reader.add_problem(
            "round", "应为0.01的倍数,大于0", "a multiple of 0.01 above 0 is expected", code="table.bad-value"
        )
        step = CENT
    most, floor, cap = reader.read_limit("most"), reader.read_limit("floor"), reader.read_limit("cap")
    if isinstance(most, Decimal) and most < 0:
        en = "it cannot be below 0: it limits both ways"
        reader.add_problem("most", "不能小于0:两个方向都以它为限", en, code="table.bad-value")
    if isinstance(floor, Decimal) and isinstance(cap, Decimal) and floor > cap:
        reader.add_problem("floor", f"大于 cap = {cap}", f"it is above cap = {cap}", code="table.bad-value")
    rounds_units = _rounds_units(reader)
    if step is None and "rounding" in reader.table and not rounds_units:
        step = CENT
    rounding = "half-up" if rounds_units else _parse_rounding(reader)
    return Bound(most=most, floor=floor, cap=cap, step=step, rounding=rounding)


def _rounds_units(reader: TableReader) -> bool:
    """Whether `rounding` is that of the blocks or of the places, and not that of the result."""
    if "round" in reader.table:
        if "block" in reader.table:
            en = "rounding serves block here, and cannot serve round too"
            reader.add_problem("round", "rounding 已用于 block,不能再用于 round", en, code="table.words-conflict")
        return False
    return "block" in reader.table or "rank" in reader.table
