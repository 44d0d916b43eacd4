"""Answers that are tables too (表格): written to XLSX, CSV or JSON, whole or not at all."""

import json
from collections.abc import Iterable
from os import PathLike, fspath
from pathlib import Path as FilePath
from typing import BinaryIO, Literal, TypeAlias

from bzr_adapters.documents import values
from bzr_adapters.documents.output import check_target, write_pieces, write_whole
from bzr_adapters.documents.spreadsheet import Sheet, list_lines, write_csv
from bzr_adapters.front_door.arguments import WrongArgument
from bzr_adapters.front_door.errors import raises_ours
from bzr_adapters.front_door.values import Answer, Document, Path
from bzr_domain.kernel.messages import Lang, Message

Format: TypeAlias = Literal["xlsx", "csv", "json"]
_FORMATS = ("xlsx", "csv", "json")


class Table(Document):
    """What can be exported as a sheet."""

    lang: Lang

    @raises_ours
    def export(self, to: Path | BinaryIO, *, format: Format | None = None) -> None:  # noqa: A002 (the word users know)
        """Write the table to a file or a stream.

        Args:
            format: `xlsx`, `csv` or `json`; None takes the file's ending. A stream has to say.

        Raises:
            Invalid: When the format is none of these, or the file is a store.
            StoreUnavailable: When the file cannot be written.
        """
        form = _choose_format(to, format)
        pieces = self._write_document() if form == "json" else self._write_sheet(form)
        if isinstance(to, str | PathLike):
            write_pieces(FilePath(fspath(to)), pieces)
        else:
            for piece in pieces:
                to.write(piece)

    def _write_document(self) -> Iterable[bytes]:
        return [json.dumps(self.to_dict(), ensure_ascii=False, indent=1).encode()]

    def _write_sheet(self, form: str) -> Iterable[bytes]:
        sheet = self.build_sheet()
        if form == "csv":
            return list(write_csv(list_lines(self.entitle(sheet), sheet)))
        from bzr_adapters.documents.workbook import build_workbook

        return [build_workbook(self.entitle(sheet), sheet, sheet.name.in_(self.lang))]

    def build_sheet(self) -> Sheet:
        """Return what stands in the file; the reports print the same. No part of the public interface."""
        raise NotImplementedError

    def entitle(self, sheet: Sheet) -> str:
        """Return the line above a sheet."""
        return sheet.name.in_(self.lang)


class AnswerTable(Answer, Table):
    """An answer that can be exported as a sheet; its title names the school, and as of when it was read."""

    def entitle(self, sheet: Sheet) -> str:
        """Return the line above a sheet: the school, what it is, and where the store stood."""
        moment = f"{values.minute(self.as_of)} #{self.position}"
        sealed = (
            Message(f";检查点 {self.checkpoint}", f"; checkpoint {self.checkpoint}")
            if self.checkpoint
            else Message.same("")
        )
        as_of = Message(f"(截至 {moment}", f" (as of {moment}") + sealed + Message(")", ")")
        return f"{self.school} {(sheet.name + as_of).in_(self.lang)}".lstrip()


def check_output(file: Path) -> None:
    """Check that a table can be written to a file, before anything is done that the file is to tell of.

    Raises:
        UnwritableFile: When its folder is not there, or it cannot be written.
        DatabaseAsOutput: When the file is a database.
    """
    check_target(FilePath(fspath(file)))


def write_text(file: Path, text: str) -> None:
    """Write a text to a file, whole or not at all.

    Raises:
        UnwritableFile: When its folder is not there, or it cannot be written.
        DatabaseAsOutput: When the file is a database.
    """
    write_whole(FilePath(fspath(file)), text.encode())


def _choose_format(to: Path | BinaryIO, form: str | None) -> str:
    if form is None and isinstance(to, str | PathLike):
        form = FilePath(fspath(to)).suffix.lower().removeprefix(".")
    if form not in _FORMATS:
        raise WrongArgument.of(
            "写成 .xlsx、.csv 或 .json 的文件名,或用 format 说明",
            "write a file name that ends in .xlsx, .csv or .json, or say the format",
        )
    return form
