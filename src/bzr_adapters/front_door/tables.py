"""Answers that are tables too (表格): written to XLSX, CSV or JSON, whole or not at all."""

import json
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike, fspath
from pathlib import Path as FilePath
from typing import BinaryIO, Literal, TypeAlias

from bzr_adapters.documents.output import write_whole
from bzr_adapters.documents.spreadsheet import Cell, build_csv, build_workbook
from bzr_adapters.front_door.arguments import WrongArgument
from bzr_adapters.front_door.errors import raises_ours
from bzr_adapters.front_door.values import Answer, Path
from bzr_domain.kernel.messages import Message

Format: TypeAlias = Literal["xlsx", "csv", "json"]
_FORMATS = ("xlsx", "csv", "json")
_HEADS = {
    "class": Message("班级", "class"),
    "teacher": Message("班主任", "head teacher"),
    "period": Message("时段", "period"),
    "total": Message("总分", "total"),
    "mean": Message("平均", "mean"),
    "result": Message("等次", "result"),
    "unqualified": Message("不合格", "unqualified"),
    "before": Message("原来", "before"),
    "after": Message("现在", "after"),
    "difference": Message("相差", "difference"),
    "clauses": Message("条款", "clauses"),
}
"""What stands above the columns that tables share."""


class Table(Answer):
    """An answer that can be exported as a sheet."""

    @raises_ours
    def export(self, to: Path | BinaryIO, *, format: Format | None = None) -> None:  # noqa: A002 (the word users know)
        """Write the table to a file or a stream.

        Args:
            format: `xlsx`, `csv` or `json`; None takes the file's ending. A stream has to say.

        Raises:
            Invalid: When the format is none of these, or the file is a store.
            StoreUnavailable: When the file cannot be written.
        """
        content = self._build_content(_choose_format(to, format))
        if isinstance(to, str | PathLike):
            write_whole(FilePath(fspath(to)), content)
        else:
            to.write(content)

    def _build_content(self, form: str) -> bytes:
        if form == "json":
            return json.dumps(self.to_dict(), ensure_ascii=False, indent=1).encode()
        cells = self._list_cells()
        return build_workbook(type(self).__name__, cells) if form == "xlsx" else build_csv(cells).encode("utf-8-sig")

    def _list_cells(self) -> Iterable[Sequence[Cell]]:
        """Return the heads and the rows; a table may print them otherwise."""
        rows = list(self._list_rows())
        heads = list(dict.fromkeys(name for row in rows for name in row))
        yield [_HEADS.get(head, Message.same(head)).in_(self.lang) for head in heads]
        yield from ([row.get(head) for head in heads] for row in rows)

    def _list_rows(self) -> Iterable[Mapping[str, Cell]]:
        raise NotImplementedError


def _choose_format(to: Path | BinaryIO, form: str | None) -> str:
    if form is None and isinstance(to, str | PathLike):
        form = FilePath(fspath(to)).suffix.lower().removeprefix(".")
    if form not in _FORMATS:
        raise WrongArgument.of(
            "写成 .xlsx、.csv 或 .json 的文件名,或用 format 说明",
            "write a file name that ends in .xlsx, .csv or .json, or say the format",
        )
    return form
