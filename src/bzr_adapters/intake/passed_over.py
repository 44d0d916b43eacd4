"""Parts of a sheet that state no fact (略过): titles, 序号 columns, rows of totals, notes; passed over as a person does, and listed."""

import re
from collections.abc import Sequence
from functools import lru_cache

from bzr_adapters.intake.grid import Header, SheetRow
from bzr_adapters.intake.text import normalize_header, shorten
from bzr_domain.facts.incoming_sheet import PassedOver
from bzr_domain.kernel.messages import Message

TITLE = Message("表头上方的标题", "a title above the headers")
NUMBERING = Message("序号", "a column of row numbers")
IGNORED = Message("版式或 --ignore 略过的一栏", "a column that the layout or --ignore leaves out")
IGNORED_ROW = Message("版式规定不读的一行", "a row that the layout leaves out")
OTHER_WORKSHEET = Message("没有选的工作表", "a worksheet that was not chosen")
TOTALS = Message("合计、平均一类的行", "a row of totals or means")
NOTE = Message("表下的备注或落款", "a note or a signature")
_HEADER_AGAIN = Message("又一次的表头", "the headers once more")

_NUMBERINGS = {"序号", "序", "行号", "no", "no.", "#", "s/n"}
_TOTAL_WORDS = re.compile(
    r".{0,8}(?:合计|总计|小计|共计|累计|总和|总分|平均[分数值]?|均分|total|subtotal|average|mean)(?:\(.{0,6}\))?:?[-+]?[\d.]*[%分]?"
)
_NOTE_WORDS = re.compile(
    r"(?:备?注|附注|说明|注意|制表|填表|填报|审核|复核|审批|检查|记录|统计|值周|负责|打印|导出|签[字名]|盖章"
    r"|notes?|remarks?|prepared|checked|signed)[人员者日时班教]?[期间师]?:.*|备?注|附注|说明|共\d+[条行项].*"
)


def is_numbering(word: str) -> bool:
    """Return whether a header is that of a column which merely numbers the rows: 序号."""
    return normalize_header(word) in _NUMBERINGS


def find_row_reason(cells: Sequence[str]) -> Message | None:
    """Return why a row that states no fact is passed over, by its words alone; None for any other row.

    >>> [find_row_reason(cells) for cells in (["合计", "", "3"], ["制表人:李", ""], ["高一(1)班", "3"])]
    [Message(zh='合计、平均一类的行', en='a row of totals or means'), Message(zh='表下的备注或落款', en='a note or a signature'), None]
    """
    words = [cell for cell in cells if cell.strip()]
    if words and _is_note(words[0]):
        return NOTE
    return TOTALS if any(map(_is_total, words[:2])) else None


@lru_cache(maxsize=4096)
def _is_note(cell: str) -> bool:
    return _NOTE_WORDS.fullmatch(normalize_header(cell)) is not None


@lru_cache(maxsize=4096)
def _is_total(cell: str) -> bool:
    return _TOTAL_WORDS.fullmatch(normalize_header(cell)) is not None


def find_reason_in_fact_sheet(row: SheetRow, header: Header, *, date: int, fact: int) -> Message | None:
    """Return why a row of a fact sheet is passed over; None where it may state a fact.

    Args:
        header: The headers of the sheet.
        date, fact: The positions of their columns.
    """
    day, kind = (row.cells[position].strip() if position < len(row.cells) else "" for position in (date, fact))
    if row.faults:
        return None
    if normalize_header(day) == normalize_header(header.cells[date]) and _repeats_headers(row, header):
        return _HEADER_AGAIN
    states_fact = day and kind and find_row_reason([day, kind]) is None
    return None if states_fact else find_row_reason(_drop_numbers(row, header))


def _repeats_headers(row: SheetRow, header: Header) -> bool:
    return [normalize_header(cell) for cell in row.cells] == [normalize_header(cell) for cell in header.cells]


def _drop_numbers(row: SheetRow, header: Header) -> list[str]:
    names = (*header.cells, *[""] * len(row.cells))
    return [cell for cell, name in zip(row.cells, names, strict=False) if not (is_numbering(name) and cell.isdecimal())]


def pass_over_row(sheet: str, row: SheetRow, why: Message) -> PassedOver:
    """Return a row as one passed over; what stands in merged cells is told once."""
    texts = [
        cell for cell, before in zip(row.cells, ("", *row.cells), strict=False) if cell != before or cell.isdecimal()
    ]
    return PassedOver(sheet=sheet, row=row.number, text=shorten(" ".join(filter(None, texts))), why=why)
