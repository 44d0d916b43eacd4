"""A small school over two school years, its rulebook, and what an office may change in its declaration."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from fractions import Fraction
from functools import cache, partial
from typing import Any

from bzr_adapters import load_rulebook
from bzr_adapters.front_door.rulebooks import Rulebook
from bzr_domain.rulebook.language import Linear, Scale
from bzr_domain.scoring import scale, scoring_meaning

Tables = dict[str, Any]
Change = Callable[[Tables], None]
"""What is changed in the tables of a declaration."""

FIRST_YEAR, SECOND_YEAR = date(2024, 9, 2), date(2025, 9, 1)
PAID = ("2024-09", "2024-10", "2025-09")
UNPAID = "2024-11"
"""The month whose sheet is asked for what paid ones owe."""
MONTHS = (*PAID, UNPAID)
CLASSES = ("c1", "c2", "n1")
HANDS = ("干事", "副校长", "校长", "财务")
FINDING, MISSED, SCORE = "卫生不合格", "集会缺席", "班级量化分"
SATURDAY = 5
MISSED_POINTS = {1: -4, 2: -5, 3: -6}
"""Version of the rulebook → what an assembly missed costs."""
OCTOBER = [date(2024, 10, 1) + timedelta(days=number) for number in range(31)]
_CLAUSE: Tables = {"cite": "本校"}


@cache
def rules(version: int) -> Rulebook:
    """A rulebook by what counts in it: findings, pupils, weeks, places among a grade; each version has other figures."""
    return load_rulebook(
        {
            "rulebook": {"id": "office", "title": "本校量化", "cite": "本校", "version": version},
            "item": [
                {"id": "total", "title": "总分"},
                {"id": "order", "title": "秩序", "into": "total", "base": 12, "floor": 0, "cap": 12},
                {"id": "weeks", "title": "各周平均", "into": "total", "take": "mean"},
                {"id": "week", "title": "周", "into": "weeks", "per": "week", "base": 10},
                {"id": "place", "title": "名次", "into": "total", "base": 0},
            ],
            "clause": [
                {"id": "1", "title": "一处扣1", "into": "order", "facts": "hygiene.finding", "points": -1, **_CLAUSE},
                {
                    "id": "2",
                    "title": "缺席",
                    "into": "order",
                    "facts": "assembly.missed",
                    "points": MISSED_POINTS[version],
                }
                | _CLAUSE,
                {"id": "3", "title": "周", "into": "week", "per": "week", "facts": "hygiene.finding", "points": -2}
                | _CLAUSE,
                {"id": "4", "title": "人均", "into": "order", "facts": "assembly.missed", "divide_by": "@students"}
                | {"points": -30, **_CLAUSE},
                {"id": "5", "title": "名次", "into": "place", "facts": "class.score", "number": "value", "take": "mean"}
                | {"rank": "high", "among": "grade", "ties": "best", "empty": 0, **_CLAUSE}
                | {"table": [{"is": 1, "gives": 6}, {"is": 2, "gives": 3}, {"gives": 0}]},
            ],
            "outcome": [{"id": "pay", "title": "绩效", "unit": "元", "scores": "total", "points": 10}],
        }
    )


def declaration() -> Tables:
    """The school as it is declared at first."""
    pupils = {"stage": "senior", "grade": "高一"}
    return {
        "school": {"name": "示例中学", "timezone": "Asia/Shanghai"},
        "term": [
            {"id": "2024-autumn", "start": FIRST_YEAR, "end": date(2025, 1, 17), "holidays": []},
            {"id": "2025-spring", "start": date(2025, 2, 17), "end": date(2025, 6, 27)},
        ],
        "class": [
            {"id": "c1", "name": "高一(1)班", "students": 45, **pupils},
            {"id": "c2", "name": "高一(2)班", "students": 43, **pupils},
        ],
        "tenure": [
            {"teacher": "t1", "name": "张老师", "class": "c1", "from": date(2021, 9, 1)},
            {"teacher": "t2", "name": "王老师", "class": "c2", "from": date(2021, 9, 1)},
        ],
        "adopt": [{"rulebook": rules(1), "from": date(2024, 9, 1)}],
    }


def count_school_days(tables: Tables, month: str) -> int:
    """How many Mondays to Fridays of a month lie in a term and are no holiday."""
    first = date.fromisoformat(f"{month}-01")
    days = [day for number in range(31) if (day := first + timedelta(days=number)).month == first.month]
    terms = [each for each in tables["term"] for day in days if each["start"] <= day <= each["end"]]
    return sum(
        day.weekday() < SATURDAY and term["start"] <= day <= term["end"] and day not in term.get("holidays", [])
        for day in days
        for term in {each["id"]: each for each in terms}.values()
    )


# What an office changes, each from a day on or for all that was


def change_holidays(days: Iterable[date], tables: Tables) -> None:
    """Days of the first term become holidays, or school days again (校历)."""
    term = tables["term"][0]
    term["holidays"] = sorted(set(term["holidays"]) ^ set(days))


def change_class(class_id: str, day: date | None, attribute: str, value: object, tables: Tables) -> None:
    """An attribute of a class is another from a day on; without a day, it was so from the first one (分班、人数)."""
    for each in tables["class"]:
        if each["id"] == class_id and day is None:
            each[attribute] = value
        elif each["id"] == class_id:
            kept = [change for change in each.get("change", []) if change["from"] != day]
            each["change"] = [*kept, {"from": day, attribute: value}]


def change_head_teacher(class_id: str, day: date, teacher: str, tables: Tables) -> None:
    """Another head teacher takes over on a day, in the place of everybody who would come later (换班主任)."""
    kept = [each for each in tables["tenure"] if each["class"] != class_id or each["from"] < day]
    for each in kept:
        if each["class"] == class_id and each.get("to", day) >= day:
            each["to"] = day - timedelta(days=1)
    new = {"teacher": teacher, "name": f"师{teacher}", "class": class_id, "from": day}
    tables["tenure"] = [*kept, new]


def adopt(version: int, day: date | None, tables: Tables) -> None:
    """A version is adopted from a day on; without a day, it takes the place of the first one (改规则)."""
    if day is None:
        tables["adopt"][0]["rulebook"] = rules(version)
    else:
        tables["adopt"] = [each for each in tables["adopt"] if each["from"] != day]
        tables["adopt"].append({"rulebook": rules(version), "from": day})


def add_class(day: date, tables: Tables) -> None:
    """A class is formed on a day, with a head teacher (建班)."""
    new = {"id": "n1", "name": "新生班", "stage": "senior", "grade": "高一", "students": 40, "from": day}
    tables["class"] = [each for each in tables["class"] if each["id"] != "n1"] + [new]
    tables["tenure"] = [each for each in tables["tenure"] if each["class"] != "n1"]
    tables["tenure"].append({"teacher": "t3", "name": "新老师", "class": "n1", "from": day})


def dissolve_class(class_id: str, day: date, tables: Tables) -> None:
    """A class ends on a day, and the tenure with it (毕业、撤并)."""
    for each in tables["class"]:
        if each["id"] == class_id:
            each["to"] = day
    tables["tenure"] = [each for each in tables["tenure"] if each["class"] != class_id or each["from"] <= day]
    for each in tables["tenure"]:
        if each["class"] == class_id and each.get("to", day) >= day:
            each["to"] = day


def begin_school_year(tables: Tables) -> None:
    """The new term; classes are promoted, and a first year comes (升级、新生)."""
    tables["term"].append({"id": "2025-autumn", "start": SECOND_YEAR, "end": date(2026, 1, 16)})
    for number, class_id in enumerate(CLASSES[:2], 1):
        change_class(class_id, SECOND_YEAR, "grade", "高二", tables)
        (own,) = (each for each in tables["class"] if each["id"] == class_id)
        own["change"][-1]["name"] = f"高二({number})班"
    if not any(each["id"] == "n1" for each in tables["class"]):
        add_class(SECOND_YEAR, tables)


# Newer software


class Software:
    """The software, which can be replaced by newer one of a higher scoring meaning: it takes more for an assembly missed."""

    def __init__(self) -> None:
        """Begin with the software of today."""
        self.first = scoring_meaning.SCORING_MEANING
        self._count_units = scale.count_units

    @property
    def meaning(self) -> int:
        """The number of its scoring meaning."""
        return scoring_meaning.SCORING_MEANING

    def upgrade(self) -> None:
        """Raise the scoring meaning, and count otherwise from now on."""
        scoring_meaning.SCORING_MEANING += 1
        scale.count_units = partial(self._count_otherwise, 1 + self.meaning - self.first)

    def _count_otherwise(self, times: int, linear: Scale | None, measured: Fraction) -> Fraction:
        units = self._count_units(linear, measured)
        return units * times if isinstance(linear, Linear) and linear.points in MISSED_POINTS.values() else units

    def restore(self) -> None:
        """Leave the software as it was."""
        scoring_meaning.SCORING_MEANING, scale.count_units = self.first, self._count_units
