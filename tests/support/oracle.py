"""B9 a second time, straight from the regulation's tables: shares no calendar, rulebook or scoring code with the engine.

It walks the days of the month and the facts one by one, with the regulation's numbers written where they are used. What
it says and what the engine says must be the same to the cent; `tests/laws/test_oracle.py` sees to it.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import attrs

from bzr_domain.facts.fact import Fact
from bzr_domain.register.calendar import Term

DAY = timedelta(days=1)
GOOD = {"好": 5, "一般": 3, "差": 0, "无": 0}
CONTACT = {"好": 10, "一般": 4, "无": 0}
TASKS = {"好": 10, "一般": 5, "差": 0}
AWARDS = {"国家级": 5, "省级": 3, "市级": 0, "校级": 2}
ARTICLES = {"校级": 5, "校级以上": 10}
HEAVY = ("留校察看", "开除学籍")
STANDARD = {
    "hygiene": 20, "safety": 15, "assembly": 10, "attendance": 15, "discipline": 10, "retention": 20, "reporting": 10,
}  # fmt: skip
FROM_ZERO = ("discipline", "reporting")


@attrs.frozen
class Line:
    """One item: its columns before the clamp, and its score."""

    base: Decimal
    earned: Decimal
    deducted: Decimal
    bonus: Decimal
    score: Decimal


@attrs.frozen
class Answer:
    """Everything that the monthly statement of B9 says in numbers."""

    items: dict[str, Line]
    total: Decimal
    not_assessed: tuple[str, ...]
    not_yet_due: tuple[str, ...]
    pay_one: Decimal
    pay_two: Decimal
    barred: bool


def is_school_day(terms: Iterable[Term], day: date) -> bool:
    """Monday to Friday in a term and no holiday, or a listed workday."""
    for term in terms:
        if term.start <= day <= term.end:
            return day in term.workdays or (day.weekday() <= 4 and day not in term.holidays)
    return False


def teaching_weeks(terms: Sequence[Term], year: int, month: int) -> list[date]:
    """The Mondays of the weeks whose first school day lies in the month."""
    mondays = []
    day = date(year, month, 1)
    while day.month == month:
        monday = day - DAY * day.weekday()
        week = [monday + DAY * n for n in range(7)]
        first = next((one for one in week if is_school_day(terms, one)), None)
        if first == day:
            mondays.append(monday)
        day += DAY
    return mondays


def latest(facts: Iterable[Fact], kind: str) -> str | None:
    """The grade of the latest fact of a kind: by day, then by the order recorded."""
    found = None
    for fact in facts:
        if fact.kind == kind and (found is None or fact.on >= found.on):
            found = fact
    return found.grade if found is not None else None


def score(terms: Sequence[Term], year: int, month: int, recorded: Sequence[Fact], as_of: date) -> Answer:
    """Score one class's month from its facts in the order recorded, as B9 表1–表8 say."""
    facts = [fact for fact in recorded if (fact.on.year, fact.on.month) == (year, month)]
    plus = dict.fromkeys(STANDARD, Decimal(0))
    minus = dict.fromkeys(STANDARD, Decimal(0))
    bonus = dict.fromkeys(STANDARD, Decimal(0))

    def times(kind: str, *levels: str) -> int:
        return sum(f.count for f in facts if f.kind == kind and (not levels or f.level in levels))

    for fact in facts:
        if fact.kind == "council.decision" and fact.item is not None and fact.points is not None:
            side = plus if fact.points > 0 else minus
            side[fact.item] += abs(fact.points)

    minus["hygiene"] += times("hygiene.finding")
    bonus["hygiene"] += Decimal("0.5") * sum(f.kind == "hygiene.score" and (f.value or 0) >= 95 for f in facts)

    last_day = (date(year, month, 28) + DAY * 4).replace(day=1) - DAY
    month_over = as_of >= last_day
    heavy = times("safety.sanction", *HEAVY)
    minus["safety"] += 10 * times("safety.criminal") + 5 * times("safety.public_order") + 3 * heavy
    blemish = any(
        fact.kind.startswith("safety.")
        or (fact.kind == "council.decision" and fact.item == "safety" and (fact.points or 0) < 0)
        for fact in facts
    )
    bonus["safety"] += 3 if month_over and not blemish else 0

    minus["assembly"] += 5 * times("assembly.missed") + 2 * times("assembly.disorder")
    poor_days = {f.on for f in facts if f.kind == "attendance.rate" and f.value is not None and f.value < 80}
    minus["attendance"] += times("lesson.check_missed") + 2 * len(poor_days)

    held = [(f.on, f.level) for f in recorded if f.kind == "meeting.held"]
    mondays = teaching_weeks(terms, year, month)
    due = [monday for monday in mondays if as_of >= monday + DAY * 6]
    missing = sum(
        not any(monday <= on <= monday + DAY * 6 and level != "班团干部会" for on, level in held) for monday in due
    )
    if month_over:
        missing += times("meeting.held", "主题班会") == 0
        missing += times("meeting.held", "班团干部会") == 0
    minus["discipline"] += 3 * missing
    bearing = latest(facts, "bearing.rating")
    plus["discipline"] += (GOOD[bearing] if bearing is not None else 0) if missing else 5
    contact = latest(facts, "contact.rating")
    plus["discipline"] += CONTACT[contact] if contact is not None else 0
    bonus["discipline"] += sum(AWARDS[f.level or ""] * f.count for f in facts if f.kind == "award.student")

    minus["retention"] += 10 * times("retention.lost", "非正常流失") + times("fee.uncollected")

    grades = {kind: latest(facts, kind) for kind in ("staff.activity", "papers.rating", "students.rating")}
    plus["reporting"] += sum(GOOD[grade] for grade in grades.values() if grade is not None)
    tasks = latest(facts, "tasks.rating")
    plus["reporting"] += TASKS[tasks] if tasks is not None else 0
    minus["reporting"] += 5 * times("staff.meeting_missed") + 2 * times("staff.poor_record")
    marks = [f.value for f in facts if f.kind == "class.score" and f.value is not None]
    if marks:
        plus["reporting"] += half_up(35 * sum(marks, Decimal(0)), 100 * len(marks))
    bonus["reporting"] += sum(ARTICLES[f.level or ""] * f.count for f in facts if f.kind == "article.published")
    bonus["reporting"] += 5 * times("proposal.adopted")

    items = {}
    for name, standard in STANDARD.items():
        base = Decimal(0 if name in FROM_ZERO else standard)
        within = min(Decimal(standard), max(Decimal(0), base + plus[name] - minus[name]))
        items[name] = Line(base, plus[name], minus[name], bonus[name], within + bonus[name])
    total = sum((line.score for line in items.values()), Decimal(0))
    graded = {
        "6.1": not missing or bearing, "6.3": contact, "8.1": grades["staff.activity"], "8.2": grades["papers.rating"],
        "8.3": grades["students.rating"], "8.4": tasks,
    }  # fmt: skip
    return Answer(
        items=items,
        total=total,
        not_assessed=tuple(clause for clause, grade in graded.items() if not grade),
        not_yet_due=() if month_over and due == mondays else ("6.2",) if month_over else ("3.1", "6.2"),
        pay_one=Decimal(600) if total >= 60 else max(Decimal(0), 600 - 10 * (100 - total)),
        pay_two=Decimal(600 if total >= 60 else 450 if total >= 50 else 300 if total >= 40 else 0),
        barred=times("safety.criminal") > 0 or heavy > 2,
    )


def half_up(numerator: Decimal, denominator: int) -> Decimal:
    """A quotient of two numbers that are not negative, to the cent, a half going up."""
    cents, rest = divmod(numerator * 100, denominator)
    return ((cents + (2 * rest >= denominator)) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
