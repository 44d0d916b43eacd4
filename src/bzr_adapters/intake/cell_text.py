"""A spreadsheet's cell as the text a person sees in it."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from bzr_domain.kernel.messages import Message, Problem

_LOCAL_DATE_FORMATS = frozenset({27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58})
"""Number formats that only Chinese and Japanese programs know: 2024年9月3日, 9月3日."""
_WRITTEN_DIGITS_MAX = 30

NO_RESULT = Problem(
    what=Message("公式没有保存计算结果", "the formula has no saved result"),
    expected=Message("在Excel中打开并保存,或改填数值", "open and save it in Excel, or write the value"),
)
"""The problem of a formula that no spreadsheet has worked out yet."""


def text_of(cell: Any, epoch: datetime) -> str | Problem:
    """The text a person sees in a cell, a day as 2024-09-03; epoch is the day the workbook counts dates from."""
    value = cell.value
    if value is None or isinstance(value, str):
        return _error_value(value) if cell.data_type == "e" and value else value or ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date | time | timedelta):
        return str(value)
    if cell.style_array.numFmtId in _LOCAL_DATE_FORMATS:
        return _local_day(value, epoch)
    return _number(value, cell.number_format)


def _number(value: Any, number_format: str) -> str:
    """Fifteen digits, as the spreadsheet shows them, so that no binary noise becomes part of a measurement."""
    number = Decimal(format(value, ".15g"))
    if "%" in number_format:
        return f"{_short(number * 100)}%"
    return _short(number)


def _short(number: Decimal) -> str:
    if not number.is_finite() or abs(number.adjusted()) > _WRITTEN_DIGITS_MAX:
        return str(number)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _local_day(value: Any, epoch: datetime) -> str:
    try:
        return (epoch + timedelta(days=int(value))).date().isoformat()
    except (ValueError, OverflowError):
        return str(value)


def _error_value(value: str) -> Problem:
    what = Message(f"单元格是公式错误{value}", f"the cell shows the formula error {value}")
    return Problem(
        what=what, expected=Message("更正公式,或改填数值", "correct the formula, or write the value")
    )
