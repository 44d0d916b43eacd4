"""The demonstration's files: a school file and one fact sheet for each month (示例学校)."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bzr_domain.kernel.periods import Period, parse_month
from bzr_domain.register.calendar import Calendar, Term

SCHOOL = """\
[school]
name = "示例中学"
timezone = "Asia/Shanghai"

[[term]]
id = "2024-autumn"
start = 2024-09-02
end = 2025-01-17
holidays = [2024-09-16, 2024-09-17, 2024-10-01, 2024-10-02, 2024-10-03, 2024-10-04, 2024-10-07, 2025-01-01]
workdays = [2024-09-14, 2024-09-29, 2024-10-12]

[[class]]
id = "g1c1"
name = "高一(1)班"
grade = "高一"
students = 45

[[class]]
id = "g1c2"
name = "高一(2)班"
grade = "高一"
students = 46

[[class]]
id = "g1c3"
name = "高一(3)班"
grade = "高一"
students = 44

[[tenure]]
teacher = "t01"
name = "张老师"
class = "g1c1"
from = 2024-08-26
years_before = 7

[[tenure]]
teacher = "t02"
name = "李老师"
class = "g1c2"
from = 2024-08-26
to = 2024-10-20

[[tenure]]
teacher = "t04"
name = "陈老师"
class = "g1c2"
from = 2024-10-21

[[tenure]]
teacher = "t03"
name = "王老师"
class = "g1c3"
from = 2024-08-26

[[adopt]]
rulebook = "monthly-quantified"
from = 2024-09-01
"""
WIDE_NAME = "hygiene.csv"
MONTHS = ("2024-09", "2024-10", "2024-11", "2024-12", "2025-01")
CLASSES = ("高一(1)班", "高一(2)班", "高一(3)班")
DISPUTED = ("2024-10-23", "高一(2)班", "卫生不合格", "2", "", "", "", "实验楼走廊", "赵检查员")
"""The row somebody will object to."""
HARD = (
    ("2024-12-04", "高一(2)班", "学生流失", "2", "", "", "非正常流失", "", "赵检查员"),
    ("2024-12-11", "高一(2)班", "集会缺席", "2", "", "", "", "早操", "赵检查员"),
)
"""A hard month for a class: two students lost, two assemblies missed."""
MISPLACED = ("2024-12-18", "高一(2)班", "刑事案件", "1", "", "", "", "校门口", "赵检查员")
"""The row that belongs to another class: it costs the class its pay, and the month is published with it."""
LAYOUT = """\
[layout]
title = "值周卫生检查"
class_column = 1
header_rows = [2]
date = "title"
blank = "clean"
separator = "+"

[[column]]
header = "教室"
kind = "hygiene.finding"
puts = "count"
place = "教室"

[[column]]
header = "宿舍"
kind = "hygiene.finding"
puts = "count"
place = "宿舍"

[total]
header = "扣分"
sign = "deducts"
"""
"""How the wide table of a weekly inspection is read; it deducts a point for each finding."""
WIDE = """\
值周卫生检查 2025-01-15,,,
班级,教室,宿舍,扣分
高一(1)班,1,,1
高一(2)班,,1+1,2
高一(3)班,,,0
"""
_HEADERS = ("日期", "班级", "事项", "数量", "数值", "等级", "级别", "地点", "检查人", "编号")
_CALENDAR = Calendar(tuple(Term(**term) for term in tomllib.loads(SCHOOL)["term"]))
_RATINGS = ("为人师表", "沟通效果", "活动会议", "计划总结日志", "学生量化考核", "上级任务")
_PLACES = ("教室", "走廊", "宿舍", "包干区")

CsvRow = tuple[str, ...]


def write_files(folder: Path) -> list[Path]:
    """Write the school file, a wide table with its layout, and the sheets; return the sheets in order."""
    for name, text in (("school.toml", SCHOOL), ("layout.toml", LAYOUT), (WIDE_NAME, WIDE)):
        (folder / name).write_text(text, encoding="utf-8")
    sheets = []
    for name in MONTHS:
        path = folder / f"{name}.csv"
        path.write_text("".join(f"{','.join(row)}\n" for row in list_rows(name)), encoding="utf-8")
        sheets.append(path)
    return sheets


def parse_known_month(name: str) -> Period:
    """Return one of the months of the story by its name."""
    month = parse_month(name)
    assert month is not None
    return month


def list_rows(name: str) -> list[CsvRow]:
    """Return the rows of a month's sheet, headers first, by day."""
    month = parse_known_month(name)
    rows = [row for number, class_name in enumerate(CLASSES) for row in _list_month(month, number, class_name)]
    rows += [row for row in (DISPUTED, *HARD, MISPLACED) if row[0].startswith(name)]
    # With ids of their own, since an id that is made of content is another one in each store.
    numbered = [(*row, f"{name[-2:]}-{number:03}") for number, row in enumerate(sorted(rows), 1)]
    return [_HEADERS, *numbered]


def _list_month(month: Period, number: int, class_name: str) -> Iterator[CsvRow]:
    """Return a class's rows of a month; `number` sets the classes apart."""
    days = _CALENDAR.school_days_in(month)
    for index, week in enumerate(_CALENDAR.list_assessed_periods("week", month)):
        school_days = _CALENDAR.school_days_in(week)
        yield from _list_week(school_days, index, 5 * month.first.month + index, number, class_name)
    for index, kind in enumerate(_RATINGS):
        grade = "一般" if (number + index + month.first.month) % 4 == 0 else "好"
        yield _build_row(days[-1], class_name, kind, grade=grade)
    score = f"{84 + number * 3 + month.first.month % 4}.5"
    yield _build_row(days[-2], class_name, "班级量化分", value=score)
    if (month.first.month + number) % 3 == 0:
        yield _build_row(days[len(days) // 2], class_name, "学生表彰", level="校级")


def _list_week(days: list[date], index: int, week: int, number: int, class_name: str) -> Iterator[CsvRow]:
    """Return a week's meetings, inspections and the odd lapse; `week` counts on through the term."""
    first, last = days[0], days[-1]
    if (week + number) % 9 != 0:
        yield _build_row(last, class_name, "班会", level="主题班会" if index == 1 else "班会", grade="完整")
    if index == 2:  # noqa: PLR2004 (the third week)
        yield _build_row(first, class_name, "班会", level="班团干部会", grade="简单")
    if (week + number * 2) % 3 == 0:
        yield _build_row(first, class_name, "卫生不合格", place=_PLACES[week % 4])
    yield _build_row(last, class_name, "卫生评分", value=str(90 + (week * 3 + number * 2) % 9), place="教室")
    if (week * 2 + number) % 7 == 0:
        yield _build_row(first, class_name, "集会秩序差", place="早操")
    if (week + number) % 8 == 0:
        yield _build_row(last, class_name, "缺查课")
    if (week + number * 4) % 13 == 0:
        yield _build_row(first, class_name, "学生违纪")


def _build_row(day: date, class_name: str, kind: str, **fields: str) -> CsvRow:
    texts = (fields.get(name, "") for name in ("value", "grade", "level", "place"))
    return (day.isoformat(), class_name, kind, "", *texts, "赵检查员")
