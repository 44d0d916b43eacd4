"""Admit the rows of a sheet (登记事实): a row becomes a fact, or every problem it has.

Names are looked up, the day is checked against the calendar, the head teacher against the tenures, the fields against
the kind. All problems of a row are named at once.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property

import attrs

from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fields import check_fields, not_a_field
from bzr_domain.facts.incoming_sheet import FactRow
from bzr_domain.facts.kinds import Kind, find_kind, unknown_kind
from bzr_domain.facts.normalize import normalize_row
from bzr_domain.facts.percentages import find_bare_fractions
from bzr_domain.facts.students import FindPseudonym, take_as_written
from bzr_domain.facts.vocabulary import Vocabulary, check_range, resolve_item
from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.kernel.names import find_id, index_names, list_near_persons, normalize_name
from bzr_domain.register.class_names import ClassNames, list_near_classes
from bzr_domain.register.school_register import SchoolRegister


@attrs.frozen
class Admission:
    """What rows are held against: the register as it is, the words in force, and the last day that may be recorded.

    Attributes:
        register: The school as registered.
        vocabulary: Class id and day → the words in force for that class.
        today: The present day in the school's time zone; later days are refused.
        find_pseudonym: What finds the pseudonym of a student of a class.
    """

    register: SchoolRegister
    vocabulary: Callable[[str | None, date], Vocabulary]
    today: date
    find_pseudonym: FindPseudonym = take_as_written

    @cached_property
    def _teachers(self) -> dict[str, set[str]]:
        return index_names((t.teacher, t.name) for t in self.register.tenures)

    def admit(self, row: FactRow) -> Fact | tuple[Problem, ...]:
        """Return the fact that a row records, or every problem it has."""
        day = self._find_counting_day(row)
        if day == row.on:
            return self._admit(row)
        admitted = self._admit(attrs.evolve(row, on=day))
        return attrs.evolve(admitted, on=row.on) if isinstance(admitted, Fact) else admitted

    def _find_counting_day(self, row: FactRow) -> date:
        """Return the day of the term to which a row belongs: what is handed in after a term's end is of its last day."""
        day = self.register.calendar.find_counting_day(row.on)
        if day == row.on or row.on > self.today:
            return row.on
        class_id, _, _ = self._subject(attrs.evolve(row, on=day), dated=True)
        kind = find_kind(self.vocabulary(class_id, day).kinds.values(), row.kind)
        return day if kind is not None and kind.handed_in else row.on

    def _admit(self, row: FactRow) -> Fact | tuple[Problem, ...]:
        """Return the fact that a row records, by the register as of its day, or every problem it has."""
        days = self._day_problems(row.on)
        class_id, teacher, about = self._subject(row, dated=not days)
        problems = days + about
        if class_id is not None and not days:
            problems += self._class_problems(class_id, row.on)
        vocabulary = self.vocabulary(class_id, row.on)
        kind = find_kind(vocabulary.kinds.values(), row.kind)
        if kind is None:
            return (*problems, unknown_kind(vocabulary.kinds.values(), row.kind))
        if kind.about == "class" and row.teacher_ref is not None:
            problems = [problem for problem in problems if problem.field != "teacher"] + [_about_class(kind)]
        elif kind.about == "teacher" and class_id is not None and not problems:
            teacher, problems = self._head_teacher(row, class_id, teacher)
        about_teacher = teacher if kind.about == "teacher" else None
        fact = normalize_row(row, kind, class_id or "", about_teacher, self.find_pseudonym)
        item_problems: list[Problem] = []
        if fact.item is not None and kind.field("item") is not None:
            fact, item_problems = resolve_item(fact, kind, vocabulary)
        wrong = _count_problems(kind, row.count) or check_fields(kind, fact) or find_bare_fractions(kind, row)
        wrong += item_problems
        problems += wrong or check_range(fact, kind, vocabulary)
        return tuple(problems) or fact

    def find_class(self, ref: str, day: date) -> str | tuple[Problem, ...]:
        """Return the id of the class of that id, or that bears the name on a day, or what is wrong with the name."""
        class_id, problems = self._find_class(ref, day)
        return tuple(problems) if class_id is None else class_id

    def _find_class(self, ref: str | None, day: date) -> tuple[str | None, list[Problem]]:
        """Return the class of that id or name, else the one that fits the name in another spelling."""
        names, other = self.register.class_ids_by_name(day), None
        if ref is not None and normalize_name(ref) not in names:
            spelt = self._list_class_names(day).find_ids(ref)
            names = {normalize_name(ref): set(spelt)} if spelt else self._keep_names_of(day, names)
            other = None if spelt else self._find_on_other_days(ref, day)
        class_id, problems = find_id(
            "class",
            "班级",
            ref,
            names,
            unknown_code="fact.unknown-class",
            ambiguous_code="fact.ambiguous-class",
            list_near=list_near_classes,
        )
        return class_id, [attrs.evolve(problem, expected=other or problem.expected) for problem in problems]

    def _keep_names_of(self, day: date, names: Mapping[str, set[str]]) -> Mapping[str, set[str]]:
        """Return those of some names that a class bears which is there on a day; all where none is."""
        there = {class_id for class_id in self.register.classes if self.register.is_there(class_id, day)}
        return {name: ids for name, ids in names.items() if ids & there} or names

    def _find_on_other_days(self, ref: str, day: date) -> Message | None:
        """Return what a class was or will be called that bears a name last before a day, else first after it; None without one."""
        for turn in sorted(self.register.class_turns, key=lambda turn: (turn > day, abs(turn - day))):
            ids = self.register.class_ids_by_name(turn).get(normalize_name(ref))
            ids = ids or set(self._list_class_names(turn).find_ids(ref))
            if ids:
                return Message.joined(self.register.classes[class_id].names_by_day for class_id in sorted(ids))
        return None

    def _list_class_names(self, day: date) -> ClassNames:
        if day not in self._class_names:
            there = (each.on(day) for each in self.register.classes.values() if each.covers(day))
            self._class_names[day] = ClassNames(tuple(there))
        return self._class_names[day]

    @cached_property
    def _class_names(self) -> dict[date, ClassNames]:
        """What `_list_class_names` returned, kept: every row of a sheet asks."""
        return {}

    def _find_teacher(self, ref: str | None) -> tuple[str | None, list[Problem]]:
        return find_id(
            "teacher",
            "班主任",
            ref,
            self._teachers,
            unknown_code="fact.unknown-teacher",
            ambiguous_code="fact.ambiguous-teacher",
            list_near=list_near_persons,
        )

    def _day_problems(self, day: date) -> list[Problem]:
        problems = []
        if day > self.today:
            what = Message(f"日期{day}晚于今天{self.today}", f"{day} is after today, {self.today}")
            problems.append(Problem(code="fact.after-today", field="date", what=what))
        elif self.register.calendar.term_of(day) is None:
            spans = [Message(f"{t.start}至{t.end}", f"{t.start} to {t.end}") for t in self.register.calendar.terms]
            listed = Message.listed(spans or [Message("无", "none")])
            what = Message(f"日期{day}不在任何学期内", f"{day} lies outside every term")
            expected = Message("学期:", "terms: ") + listed
            problems.append(Problem(code="fact.outside-terms", field="date", what=what, expected=expected))
        return problems

    def _class_problems(self, class_id: str, day: date) -> list[Problem]:
        """A problem where there is no such class that day (建班, 撤并)."""
        school_class = self.register.classes[class_id]
        if school_class.covers(day):
            return []
        span = school_class.span
        what = Message(f"{day}没有班级“{class_id}”({span.zh})", f"there is no class {class_id!r} on {day} ({span.en})")
        return [Problem(code="fact.class-not-there", field="class", what=what)]

    def _subject(self, row: FactRow, *, dated: bool) -> tuple[str | None, str | None, list[Problem]]:
        """The class and the teacher named; the class a teacher holds that day when only the teacher is named."""
        class_id, problems = self._find_class(row.class_ref, row.on)
        teacher, teacher_problems = self._find_teacher(row.teacher_ref)
        problems = problems + teacher_problems
        if row.class_ref is None and (row.teacher_ref is None or (teacher is not None and dated)):
            class_id, class_problems = self._class_of(teacher, row.on)
            problems += class_problems
        return class_id, teacher, problems

    def _class_of(self, teacher: str | None, day: date) -> tuple[str | None, list[Problem]]:
        held = self.register.classes_held(teacher, day) if teacher is not None else []
        if len(held) == 1:
            return held[0], []
        expected = Message("请写明班级编号或名称", "name the class by id or name")
        if teacher is None:
            what = Message("缺少班级", "the class is missing")
            return None, [Problem(code="fact.field-missing", field="class", what=what, expected=expected)]
        if held:
            what = Message(f"{teacher}在{day}有{len(held)}个班级", f"{teacher} has {len(held)} classes on {day}")
            return None, [Problem(code="fact.several-classes", field="class", what=what, expected=expected)]
        what = Message(f"{teacher}在{day}不是班主任", f"{teacher} has no class on {day}")
        return None, [Problem(code="fact.not-head-teacher", field="teacher", what=what, expected=expected)]

    def _head_teacher(self, row: FactRow, class_id: str, teacher: str | None) -> tuple[str | None, list[Problem]]:
        """The head teacher of a class that day; a problem when there is none, or another than the one named."""
        tenure = self.register.tenure_on(class_id, row.on)
        if tenure is None:
            what = Message(
                f"班级“{class_id}”在{row.on}没有班主任",
                f"class {class_id!r} has no head teacher on {row.on}",
            )
            return None, [Problem(code="fact.no-head-teacher", field="teacher", what=what)]
        if teacher is not None and teacher != tenure.teacher:
            what = Message(
                f"{row.teacher_ref}在{row.on}不是班级“{class_id}”的班主任",
                f"{row.teacher_ref} does not have class {class_id!r} on {row.on}",
            )
            expected = Message(
                f"那天的班主任是{tenure.name}({tenure.teacher})",
                f"its head teacher is {tenure.teacher} that day",
            )
            return None, [Problem(code="fact.not-head-teacher", field="teacher", what=what, expected=expected)]
        return tenure.teacher, []


def _about_class(kind: Kind) -> Problem:
    what = Message(
        f"“{kind.title}”是关于班级的事项,班主任一栏应留空",
        f"{kind.id} is about a class: leave the teacher empty",
    )
    return Problem(code="fact.field-unexpected", field="teacher", what=what)


def _count_problems(kind: Kind, count: int | None) -> list[Problem]:
    if count is None:
        return []
    if kind.field("count") is None:
        return [not_a_field(kind, "count")]
    if count >= 1:
        return []
    what = Message(f"数量{count}小于1", f"the count {count} is below 1")
    return [
        Problem(
            code="fact.value-out-of-range",
            field="count",
            what=what,
            expected=Message("不小于1的整数", "a whole number, 1 or more"),
        )
    ]
