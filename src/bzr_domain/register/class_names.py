"""Class names as people write them (班级的写法): taken apart into grade and number, and held against the classes of a day."""

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache

import attrs

from bzr_domain.kernel.names import list_near_names, normalize_name, read_numeral
from bzr_domain.register.roster import STAGES, SchoolClass

_STAGE_WORDS = {
    "小学": "primary",
    "小": "primary",
    "初中": "junior",
    "初": "junior",
    "高中": "senior",
    "高": "senior",
    "大学": "college",
    "大": "college",
}
FIRST_YEARS = {"primary": 1, "junior": 7, "senior": 10, "college": 13}
"""Stage → which year of school its first grade is: 初一 is 七年级."""
_YEARS_OF_JUNIOR = range(7, 10)
_GRADES_OF_STAGE = 4
_CENTURY = 2000
_NUMBER = r"\d{1,3}|[一二三四五六七八九十]{1,3}"
_STAGE = "(?P<stage>小学|小|初中|初|高中|高|大学|大)"
_REST = rf"[-_.·、,/]?第?(?P<label>[^\W\da-z一二三四五六七八九十班第()]*)\(*(?P<number>{_NUMBER}|[a-z甲乙丙丁戊己庚辛])\)*(?:班级?)?\)*"
_FORMS = tuple(
    re.compile(grade + rest)
    for grade, rest in (
        (rf"{_STAGE}?(?P<cohort>20\d\d|1[3-9]|[2-9]\d)(?P<years>[级届])", _REST),
        (rf"{_STAGE}?(?P<grade>\d{{1,2}}|[一二三四五六七八九]|十[一二]?)(?:年级|年|级)", _REST),
        (rf"{_STAGE}(?P<grade>\d(?!\d)|\d(?=\d\d班?$)|[一二三四五六七八九])", _REST),
        (r"g(?:rade)?(?P<grade>\d{1,2})-?c(?:lass)?", r"(?P<label>)(?P<number>\d{1,2})"),
        (r"(?P<grade>\d{1,2}|[一二三四五六七八九])(?=[-_.·(])", _REST),
        (
            r"(?P<grade>[一二三四五六七八九](?=\d)|\d(?=[一二三四五六七八九十])|\d(?=\d\d班?$)|1[012](?=\d\d班?$))",
            _REST,
        ),
        (r"(?P<grade>)", _REST),
    )
)
"""The ways a class name is written, the certain ones first; 高11班 is none: it can be 高一(1)班 or 高一(11)班."""
_BRACKETS = str.maketrans("[]【】〔〕{}<>《》「」—–－〈〉", "()()()()()()()---()")

Grade = tuple[str, int]
"""What grades are compared by: ("year", 7) for 初一 and 七年级, ("senior级", 2024) for 高2024级."""


def find_stage(word: str) -> str | None:
    """Return the stage of which a word in Chinese or English is the name (学段); None where it is none.

    >>> [find_stage(word) for word in ("初中", "高 中", "Primary", "少年班")]
    ['junior', 'senior', 'primary', None]
    """
    plain = normalize_name(word).casefold()
    return plain if plain in STAGES else _STAGE_WORDS.get(plain)


def name_stage(stage: str) -> str:
    """Name a stage in Chinese.

    >>> name_stage("junior")
    '初中'
    """
    return next(word for word, named in _STAGE_WORDS.items() if named == stage)


@attrs.frozen(kw_only=True)
class ClassName:
    """A class name taken apart: 高中2024级实验(1)班.

    Attributes:
        stage: The stage it says; empty where it says none.
        grade: What it says of the grade: ("", 1) for 高一 and 一年级; None where it says nothing.
        label: What kind of class it says: 实验, 理科.
        number: The number, without leading zeros, or the letter.
    """

    stage: str
    grade: Grade | None
    label: str
    number: str


@lru_cache(maxsize=8192)
def read_class_name(text: str) -> ClassName | None:
    """Return a class name taken apart; None where it is written in none of the usual ways.

    >>> read_class_name("高一（01） 班") == read_class_name("高一年级一班")
    True
    >>> read_class_name("实验班") is None
    True
    """
    plain = normalize_name(text).casefold().translate(_BRACKETS)
    parts = next((match.groupdict() for form in _FORMS if (match := form.fullmatch(plain))), None)
    if parts is None:
        return None
    grade, number = read_numeral(parts.get("grade") or ""), read_numeral(parts["number"])
    cohort = int(parts.get("cohort") or 0)
    counted = (parts.get("years") or "", cohort % 100 + _CENTURY if cohort else grade or 0)
    return ClassName(
        stage=_STAGE_WORDS.get(parts.get("stage") or "", ""),
        grade=counted if counted[1] else None,
        label=parts["label"],
        number=parts["number"] if number is None else str(number),
    )


@attrs.frozen(slots=False)
class ClassNames:
    """The classes of one day, as they are on it, to be found by a name in any usual spelling (班级的写法)."""

    classes: tuple[SchoolClass, ...]
    _ids_by_name: dict[str, list[str]] = attrs.field(factory=dict, init=False)

    def find_ids(self, ref: str) -> list[str]:
        """Return the ids of the classes that a name can mean: one where it is sure, several where it is not."""
        if ref not in self._ids_by_name:
            same_id = [each.id for each in self.classes if normalize_name(each.id).casefold() == _fold(ref)]
            self._ids_by_name[ref] = same_id or self._find_by_grade_and_number(read_class_name(ref))
        return self._ids_by_name[ref]

    def _find_by_grade_and_number(self, wanted: ClassName | None) -> list[str]:
        if wanted is None or (wanted.grade is None and not self._are_of_one_grade):
            return []
        grades = None if wanted.grade is None else self._find_grades(wanted.stage, wanted.grade)
        return sorted(
            each.id
            for each in self.classes
            if (grades is None or grades & self._grades[each.id])
            and any((name.label, name.number) == (wanted.label, wanted.number) for name in _read_names(each))
        )

    def _find_grades(self, stage: str, grade: Grade) -> set[Grade]:
        """Return the grades that are meant: 一年级 is also 高一 or 初一 where no class is of the first year of school."""
        counted, registered = self._count_grade(stage, grade), set[Grade]().union(*self._grades.values())
        if stage or counted in registered:
            return {counted}
        return registered & {self._count_grade(each, grade) for each in FIRST_YEARS}

    @cached_property
    def _are_of_one_grade(self) -> bool:
        """Whether a number alone tells which class is meant."""
        grades = list(self._grades.values())
        return bool(grades) and (bool(set.intersection(*grades)) or not any(grades))

    @cached_property
    def _grades(self) -> dict[str, set[Grade]]:
        """Class id → what its grade is, by its name and by its grade as registered."""
        return {each.id: {self._count_grade(*grade) for grade in _list_grades(each)} for each in self.classes}

    def _count_grade(self, stage: str, grade: Grade) -> Grade:
        """Return a grade as all grades are compared; 初一 stays what it is where not every junior class is of year 7 to 9."""
        kind, number = grade
        if kind:
            return f"{stage}{kind}", number
        if stage == "junior" and not self._has_three_junior_years:
            return stage, number
        return "year", _count_year(stage, number)

    @cached_property
    def _has_three_junior_years(self) -> bool:
        """Whether a junior class is surely of year 7, 8 or 9: in schools of 五四学制 初一 is 六年级."""
        juniors = (grade for each in self.classes if each.stage == "junior" for grade in _list_grades(each))
        return all(grade[0] or _count_year(stage, grade[1]) in _YEARS_OF_JUNIOR for stage, grade in juniors)


def list_near_classes(ref: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the known names and ids of which a class name may be a slip; none for one in a usual spelling: no class fits it."""
    return () if read_class_name(ref) is not None else list_near_names(ref, known)


def _fold(ref: str) -> str:
    return normalize_name(ref).casefold()


def _count_year(stage: str, number: int) -> int:
    """Return which year of school the grade of a stage is; without a stage it is counted from the first."""
    return FIRST_YEARS.get(stage, 1) + number - 1


def _read_names(school_class: SchoolClass) -> list[ClassName]:
    names = map(read_class_name, (school_class.name, *school_class.aliases))
    return [name for name in names if name is not None]


def _list_grades(school_class: SchoolClass) -> list[tuple[str, Grade]]:
    """Return each grade that the names of a class and its registered grade say, with the stage that counts it."""
    registered = read_class_name(f"{school_class.grade}(1)班") if school_class.grade else None
    names = (*_read_names(school_class), *([registered] if registered else []))
    return [
        (name.stage or find_counting_stage(school_class.stage, name.grade), name.grade) for name in names if name.grade
    ]


def find_counting_stage(stage: str, grade: Grade) -> str:
    """Return the stage that counts a grade said without one: 一年级 of a senior class is 高一; empty for 十年级, a year of school."""
    return stage if grade[0] or grade[1] <= _GRADES_OF_STAGE else ""
