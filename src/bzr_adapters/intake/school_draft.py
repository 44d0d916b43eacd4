"""A school file to begin with (学校文件草稿): commented, with the classes of a roster or an example, and fit to be declared."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from bzr_adapters.intake.roster_sheet import RosterRow
from bzr_domain.kernel.names import is_among
from bzr_domain.register.class_names import read_class_name

Value: TypeAlias = str | int | date | list[str] | None
"""What a word of a school file is given; None where it is left out."""
_EXAMPLE = RosterRow(name="高一(1)班", grade="高一", students=45, teacher="张老师", years_before=3)
_AUTUMN, _SPRING = 8, 2
_STAGE_LETTERS = {"primary": "p", "junior": "j", "senior": "s", "college": "u"}


def write_draft(rows: Sequence[RosterRow], today: date) -> str:
    """Return the text of a school file with the classes of a roster, or one example class where there are none.

    Args:
        today: Tells which term it is.
    """
    term, start, end = find_usual_term(today)
    rows = rows or [_EXAMPLE]
    ids = number_classes(rows, start.year - (start.month < _AUTUMN))
    teachers = number_teachers(rows)
    return "\n".join(
        (
            _HEAD.format(term=term, start=start, end=end),
            *(write_class(row, id_) for row, id_ in zip(rows, ids, strict=True)),
            _TENURES,
            *write_tenures(rows, ids, teachers, start),
            _RULES.format(start=start),
        )
    )


def count_teachers(rows: Iterable[RosterRow]) -> int:
    """Return how many head teachers some classes have; equal names without ids of their own are one person."""
    return len({row.teacher_id or row.teacher for row in rows} - {""})


def find_usual_term(today: date) -> tuple[str, date, date]:
    """Return the usual days of the term that it is, or that comes next: a school writes its own over them."""
    year = today.year
    if _SPRING <= today.month < _AUTUMN:
        return f"{year - 1}-spring", date(year, 2, 17), date(year, 7, 10)
    autumn = year if today.month >= _AUTUMN else year - 1
    return f"{autumn}-autumn", date(autumn, 9, 1), date(autumn + 1, 1, 20)


def number_classes(rows: Sequence[RosterRow], school_year: int, registered: Collection[str] = ()) -> list[str]:
    """Return an id for each class that stays true when it moves up: by its year of entry and its number.

    Args:
        registered: Ids of other classes; one that a row says itself is kept all the same.
    """
    stages = {row.stage for row in rows}
    ids: list[str] = []
    for number, row in enumerate(rows, 1):
        letter = "c" if len(stages) == 1 else _STAGE_LETTERS[row.stage]
        wanted = row.id.replace(":", "-") or _name_by_entry(row, letter, school_year) or f"{letter}{number}"
        is_free = not is_among(wanted, ids) and (bool(row.id) or not is_among(wanted, registered))
        ids.append(wanted if is_free else f"{wanted}-{number}")
    return ids


def _name_by_entry(row: RosterRow, letter: str, school_year: int) -> str:
    """Return the id of a class by its year of entry; empty text where its name does not tell."""
    name, grade = read_class_name(row.name), read_class_name(f"{row.grade}(1)班")
    if name is None or grade is None or grade.grade is None or not name.number.isdecimal() or name.label:
        return ""
    kind, year = grade.grade
    if kind == "届":
        return ""
    within = year - {"junior": 6, "senior": 9}.get(row.stage, 0) if not grade.stage else year
    entry = year if kind else school_year - (within if within > 0 else year) + 1
    return f"{letter}{entry}-{name.number}"


def number_teachers(rows: Iterable[RosterRow], registered: Collection[str] = ()) -> dict[str, str]:
    """Return name, or id where there is one → the id of each head teacher; no new id is one of those registered."""
    known = dict.fromkeys(row.teacher_id or row.teacher for row in rows if row.teacher or row.teacher_id)
    own_ids = {row.teacher_id for row in rows}
    others = own_ids | set(registered)
    free = (id_ for n in range(1, len(known) + len(others) + 2) if (id_ := f"t{n:02}") not in others)
    return {key: key if key in own_ids else next(free) for key in known}


def write_class(row: RosterRow, id_: str, start: date | None = None) -> str:
    """Return a class of a roster as a table, with its first day where it has one."""
    values = {"id": id_, "name": row.name, "stage": row.stage, "college": row.college, "grade": row.grade}
    return _write_table("class", {**values, "class_type": row.class_type, "students": row.students, "from": start})


def write_tenures(
    rows: Iterable[RosterRow], ids: Iterable[str], teachers: Mapping[str, str], start: date
) -> Iterator[str]:
    """Yield the tenures of a roster as tables; `ids` are those of the classes, row by row."""
    for row, id_ in zip(rows, ids, strict=True):
        if row.teacher or row.teacher_id:
            yield _write_tenure(row, id_, teachers[row.teacher_id or row.teacher], start)


def _write_tenure(row: RosterRow, class_id: str, teacher: str, start: date) -> str:
    values: dict[str, str | date] = {
        "teacher": teacher,
        "name": row.teacher or teacher,
        "class": class_id,
        "from": start,
    }
    return _write_table("tenure", {**values, "years_before": row.years_before})


def _write_table(name: str, values: Mapping[str, Value]) -> str:
    return "\n".join([f"[[{name}]]", *write_values(values), ""])


def write_values(values: Mapping[str, Value]) -> list[str]:
    """Return a line for each value that there is."""
    return [f"{word} = {write_value(value)}" for word, value in values.items() if value not in (None, "")]


def write_value(value: Value) -> str:
    """Return a value as TOML has it."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str | list) else str(value)


_HEAD = """# 学校文件 · The school file
# 改好以后运行 bzr setup 这个文件;以后有变动,改它再运行一次。
# Mend it, then run `bzr setup` with it; whenever something changes, mend it and run that again.

[school]
name = "本校"                   # 写上校名 · the school's name
timezone = "Asia/Shanghai"

# 学期:写上本校校历的起止;假日和调休上课日写成日期的列表 · the terms: first and last day, days off, make-up school days
[[term]]
id = "{term}"
start = {start}
end = {end}
holidays = []                   # 如 [2024-09-16, 2024-09-17]
workdays = []                   # 如 [2024-09-14]

# 班级:编号一经使用不再改;升级、改名写 [[class.change]],从哪天起 · classes: an id stays for ever; a class that moves up
# or is renamed gets a [[class.change]]
# stage 学段:primary 小学、junior 初中、senior 高中、college 大学
"""
_TENURES = """# 任期:谁从哪天起是哪个班的班主任;years_before 是此前任班主任的整学年数 · who is head teacher of which class since when
"""
_RULES = """# 采用哪份规则,从哪天起;有哪些规则:bzr rulebook list · which rulebook is in force since when
[[adopt]]
rulebook = "monthly-quantified"
from = {start}
"""
