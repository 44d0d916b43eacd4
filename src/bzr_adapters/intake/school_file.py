"""Reading a school file (`school.toml`) into a declaration; every fault of the file is named at once."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from bzr_adapters.intake.people_file import read_people
from bzr_adapters.intake.rulebook_files import common_kinds, load_registered_text
from bzr_domain.kernel.messages import BzrError, Message, Problem
from bzr_domain.register.calendar import Term
from bzr_domain.register.declaration import Declaration
from bzr_domain.register.roster import STAGES, Adoption, RulebookText, SchoolClass, SchoolProfile, Tenure
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from bzr_domain.rulebook.toml_values import TableReader

_TABLES = ("school", "term", "class", "tenure", "adopt", "person", "right")


def read_school(path: Path) -> Declaration | tuple[Problem, ...]:
    """The declaration a school file makes, or every problem of the file."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        return (_unreadable(path, error.strerror or str(error)),)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return (_unreadable(path, str(error)),)
    problems: list[Problem] = []
    TableReader(tables, path.name, problems).reject_unknown_words(_TABLES)
    books, adoptions = _adoptions(tables, path, problems)
    declaration = Declaration(
        school=_school(_one(tables, "school", problems)),
        terms=tuple(_term(reader) for reader in _readers(tables, "term", problems)),
        classes=tuple(_class(reader) for reader in _readers(tables, "class", problems)),
        tenures=tuple(_tenure(reader) for reader in _readers(tables, "tenure", problems)),
        rulebooks=tuple(books.values()),
        adoptions=tuple(adoptions),
        people=read_people(
            _readers(tables, "person", problems), _readers(tables, "right", problems), _kinds(books.values())
        ),
    )
    return tuple(problems) or declaration


def _kinds(books: Iterable[RulebookText]) -> set[str]:
    """The fact kinds of the rulebooks adopted, and those that every rulebook knows."""
    common = {kind["id"] for kind in tomllib.loads(common_kinds())["kind"]}
    return common.union(*(parse_rulebook(one.text, one.kinds).kinds for one in books))


def _unreadable(path: Path, why: str) -> Problem:
    return Problem(
        sheet=path.name,
        what=Message(f"读不了学校文件:{why}", f"cannot read the school file: {why}"),
        expected=Message("应为 UTF-8 编码的 TOML 文件", "a TOML file in UTF-8 is expected"),
    )


def _readers(tables: Mapping[str, object], name: str, problems: list[Problem]) -> list[TableReader]:
    value = tables.get(name, [])
    if not isinstance(value, list):
        TableReader(tables, "school.toml", problems).add_problem(
            name, f"应写作 [[{name}]]", f"write [[{name}]]"
        )
        return []
    if not all(isinstance(table, dict) for table in value):
        TableReader(tables, "school.toml", problems).add_problem(
            name, f"应写作 [[{name}]]", f"write [[{name}]]"
        )
        return []
    return [
        TableReader(table, f"[[{name}]] {table.get('id', index)}", problems)
        for index, table in enumerate(value, 1)
    ]


def _one(tables: Mapping[str, object], name: str, problems: list[Problem]) -> TableReader:
    value = tables.get(name, {})
    if not isinstance(value, dict):
        TableReader(tables, "school.toml", problems).add_problem(name, f"应写作 [{name}]", f"write [{name}]")
        value = {}
    return TableReader(value, f"[{name}]", problems)


def _school(reader: TableReader) -> SchoolProfile:
    reader.reject_unknown_words(("name", "timezone"))
    zone = reader.read_text("timezone", "Asia/Shanghai")
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, KeyError):
        reader.add_problem("timezone", f"没有时区“{zone}”", f"there is no time zone {zone!r}", _zone_hint())
    return SchoolProfile(name=reader.read_text("name"), timezone=zone)


def _zone_hint() -> Message:
    return Message("如 Asia/Shanghai", "such as Asia/Shanghai")


def _term(reader: TableReader) -> Term:
    reader.reject_unknown_words(("id", "start", "end", "holidays", "workdays"))
    return Term(
        id=_id(reader),
        start=_needed_day(reader, "start"),
        end=_needed_day(reader, "end"),
        holidays=_days(reader, "holidays"),
        workdays=_days(reader, "workdays"),
    )


def _class(reader: TableReader) -> SchoolClass:
    reader.reject_unknown_words(("id", "name", "stage", "grade", "class_type", "students", "from", "to"))
    students = _whole(reader, "students")
    return SchoolClass(
        id=_id(reader),
        name=reader.read_text("name"),
        stage=reader.read_choice("stage", dict.fromkeys(STAGES), "senior"),
        grade=reader.read_text("grade", ""),
        students=students,
        class_type=reader.read_text("class_type", "") or None,
        start=reader.read_day("from"),
        end=reader.read_day("to"),
    )


def _tenure(reader: TableReader) -> Tenure:
    reader.reject_unknown_words(("teacher", "name", "class", "from", "to", "years_before"))
    teacher = reader.read_text("teacher")
    return Tenure(
        teacher=teacher,
        name=reader.read_text("name", teacher),
        class_id=reader.read_text("class"),
        start=_needed_day(reader, "from"),
        end=reader.read_day("to"),
        years_before=_whole(reader, "years_before") or 0,
    )


def _adoptions(
    tables: Mapping[str, object], path: Path, problems: list[Problem]
) -> tuple[dict[str, RulebookText], list[Adoption]]:
    books: dict[str, RulebookText] = {}
    adoptions = []
    for reader in _readers(tables, "adopt", problems):
        reader.reject_unknown_words(("rulebook", "from", "to", "stage", "grade", "class"))
        found = _rulebook(reader, path)
        if found is None:
            continue
        books[found.digest] = found
        part = {name: str(reader.table[word]) for word, name in _PARTS.items() if word in reader.table}
        start, end = _needed_day(reader, "from"), reader.read_day("to")
        adoptions.append(Adoption(rulebook=found.digest, start=start, end=end, **part))
    return books, adoptions


_PARTS = {"stage": "stage", "grade": "grade", "class": "class_id"}


def _rulebook(reader: TableReader, path: Path) -> RulebookText | None:
    name = reader.read_text("rulebook")
    if not name:
        return None
    try:
        return load_registered_text(name, path.parent)
    except BzrError as error:
        reader.add_problem("rulebook", error.message.zh, error.message.en)
        reader.problems.extend(error.problems)
        return None


def _id(reader: TableReader) -> str:
    value = reader.read_text("id").strip()
    if ":" in value:
        reader.add_problem("id", "编号不能含冒号", "an id cannot hold a colon")
    return value


def _needed_day(reader: TableReader, word: str) -> date:
    if word not in reader.table:
        reader.add_problem(word, "缺少日期", "a day is needed")
    return reader.read_day(word) or date.min


def _days(reader: TableReader, word: str) -> tuple[date, ...]:
    value = reader.table.get(word, [])
    if isinstance(value, list) and all(type(day) is date for day in value):
        return tuple(sorted(set(value)))
    reader.add_problem(
        word, "应为日期列表,如 [2024-09-16]", "a list of days such as [2024-09-16] is expected"
    )
    return ()


def _whole(reader: TableReader, word: str) -> int | None:
    number = reader.read_number(word)
    if number is None:
        return None
    if number < 0 or number != int(number):
        reader.add_problem(
            word, f"应为不小于0的整数,而不是{number}", f"a whole number of at least 0, not {number}"
        )
    return int(number)
