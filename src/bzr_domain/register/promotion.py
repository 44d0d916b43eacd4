"""What a new school year does to the classes (升级与毕业): who goes up and under which name, and who leaves."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import attrs

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.names import read_numeral
from bzr_domain.kernel.periods import year_of
from bzr_domain.register.class_names import FIRST_YEARS, ClassName, find_counting_stage, read_class_name
from bzr_domain.register.roster import ClassChange, SchoolClass

_GRADES = {"primary": range(1, 7), "junior": range(5), "senior": range(1, 4), "college": range(1, 6)}
"""Stage → its grades; of 初中 0 is 六年级 and 4 is 初四, in schools of 五四学制."""
_USUAL_LAST = {"primary": 6, "junior": 3, "senior": 3, "college": 4}
_FOURTH_OF_JUNIOR = ("junior", 4)
_SIXTH_YEAR_IN_JUNIOR = ("junior", 0)
_FIFTH_OF_PRIMARY = ("primary", 5)
_MAYBE_LAST = (_FIFTH_OF_PRIMARY, ("college", 3))
"""Grades that are the last in some schools, and in others not."""
_REST_OF_NAME = "(1)班"
_CHINESE_NUMERALS = ("", *"一二三四五六七八九十", "十一")
_WIDE_DIGITS = {ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)}
_GRADE_WORD = re.compile(r"年级|[高初大小][一二三四五六1-6](?!\d{3})")

_UNREAD = Message("读不出年级", "its grade cannot be read")
_DISAGREE = Message("名称和年级说的不是同一个年级", "its name and its grade say different grades")
_MISFIT = Message("年级与学段(stage)不符", "its grade is none of its stage")
_MAYBE_LEAVES = Message("没有更高的年级,不知是毕业还是升级", "no class is of a higher grade, and it may leave or go up")
_BY_ENTRY = Message("名称和年级不随学年变", "its name and its grade stay from year to year")
_ENDS = Message("学校文件里已经写了它的最后一天", "the school file has its last day already")
_CHANGED = Message("学校文件里已经写了以后的变动", "the school file has a change of it from that day on")

_Grade = tuple[str, int]
"""A stage, and which of its grades: ("junior", 1) for 初一 and 七年级."""


@attrs.frozen(kw_only=True)
class Promotion:
    """What a new school year does to a class (升级).

    Attributes:
        school_class: The class as it is until then.
        change: What is different from the first day on; None where nothing is.
        leaves: Whether it is of the last grade of its stage (毕业).
        why: Why nothing is written about it; None where something is.
    """

    school_class: SchoolClass
    change: ClassChange | None = None
    leaves: bool = False
    why: Message | None = None


def promote_classes(classes: Sequence[SchoolClass], start: date) -> list[Promotion]:
    """Return what the school year from a day on does to each class that is there the day before and does not end on it.

    >>> g1c1 = SchoolClass(id="g1c1", name="高一(1)班", stage="senior", grade="高一")
    >>> promote_classes([g1c1], date(2025, 9, 1))[0].change.words.zh
    '2025-09-01起:高二(1)班 高二'
    """
    last_day = start - timedelta(days=1)
    there = [each for each in classes if each.covers(last_day) and each.end != last_day]
    dated = [each.on(last_day) for each in there]
    grades = _Grades(tuple(dated), year_of(start).first.year - 1)
    return [
        Promotion(school_class=now, why=_CHANGED)
        if any(change.start >= start for change in each.changes)
        else _promote_class(now, start, grades)
        for each, now in zip(there, dated, strict=True)
    ]


def _promote_class(school_class: SchoolClass, start: date, grades: "_Grades") -> Promotion:
    reading = grades.read(school_class)
    leaves = reading if isinstance(reading, Message) else grades.is_last(reading)
    if leaves is True and school_class.end is None:
        return Promotion(school_class=school_class, leaves=True)
    change = _raise_names(school_class, start) if leaves is False else _ENDS if leaves is True else leaves
    if isinstance(change, Message):
        return Promotion(school_class=school_class, why=change)
    return Promotion(school_class=school_class, change=change)


@attrs.frozen
class _Grades:
    """The grades of the classes of one day, counted within their stages.

    Attributes:
        school_year: The year in which the school year that ends then began.
    """

    classes: tuple[SchoolClass, ...]
    school_year: int
    first_of_junior: int = attrs.field(init=False)
    """Which year of school 初一 is: the sixth where there is a 初四 (五四学制)."""
    there: frozenset[_Grade] = attrs.field(init=False)
    misfits: frozenset[str] = attrs.field(init=False)
    """The stages of which a class is whose grade is none of theirs: 三年级 is not surely 高三 then."""

    @first_of_junior.default
    def _find_first_of_junior(self) -> int:
        names = [name for each in self.classes for name in _list_names(each)]
        return FIRST_YEARS["junior"] - any((name.stage, name.grade) == ("junior", ("", 4)) for name in names)

    @there.default
    def _count_all(self) -> frozenset[_Grade]:
        grades = (grade for each in self.classes for grade in self._count_grades(each))
        return frozenset((stage, number) for stage, number in grades if number in _GRADES[stage])

    @misfits.default
    def _find_misfits(self) -> frozenset[str]:
        bare = (
            self._count_grade(name, each.stage) for each in self.classes for name in _list_names(each) if _is_bare(name)
        )
        return frozenset(stage for stage, number in bare if number not in _GRADES[stage])

    def read(self, school_class: SchoolClass) -> _Grade | Message:
        """Return the grade of a class, or why it cannot be told."""
        grades = self._count_grades(school_class)
        if len(grades) != 1:
            return _DISAGREE if grades else _UNREAD
        (grade,) = grades
        stage, number = grade
        is_bare = all(map(_is_bare, _list_names(school_class)))
        return _MISFIT if number not in _GRADES[stage] or (is_bare and stage in self.misfits) else grade

    def is_last(self, grade: _Grade) -> bool | Message:
        """Return whether a grade is the last of its stage in this school, or why nobody can tell."""
        stage, number = grade
        if any(other == stage and above > number for other, above in self.there):
            return False
        if grade == _FIFTH_OF_PRIMARY and self.there & {_SIXTH_YEAR_IN_JUNIOR, _FOURTH_OF_JUNIOR}:
            return True
        return _MAYBE_LEAVES if grade in _MAYBE_LAST else number >= _USUAL_LAST[stage]

    def _count_grades(self, school_class: SchoolClass) -> set[_Grade]:
        """Return what the name and the grade of a class say; a year of entry only where neither says a grade."""
        names = _list_names(school_class)
        words = [name for name in names if name.grade and not name.grade[0]] or names
        return {self._count_grade(name, school_class.stage) for name in words}

    def _count_grade(self, name: ClassName, stage: str) -> _Grade:
        assert name.grade is not None, "those that say none are left out"
        kind, number = name.grade
        stage = name.stage or stage
        if kind == "级":
            return stage, self.school_year - number + 1
        if kind == "届":
            return stage, _USUAL_LAST[stage] + self.school_year + 1 - number
        if (name.stage and number in _GRADES[stage]) or find_counting_stage(stage, name.grade):
            return stage, number
        return stage, number + 1 - (self.first_of_junior if stage == "junior" else FIRST_YEARS[stage])


def _list_names(school_class: SchoolClass) -> list[ClassName]:
    """Return the name and the grade of a class taken apart, where they say a grade."""
    names = (read_class_name(school_class.name), read_class_name(school_class.grade + _REST_OF_NAME))
    return [name for name in names if name is not None and name.grade is not None]


def _is_bare(name: ClassName) -> bool:
    """Return whether a name says a grade without its stage: 三年级, 3."""
    return not name.stage and name.grade is not None and not name.grade[0]


def _raise_names(school_class: SchoolClass, start: date) -> ClassChange | Message:
    """Return the name, the grade and the other names of a class in the grade above, or why there are none."""
    written = school_class.grade
    grade = (_raise_grade(written + _REST_OF_NAME) or "").removesuffix(_REST_OF_NAME)
    name = _raise_grade(school_class.name)
    if name is None:
        if grade and school_class.name.count(written) == 1:
            name = school_class.name.replace(written, grade)
        elif _GRADE_WORD.search(school_class.name):
            return _UNREAD
    aliases = tuple(_raise_grade(alias) or alias for alias in school_class.aliases)
    change = ClassChange(
        start=start, name=name, grade=grade or None, aliases=None if aliases == school_class.aliases else aliases
    )
    return change if change.values else _BY_ENTRY


def _raise_grade(text: str) -> str | None:
    """Return a class name with the grade above in its own spelling; None where it says no grade.

    Each numeral in it is raised by one in turn: right is the name that reads as before but for its grade.
    """
    before = read_class_name(text)
    if before is None or before.grade is None or before.grade[0]:
        return None
    above = attrs.evolve(before, grade=("", before.grade[1] + 1))
    return next((raised for raised in _raise_numerals(text) if read_class_name(raised) == above), None)


def _raise_numerals(text: str) -> Iterator[str]:
    """Yield a text with each of its digits and Chinese numerals raised by one, one at a time."""
    for place, numeral in enumerate(text):
        number = read_numeral(numeral)
        if number is not None:
            yield text[:place] + _write_like(numeral, number + 1) + text[place + 1 :]


def _write_like(numeral: str, number: int) -> str:
    """Return a number written as another is: in Chinese, in full-width digits, in digits."""
    if not numeral.isdecimal():
        return str(_CHINESE_NUMERALS[number])
    return str(number) if numeral.isascii() else str(number).translate(_WIDE_DIGITS)
