"""A school's year, made the same way each time: 48 classes, two terms, and as many facts as are asked for."""

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import attrs

from bzr_adapters.intake.rulebook_files import read_rulebook_text
from bzr_domain.application.ports import Batch
from bzr_domain.events import Event
from bzr_domain.facts.events import FactRecorded
from bzr_domain.facts.fact import Fact, content_key, leave_plain, make_fact_id
from bzr_domain.facts.streams import stream_of_fact
from bzr_domain.register.calendar import Calendar, Term

CLASSES = 48
YEAR = 10_000
CROWDED_YEAR = 100_000
THIRTY_YEARS = 300_000
NOW = datetime(2025, 7, 1, tzinfo=UTC)
TERMS = Calendar(
    (
        Term(id="2024-autumn", start=date(2024, 9, 2), end=date(2025, 1, 17)),
        Term(id="2025-spring", start=date(2025, 2, 17), end=date(2025, 6, 27)),
    )
)
HEADER = ("日期", "班级", "事项", "数量", "数值", "等级", "级别", "地点", "检查人")
_GRADES = ("好", "一般")
_KINDS = (
    # kind, 事项, whether the head teacher is meant, and what its number or words cycle through
    ("hygiene.finding", "卫生不合格", False, ()),
    ("attendance.rate", "出勤率", False, ()),
    ("meeting.held", "班会", False, ("完整", "简单", "无")),
    ("lesson.check_missed", "缺查课", True, ()),
    ("contact.rating", "沟通效果", True, _GRADES),
    ("hygiene.score", "卫生评分", False, ()),
    ("assembly.disorder", "集会秩序差", False, ()),
    ("staff.activity", "活动会议", True, _GRADES),
    ("papers.rating", "计划总结日志", True, _GRADES),
    ("award.student", "学生表彰", False, ()),
    ("class.score", "班级量化分", False, ()),
    ("safety.violation", "学生违纪", False, ()),
)
_LEVELS = {"meeting.held": ("班会", "主题班会", "班团干部会"), "award.student": ("校级", "省级")}
_VALUES = ("attendance.rate", "hygiene.score", "class.score")


def class_id(number: int) -> str:
    """The id of a class, by its number from 0."""
    return f"g{number // 16 + 1}c{number % 16 + 1:02}"


def school_file(folder: Path) -> Path:
    """The school's file."""
    text = '[school]\nname = "某高级中学"\n'
    for term in TERMS.terms:
        text += f'\n[[term]]\nid = "{term.id}"\nstart = {term.start}\nend = {term.end}\n'
    for number in range(CLASSES):
        one = class_id(number)
        text += f'\n[[class]]\nid = "{one}"\nname = "{one}班"\ngrade = "{one[:2]}"\n'
        text += f'\n[[tenure]]\nteacher = "t-{one}"\nname = "{one}老师"\nclass = "{one}"\nfrom = 2024-09-01\n'
    path = folder / "school.toml"
    path.write_text(f'{text}\n[[adopt]]\nrulebook = "monthly-quantified"\nfrom = 2024-09-01\n', encoding="utf-8")
    return path


def harder() -> str:
    """The rulebook adopted, with one number changed: a dirty place costs two points."""
    head, clause, rest = read_rulebook_text("monthly-quantified", Path()).partition('id = "2.1"')
    return head + clause + rest.replace("points = -1\n", "points = -2\n", 1)


def rows(count: int) -> Iterator[dict[str, str]]:
    """The rows of a fact sheet in the order of the days, every class and kind in turn."""
    days = TERMS.school_days
    for n in range(count):
        kind, label, _, grades = _KINDS[(n + n // CLASSES) % len(_KINDS)]
        levels = _LEVELS.get(kind, ())
        yield {
            "日期": days[n * len(days) // count].isoformat(),
            "班级": class_id(n % CLASSES),
            "事项": label,
            "数值": str(70 + n * 13 % 30) if kind in _VALUES else "",
            "等级": grades[n // 5 % len(grades)] if grades else "",
            "级别": levels[n // 3 % len(levels)] if levels else "",
            "地点": f"{n % 6 + 1}号楼{n * 17 % 600:03}室",
            "检查人": f"值周教师{n % 9}",
        }


def sheet(path: Path, count: int) -> Path:
    """A fact sheet of so many rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER)
        writer.writeheader()
        writer.writerows(rows(count))
    return path


def facts(count: int) -> Iterator[Fact]:
    """The facts that those rows record."""
    kinds = {label: (kind, about_teacher) for kind, label, about_teacher, _ in _KINDS}
    for row in rows(count):
        kind, about_teacher = kinds[row["事项"]]
        yield Fact(
            kind=kind,
            on=date.fromisoformat(row["日期"]),
            class_id=row["班级"],
            teacher=f"t-{row['班级']}" if about_teacher else None,
            value=Decimal(row["数值"]) if row["数值"] else None,
            grade=row["等级"] or None,
            level=row["级别"] or None,
            place=row["地点"],
            recorder=row["检查人"],
        )


def without_texts(some: Iterable[Batch]) -> list[Batch]:
    """The same facts with nothing in them that says something of a person: no place, nobody who saw it, no sheet."""
    return [attrs.evolve(batch, events=tuple(map(_leave_out_texts, batch.events))) for batch in some]


def _leave_out_texts(event: Event) -> FactRecorded:
    assert isinstance(event, FactRecorded)
    return attrs.evolve(event, sheet="", fact=attrs.evolve(event.fact, place=None, recorder=None))


def in_commits(some: Iterable[Batch], size: int) -> list[Batch]:
    """The same events one behind the other in one history, so many to a batch."""
    events = [event for batch in some for event in batch.events]
    return [
        Batch(stream="class:one", after=start, events=tuple(events[start : start + size]))
        for start in range(0, len(events), size)
    ]


def first_finding(some: Iterable[Batch]) -> FactRecorded:
    """A fact that takes a point: the first dirty place of a year."""
    events = (event for batch in some for event in batch.events)
    return next(one for one in events if isinstance(one, FactRecorded) and one.fact.kind == "hygiene.finding")


def batches(some: Iterable[Fact], calendar: Calendar = TERMS) -> list[Batch]:
    """What a recording appends to an empty store, one batch a history."""
    seen: dict[tuple[str, ...], int] = {}
    events: dict[str, list[FactRecorded]] = {}
    for fact in some:
        key = content_key(fact)
        seen[key] = seen.get(key, 0) + 1
        event = FactRecorded(id=make_fact_id(fact, seen[key], leave_plain), fact=fact, sheet="2024-2025学年.csv")
        events.setdefault(stream_of_fact(fact, calendar), []).append(event)
    return [Batch(stream=stream, after=0, events=tuple(all_)) for stream, all_ in events.items()]
