"""A roster sheet (名册): a row for each class, with its head teacher, from which a school file is drafted."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from pathlib import Path

import attrs

from bzr_adapters.intake.grid import BadFile, Grid, SheetRow, column_letter
from bzr_adapters.intake.open_sheets import EMPTY, open_sheets
from bzr_adapters.intake.passed_over import (
    NUMBERING,
    OTHER_WORKSHEET,
    TITLE,
    find_row_reason,
    is_numbering,
    pass_over_row,
)
from bzr_adapters.intake.text import normalize_cell, normalize_header, shorten
from bzr_domain.facts.incoming_sheet import PassedOver
from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.register.class_names import ClassName, find_stage, read_class_name

_HEADERS = {
    "class": "班级 班名 班级名称 name",
    "id": "编号 班级编号 class_id",
    "stage": "学段",
    "college": "学院 院系",
    "grade": "年级",
    "class_type": "类型 班级类型 班型",
    "students": "人数 学生数 班额 学生人数",
    "teacher": "班主任 班主任姓名 head_teacher",
    "teacher_id": "工号 教师编号 班主任编号 教工号",
    "years_before": "任班主任年限 班主任年限 年限",
}
_FIELDS = {normalize_header(word): field for field, words in _HEADERS.items() for word in (field, *words.split())}
_NUMBERS = {"students": Message("人数", "students"), "years_before": Message("年限", "years")}
_TITLE_ROWS_MAX = 10
_NOT_ASKED = Message("学校文件用不到的一栏", "a column that a school file has no use for")
_STAGE_OF_YEAR = ((6, "primary"), (9, "junior"), (12, "senior"))
_GRADE_IN_NAME = re.compile(r".*?(?:年级|年|级|届)|[高初小大][一二三四五六1-6]|[一二三四五六七八九](?=[(\d])")


@attrs.frozen(kw_only=True)
class RosterRow:
    """A class of a roster, as a school file needs it: texts as written, empty where the roster says nothing."""

    name: str
    id: str = ""
    stage: str = "senior"
    college: str = ""
    grade: str = ""
    class_type: str = ""
    students: int | None = None
    teacher: str = ""
    teacher_id: str = ""
    years_before: int | None = None


@attrs.frozen(kw_only=True)
class Roster:
    """The classes of a roster, what it holds beside, and what is wrong with it."""

    rows: tuple[RosterRow, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_roster(path: Path) -> Roster:
    """Return the roster in a CSV or XLSX file: its first worksheet with a column 班级; never raises for what a file holds."""
    try:
        grids = open_sheets(path, "read")
        parts = next((each for each in map(_split_header, grids) if each is not None), None)
        if parts is None:
            return Roster(problems=(_explain_no_classes(path) if grids else attrs.evolve(EMPTY, sheet=path.name),))
        grid, header, titles = parts
        roster = _read_rows(grid, header)
    except BadFile as error:
        return Roster(problems=(attrs.evolve(error.problem, sheet=path.name),))
    others = [
        PassedOver(sheet=each.name, text=each.worksheet, why=OTHER_WORKSHEET)
        for each in grids
        if each.name != grid.name
    ]
    return attrs.evolve(roster, passed_over=(*titles, *roster.passed_over, *others))


def _split_header(grid: Grid) -> tuple[Grid, tuple[str, ...], list[PassedOver]] | None:
    """Return a sheet with its headers and the titles above; None where no row has a column 班级."""
    first_rows = [] if grid.header is not None else list(islice(grid.rows, _TITLE_ROWS_MAX))
    place = next((n for n, row in enumerate(first_rows) if "class" in map(_find_field, row.cells)), None)
    if place is None:
        return None
    titles = [pass_over_row(grid.name, row, TITLE) for row in first_rows[:place]]
    return attrs.evolve(grid, rows=chain(first_rows[place + 1 :], grid.rows)), first_rows[place].cells, titles


def _find_field(header: str) -> str | None:
    return _FIELDS.get(normalize_header(header))


def _explain_no_classes(path: Path) -> Problem:
    return Problem(
        code="sheet.no-headers",
        sheet=path.name,
        what=Message("找不到名册的表头", "no header of a roster is found"),
        expected=Message(
            "一行一个班,有“班级”一栏,可有班主任、年级、学段、人数、编号",
            "a row for each class under a header 班级 or class",
        ),
    )


def _read_rows(grid: Grid, header: tuple[str, ...]) -> Roster:
    columns = {field: place for place, cell in reversed(list(enumerate(header))) if (field := _find_field(cell))}
    passed_over = [
        PassedOver(
            sheet=grid.name,
            column=column_letter(place),
            text=shorten(cell),
            why=NUMBERING if is_numbering(cell) else _NOT_ASKED,
        )
        for place, cell in enumerate(header)
        if cell.strip() and place not in columns.values()
    ]
    rows: list[RosterRow] = []
    problems: list[Problem] = []
    names: dict[ClassName | str, int] = {}
    for row in grid.rows:
        cells = {field: row.cells[place].strip() if place < len(row.cells) else "" for field, place in columns.items()}
        why = find_row_reason([cell for cell in row.cells if not cell.isdecimal()])
        if why is not None:
            passed_over.append(pass_over_row(grid.name, row, why))
            continue
        faults = [*_find_faults(cells, row, names)]
        problems += [attrs.evolve(fault, sheet=grid.name, row=row.number) for fault in faults]
        rows += [] if faults else [_build_row(cells)]
    return Roster(rows=tuple(rows), passed_over=tuple(passed_over), problems=tuple(problems))


def _find_faults(cells: Mapping[str, str], row: SheetRow, names: dict[ClassName | str, int]) -> Iterator[Problem]:
    """Yield what is wrong with a row; keep the row of a class that is new."""
    name = cells["class"]
    yield from row.faults.values()
    if not name:
        what = Message("缺少班级", "the class is missing")
        yield Problem(code="fact.field-missing", field="class", what=what)
        return
    number = names.setdefault(read_class_name(name) or normalize_cell(name), row.number)
    if number != row.number:
        what = Message(f"班级“{name}”在第{number}行已有一行", f"class {name!r} has row {number} already")
        yield Problem(code="sheet.class-twice", field="class", what=what)
    stage = cells.get("stage", "")
    if stage and find_stage(stage) is None:
        what = Message(f"没有学段“{stage}”", f"there is no stage {stage!r}")
        hint = Message("小学、初中、高中或大学", "primary, junior, senior or college")
        yield Problem(code="table.unknown-name", field="stage", what=what, expected=hint)
    for field, word in _NUMBERS.items():
        text = normalize_cell(cells.get(field, ""))
        if text and not text.removesuffix("人").removesuffix("年").isdecimal():
            what = word + Message(f"“{text}”不是整数", f" {text!r} is no whole number")
            yield Problem(code="sheet.bad-cell", field=field, what=what)


def _build_row(cells: Mapping[str, str]) -> RosterRow:
    name, stage = read_class_name(cells["class"]), find_stage(cells.get("stage", ""))
    grade = cells.get("grade", "") or _find_grade(cells["class"])
    registered_grade = read_class_name(f"{grade}(1)班") if grade else name
    numbers = {field: re.sub(r"\D", "", normalize_cell(cells.get(field, ""))) for field in _NUMBERS}
    texts = {field: cells.get(field, "") for field in ("id", "college", "class_type", "teacher", "teacher_id")}
    return RosterRow(
        name=cells["class"],
        stage=stage or (name and name.stage) or _guess_stage(registered_grade),
        grade=grade,
        students=int(numbers["students"]) if numbers["students"] else None,
        years_before=int(numbers["years_before"]) if numbers["years_before"] else None,
        **texts,
    )


def _find_grade(name: str) -> str:
    match = _GRADE_IN_NAME.match(normalize_cell(name))
    return match[0] if match else ""


def _guess_stage(grade: ClassName | None) -> str:
    """Return the stage of a grade that says none: 七年级 is 初中; 高中 where nothing tells."""
    if grade is None or grade.grade is None or grade.stage or grade.grade[0]:
        return (grade.stage if grade else "") or "senior"
    year = grade.grade[1]
    return next((stage for last, stage in _STAGE_OF_YEAR if year <= last), "senior")
