"""Declare, record, correct and void (登记、记录、更正、作废)."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from os import PathLike
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import attrs

from bzr_adapters.documents.sheet_comparison import list_differences
from bzr_adapters.front_door.arguments import WrongArgument, check_type, read_day, read_text
from bzr_adapters.front_door.commands import Commanding
from bzr_adapters.front_door.declaring import describe_declared, find_file, load_declaration, load_register
from bzr_adapters.front_door.errors import Refused, build_invalid, build_refused, publish_problems, raises_ours
from bzr_adapters.front_door.recording import Bad, SheetsToRecord
from bzr_adapters.front_door.rights import has_right
from bzr_adapters.front_door.values import Fact, Path, Receipt
from bzr_adapters.intake.fact_sheet import read_sheets
from bzr_adapters.intake.grid import Hidden
from bzr_adapters.intake.layout import read_layout
from bzr_adapters.intake.read_rows import parse_json, read_rows
from bzr_adapters.intake.sheet_from_file import Choice
from bzr_adapters.intake.text import normalize_header
from bzr_adapters.intake.wide_table import read_tables
from bzr_domain.application.amend_facts import Amended
from bzr_domain.application.recording import Recording
from bzr_domain.application.school_writer import SchoolWriter
from bzr_domain.facts.events import FactCorrected, FactVoided
from bzr_domain.facts.incoming_sheet import IncomingSheet
from bzr_domain.facts.sheet_comparison import Gone, SheetComparison
from bzr_domain.kernel import messages as kernel
from bzr_domain.kernel.messages import Message
from bzr_domain.register.declaration import Declaration
from bzr_domain.register.past_guard import PAST_CHANGED

if TYPE_CHECKING:
    from bzr_adapters.front_door.comparisons import Comparison

Rows: TypeAlias = PathLike[str] | Iterable[PathLike[str] | Mapping[str, object] | Fact]
"""A path is a sheet, several are recorded together; a mapping has a sheet's headers, in Chinese or English; a text is Invalid."""
_CHECKING = Message("检查", "checking")


class FactActor(Commanding):
    """What somebody does to the register and to facts."""

    @raises_ours
    def may(self, verb: str, subject: str = "", /) -> bool:
        """Return whether the actor has the right to a verb: `void`, `record`, `pay.approve`, `appoint.decide` …

        A rule may still say no to what is asked.

        Args:
            subject: The kind of fact to record, by id or label.

        Raises:
            NotFound: When there is no such verb or kind.
        """
        return has_right(self._read(), self.name, read_text("verb", verb), read_text("subject", subject))

    @raises_ours
    def declare(
        self,
        declaration: Path | Mapping[str, object],
        /,
        *,
        correct_past: str | None = None,
        command: str | None = None,
        dry_run: bool = False,
    ) -> Receipt:
        """Make the register read like a declaration: a school file, or a mapping with the same tables.

        Args:
            correct_past: Why it was wrong all along: then what was published, paid or recorded on may read otherwise, and the
                receipt's `preview` says what moved. None refuses whatever touches it.
            command: The id of the command; sent again, it gives the first receipt. None takes a fresh one.
            dry_run: Write nothing; the receipt has no command, and `preview` says what would move.

        Raises:
            Invalid: When the declaration has problems; every one is named.
            Refused: When it would leave facts or appointments behind, or touches the past, with each change and period.
        """
        check_type("correct_past", correct_past, str, type(None))
        declared = load_declaration(declaration, self.lang)
        if dry_run:
            return self._try_declaration(declared, command, correct_past)
        before = self._school.log.last_position()
        receipt = self.declare_loaded(declared, command, correct_past)
        if correct_past is None or receipt.replayed:
            return receipt
        from bzr_adapters.front_door.previews import compare_positions

        return attrs.evolve(receipt, preview=compare_positions(self._school, before, receipt.position))

    def _try_declaration(self, declared: Declaration, command: str | None, correct_past: str | None) -> Receipt:
        """Declare without writing; the refusal of what touches the past has what would move for its `source`."""
        try:
            return self._try(lambda trial: trial.declare_loaded(declared, command, correct_past))
        except Refused as error:
            if error.code == PAST_CHANGED:
                error.source = self.preview_loaded(declared)
            raise

    def preview_loaded(self, declared: Declaration) -> "Comparison":
        """Return what a declaration would move, whoever asks, and whatever it touches."""
        request = ["preview", declared]
        act: Callable[[SchoolWriter], object] = lambda writer: writer.try_setup(declared, "preview")  # noqa: E731 (typed)
        preview = self._try(lambda trial: trial._execute(SchoolWriter, request, None, act)).preview  # noqa: SLF001 (the same class)
        assert preview is not None
        return preview

    @raises_ours
    def declare_loaded(
        self, declared: Declaration, command: str | None = None, correct_past: str | None = None
    ) -> Receipt:
        """Make the register read like a declaration that was read and found without problems."""
        before = load_register(self._read())
        request = ["declare", declared, *([] if correct_past is None else [correct_past])]
        receipt = self._execute(SchoolWriter, request, command, lambda writer: writer.setup(declared, correct_past))
        if receipt.replayed:
            return receipt
        return attrs.evolve(receipt, source=describe_declared(self._school.log, before, declared, receipt.source))

    @raises_ours
    def record(  # noqa: PLR0913 (keywords)
        self,
        rows: Rows,
        *,
        command: str | None = None,
        sheet: str | None = None,
        layout: Path | None = None,
        on: date | str | None = None,
        bad: Bad = "refuse",
        gone: Gone = "refuse",
        reason: str = "",
        new: bool = False,
        hidden: Hidden | None = None,
        dry_run: bool = False,
        ignore: Collection[str] = (),
        worksheets: Collection[str] = (),
    ) -> Receipt:
        """Record facts: all rows, or none where one is bad.

        A command is its own source: an equal row under a new command is a new fact, listed in `alike`. A sheet is known
        by its name: its equal rows are known, and it is compared with what it recorded before for the days it covers.

        Args:
            rows: Mappings with a sheet's headers, `Fact`s, or the paths of sheets, one or several.
            command: The id of the command; sent again, it gives the first receipt. None takes a fresh one.
            sheet: The name under which the rows are kept; None keeps none, and of a path its file's name.
            layout: The layout file of a wide table.
            on: The day of a wide table.
            bad: Whether bad rows refuse the whole, or are left out and listed in `rejected`: `skip`; `set-aside` writes
                those of a file to a sheet beside it too, to be mended and recorded. A row of a wide table is one row.
            gone: What becomes of rows recorded from a sheet that are not in it any more: they `refuse` the whole; `amend` makes
                corrections of those that changed and voids the others, with the new rows; `keep` records new rows beside
                them. To amend takes whole sheets, without bad rows.
            reason: Why the sheet is amended.
            new: Record rows of sheets, too, that equal facts of another sheet, or void ones.
            hidden: Whether the hidden rows, columns and worksheets of a workbook are `read` or passed over: `skip`; where it
                is not said, a workbook that hides something is refused with their names.
            dry_run: Decide everything and record nothing; the receipt has no command.
            ignore: The headers of columns to be passed over.
            worksheets: The titles of the worksheets to be read; empty for all.

        Raises:
            Invalid: With every bad row.
            Refused: When rows of a sheet are not as they were, with every difference, or there is no reason to amend.
        """
        if bad not in ("refuse", "skip", "set-aside"):
            raise WrongArgument.of(
                f"bad写refuse、skip或set-aside,不是“{bad}”", f"bad is refuse, skip or set-aside, not {bad!r}"
            )
        _check_gone(gone, reason, bad)
        if hidden not in (None, "read", "skip"):
            raise WrongArgument.of(f"hidden写read或skip,不是“{hidden}”", f"hidden is read or skip, not {hidden!r}")
        choice = Choice(
            ignore=_read_texts("ignore", ignore),
            worksheets=_read_texts("worksheets", worksheets),
            hidden=hidden,
            list_days=self._read().list_days_without_year,
        )
        incoming = self._read_sheets(rows, sheet, layout, on, choice)
        _check_ignored(incoming, choice.ignore)
        prepared = self._prepare(incoming, bad=bad, gone=gone, reason=reason, new=new, dry_run=dry_run)
        return self._record(prepared, command)

    @raises_ours
    def record_json(
        self,
        text: str | bytes,
        *,
        command: str | None = None,
        sheet: str | None = None,
        gone: Gone = "refuse",
        reason: str = "",
    ) -> Receipt:
        """Record the rows of a JSON array or of JSON Lines, with every number as exact as it is written; see `record`."""
        check_type("text", text, str, bytes)
        _check_gone(gone, reason, "refuse")
        rows = parse_json(text)
        if isinstance(rows, tuple):
            raise build_invalid(rows, self.lang)
        reader = self._read()
        choice = Choice(list_days=reader.list_days_without_year)
        incoming = [read_rows(rows, _read_sheet_name(sheet), reader.own_headers, choice)]
        return self._record(self._prepare(incoming, gone=gone, reason=reason), command)

    def _prepare(
        self,
        incoming: Sequence[IncomingSheet],
        *,
        gone: Gone,
        reason: str,
        bad: Bad = "refuse",
        new: bool = False,
        dry_run: bool = False,
    ) -> SheetsToRecord:
        if gone != "refuse" and not all(sheet.name for sheet in incoming):
            raise WrongArgument.of(
                "gone与sheet一起写:没有名称的行不与以前的比较",
                "gone goes with sheet: rows without a name are compared with none",
            )
        progress = self._school.show_progress(_CHECKING)
        return SheetsToRecord(
            sheets=incoming, bad=bad, gone=gone, reason=reason, new=new, dry_run=dry_run, progress=progress
        )

    def _record(self, sheets: SheetsToRecord, command: str | None) -> Receipt:
        def act(writer: SchoolWriter) -> object:
            recording = sheets.record(writer)
            if sheets.problems and sheets.bad == "refuse" and isinstance(recording, Recording):
                error = build_invalid(sheets.problems, self.lang)
                error.source = sheets.report(recording, self._read(), self.lang)
                raise error
            if sheets.comparison is not None and isinstance(recording, kernel.Refused):
                raise self._refuse_differences(recording, sheets.comparison)
            return recording

        request = [
            "record",
            [[sheet.name, sheet.rows, sheet.totals] for sheet in sheets.sheets],
            sheets.bad,
            sheets.new,
            *([] if sheets.gone == "refuse" else [sheets.gone, sheets.reason]),
        ]
        receipt = self._execute_on_facts(
            request, command, act, lambda recording: sheets.write_receipt(recording, self.lang)
        )
        if receipt.replayed:
            return receipt
        report = sheets.report(receipt.source, self._school.read_at(receipt.position), self.lang)
        uncounted = publish_problems(report.outcome.uncounted, self.lang)
        rejected = publish_problems(sheets.problems, self.lang)
        return attrs.evolve(receipt, rejected=rejected, uncounted=uncounted, source=report)

    def _refuse_differences(self, refused: kernel.Refused, comparison: SheetComparison) -> Refused:
        """Return the refusal of sheets that are not as they were, with every difference."""
        differences = list_differences(comparison, self._read())
        error = build_refused(refused, self.lang)
        error.problems = publish_problems((difference.to_problem() for difference in differences), self.lang)
        error.source = differences
        return error

    @raises_ours
    def correct(
        self,
        fact: str,
        changes: Mapping[str, object] | None = None,
        /,
        *,
        reason: str,
        command: str | None = None,
        dry_run: bool = False,
        **fields: object,
    ) -> Receipt:
        """Correct fields of a fact, which keeps its id: a mapping with a sheet's headers, or keywords.

        A dry run writes nothing; its receipt has no command, and `preview` says what would move.

        Raises:
            NotFound: When no fact's id begins so, or several do.
            Invalid: When a value does not fit.
            Refused: When the fact is void, or no reason is given.
        """
        check_type("changes", changes, Mapping, type(None))
        wanted = {**(changes or {}), **fields}
        if dry_run:
            return self._try(lambda trial: trial.correct(fact, wanted, reason=reason, command=command))
        prefix, why = read_text("fact", fact), read_text("reason", reason)
        change = self._read_changes(wanted)
        request = ["correct", prefix, {name: str(value) for name, value in wanted.items()}, why]
        act: Callable[[SchoolWriter], object] = lambda writer: writer.correct(prefix, change, why)  # noqa: E731 (typed)
        return self._execute_on_facts(request, command, act, self._write_target)

    @raises_ours
    def void(self, fact: str, /, *, reason: str, command: str | None = None, dry_run: bool = False) -> Receipt:
        """Declare a fact, a correction or a void void; a void of a void restores.

        A dry run writes nothing; its receipt has no command, and `preview` says what would move.
        """
        if dry_run:
            return self._try(lambda trial: trial.void(fact, reason=reason, command=command))
        prefix, why = read_text("fact", fact), read_text("reason", reason)
        request = ["void", prefix, why]
        act: Callable[[SchoolWriter], object] = lambda writer: writer.void(prefix, why)  # noqa: E731 (typed)
        return self._execute_on_facts(request, command, act, self._write_target)

    def _write_target(self, amended: Amended) -> dict[str, Any]:
        entries = [event.id for event in amended.events if isinstance(event, FactVoided | FactCorrected)]
        uncounted = [problem.to_dict() for problem in publish_problems(amended.uncounted, self.lang)]
        return {"ids": [amended.fact], "new": entries} | ({"uncounted": uncounted} if uncounted else {})

    def _read_sheets(
        self, rows: Rows, sheet: str | None, layout: Path | None, on: date | str | None, choice: Choice
    ) -> Sequence[IncomingSheet]:
        own_headers = self._read().own_headers
        if isinstance(rows, str):
            raise WrongArgument.of(
                "表格写成pathlib.Path,行写成映射", "a sheet is a pathlib.Path, and rows are mappings: a text is neither"
            )
        check_type("rows", rows, PathLike, Iterable)
        listed = [rows] if isinstance(rows, PathLike) else list(rows)
        if listed and all(isinstance(row, PathLike) for row in listed):
            files = [find_file(path) for path in listed if isinstance(path, PathLike)]
            read = _read_files(files, layout, on, own_headers, choice)
            return [_rename(each, sheet) for each in read]
        if layout is not None or on is not None:
            raise WrongArgument.of("layout和on只用于文件", "layout and on are for files only")
        mappings = []
        for row in listed:
            check_type("each row", row, Mapping, Fact)
            mappings.append(row.to_row() if isinstance(row, Fact) else cast("Mapping[str, object]", row))
        for row in mappings:
            for key in row:
                check_type("each field's name", key, str)
        return [read_rows(mappings, _read_sheet_name(sheet), own_headers, choice)]


def _read_files(
    paths: Iterable[FilePath],
    layout: Path | None,
    on: date | str | None,
    own_headers: Mapping[str, str],
    choice: Choice,
) -> Sequence[IncomingSheet]:
    """Read every sheet of some files: wide tables where there is a layout, fact sheets elsewhere."""
    if layout is None:
        return [sheet for path in paths for sheet in read_sheets(path, own_headers, choice)]
    table_layout = read_layout(str(find_file(layout)))
    day = None if on is None else read_day("on", on)
    return [table for path in paths for table in read_tables(path, table_layout, on=day, choice=choice)]


def _read_texts(name: str, texts: Collection[str]) -> tuple[str, ...]:
    check_type(name, texts, Collection)
    if isinstance(texts, str):
        raise WrongArgument.of(f"{name}写成列表", f"{name} is a list of texts")
    return tuple(read_text(name, text) for text in texts)


def _check_ignored(sheets: Sequence[IncomingSheet], ignore: Iterable[str]) -> None:
    """Check that each column to be ignored is a column of some sheet.

    Raises:
        WrongArgument: With those that are not.
    """
    if any(sheet.problems and not sheet.rows for sheet in sheets):
        return
    columns = {normalize_header(part.text) for sheet in sheets for part in sheet.passed_over if part.column}
    missing = [word for word in ignore if normalize_header(word) not in columns]
    if missing:
        listed = Message.listed(missing)
        raise WrongArgument(
            Message("要略过的栏表里没有:", "no sheet has a column to ignore of the name ") + listed,
            code="sheet.nothing-to-ignore",
        )


def _check_gone(gone: Gone, reason: str, bad: Bad) -> None:
    read_text("reason", reason)
    if gone not in ("refuse", "amend", "keep"):
        raise WrongArgument.of(
            f"gone写refuse、amend或keep,不是“{gone}”", f"gone is refuse, amend or keep, not {gone!r}"
        )
    if reason and gone != "amend":
        raise WrongArgument.of("reason只与gone='amend'一起写", "reason goes with gone='amend' only")
    if gone == "amend" and bad != "refuse":
        raise WrongArgument.of(
            "按表更正要整张表都没有问题:bad写refuse", "to amend takes a sheet without bad rows: bad is refuse"
        )


def _read_sheet_name(sheet: str | None) -> str:
    return "" if sheet is None else read_text("sheet", sheet)


def _rename(sheet: IncomingSheet, name: str | None) -> IncomingSheet:
    return sheet if name is None else attrs.evolve(sheet, name=read_text("sheet", name))
