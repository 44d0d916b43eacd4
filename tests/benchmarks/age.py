"""What the age of a store costs: the same is asked about the last year of a school of one year and of one of many."""

import csv
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from itertools import count
from pathlib import Path

import attrs

from bzr_adapters import School
from bzr_domain.rulebook.parse_rulebook import parse_and_check
from tests.benchmarks import child
from tests.benchmarks.cohorts import GRADES, Cohorts, class_name
from tests.benchmarks.rounds import fastest, timed
from tests.benchmarks.year import NOW

ROWS = 100
_KINDS = ("卫生不合格", "集会秩序差", "缺查课", "学生违纪")


@attrs.frozen
class Ages:
    """Two schools that are alike in their last year, stored in a folder: one of that year alone, and one of many years.

    Attributes:
        years: How many the old one has.
        rulebooks: How many versions of its rulebook it has adopted, one a year.
    """

    folder: Path
    years: int
    classes: int
    facts: int
    rulebooks: int
    _sheets: Iterator[int] = attrs.field(init=False, factory=count)

    LAST = 2024

    def __attrs_post_init__(self) -> None:
        """Store both schools."""
        young = Cohorts(self.LAST, self.LAST, self.classes, self.facts)
        old = Cohorts(self.LAST - self.years + 1, self.LAST, self.classes, self.facts, self.rulebooks)
        young.build(self.folder / "young.db")
        old.build(self.folder / "old.db")

    def _rows(self) -> list[dict[str, str]]:
        """New rows of a week, of every class in turn."""
        sheet, monday = next(self._sheets), date(self.LAST, 10, 14)
        return [
            {
                "日期": f"{monday + timedelta(days=n % 5)}",
                "班级": class_name(n % GRADES, n % (self.classes // GRADES)),
                "事项": _KINDS[n % len(_KINDS)],
                "地点": f"{sheet}号楼{n:03}室",
            }
            for n in range(ROWS)
        ]

    def _write_sheet(self) -> str:
        rows = self._rows()
        path = self.folder / f"{rows[0]['地点']}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [*rows[0]])
            writer.writeheader()
            writer.writerows(rows)
        return str(path)

    def in_process(self, rounds: int) -> Mapping[str, float]:
        """Time of the old school ÷ time of the young one, each opened anew in this process for every question."""

        def ask(store: str, question: Callable[[School], object]) -> None:
            parse_and_check.cache_clear()
            with School.open(f"sqlite:///{self.folder / store}", clock=lambda: NOW) as school:
                question(school)

        questions: Mapping[str, Callable[[School], object]] = {
            "month": lambda school: school.month(f"{self.LAST}-10").to_dict(),
            "facts": lambda school: school.list_facts(None, f"{self.LAST}-10-15").to_dict(),
            "record": lambda school: school.acting("教务处").record(self._rows()),
        }
        ratios = {}
        for name, question in questions.items():
            works = {store: timed(partial(ask, store, question)) for store in ("old.db", "young.db")}
            ratios[name] = _divide(fastest(rounds, works))
        return ratios

    def processes(self, rounds: int) -> Mapping[str, float]:
        """The same as whole processes, by the processor's time."""
        calls: Mapping[str, Callable[[], tuple[str, ...]]] = {
            "month": lambda: ("month", f"{self.LAST}-10"),
            "facts": lambda: ("facts", f"{self.LAST}-10-15"),
            "record": lambda: ("record", "--clock", "基准", self._write_sheet()),
        }
        ratios = {}
        for name, call in calls.items():
            works = {store: partial(self._run, store, call) for store in ("old.db", "young.db")}
            ratios[name] = _divide(fastest(rounds, works))
        return ratios

    def _run(self, store: str, call: Callable[[], tuple[str, ...]]) -> float:
        return child.bzr(self.folder / store, *call()).processor


def _divide(seconds: Mapping[str, float]) -> float:
    return seconds["old.db"] / seconds["young.db"]
