"""Schools made up at random (随机学校): terms with holidays and make-up days, and a register of one class or three."""

from collections.abc import Iterable
from datetime import date, timedelta

from hypothesis import strategies as st

from bzr_domain.register.calendar import Calendar, Term
from bzr_domain.register.roster import Adoption, SchoolClass, SchoolProfile, Tenure
from bzr_domain.register.school_register import SchoolRegister

FIRST_DAY = date(2023, 8, 28)
CLASS, TEACHER = "g1c1", "t01"
PEERS = {"g1c2": "t02", "g1c3": "t03"}
_SURNAMES = {"t01": "张", "t02": "李", "t03": "王"}
_DAY = timedelta(days=1)
_FRIDAY = 5


@st.composite
def terms(draw: st.DrawFn, name: str = "term", earliest: date = FIRST_DAY) -> Term:
    """A term of one to fifteen weeks with some holidays and some make-up workdays, often around a month's edge."""
    start = earliest + _DAY * draw(st.integers(0, 40))
    length = draw(st.integers(6, 100))
    days = [start + _DAY * n for n in range(length + 1)]
    weekdays = [day for day in days if day.isoweekday() <= _FRIDAY]
    weekends = [day for day in days if day not in weekdays]
    single = st.lists(st.sampled_from(weekdays), max_size=6, unique=True)
    breaks = st.tuples(st.sampled_from(days), st.integers(3, 12)).map(
        lambda drawn: _list_stretch(*drawn, weekdays)
    )
    return Term(
        id=name,
        start=start,
        end=days[-1],
        holidays=tuple(sorted({*draw(single), *draw(st.one_of(st.just([]), breaks))})),
        workdays=tuple(sorted(draw(st.lists(st.sampled_from(weekends), max_size=4, unique=True))))
        if weekends
        else (),
    )


def _list_stretch(first: date, length: int, within: list[date]) -> list[date]:
    return [day for day in within if first <= day < first + _DAY * length]


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """One term or two, the second close behind the first, with at least one school day."""
    first = draw(terms("one"))
    if draw(st.booleans()):
        second = draw(terms("two", first.end + _DAY))
        calendar = Calendar((first, second))
    else:
        calendar = Calendar((first,))
    if not calendar.school_days:
        return Calendar((Term(id=first.id, start=first.start, end=first.end),))
    return calendar


def build_register(
    calendar: Calendar, adoptions: Iterable[Adoption], *, peers: bool = False
) -> SchoolRegister:
    """Build a school with one class of one head teacher under some rulebooks, or with two more to be compared with."""
    teachers = {CLASS: TEACHER} | (PEERS if peers else {})
    return SchoolRegister(
        school=SchoolProfile(name="示例中学", timezone="Asia/Shanghai"),
        terms={term.id: term for term in calendar.terms},
        classes={
            name: SchoolClass(id=name, name=f"高一({name[-1]})班", stage="senior", grade="高一", students=45)
            for name in teachers
        },
        tenures=tuple(
            Tenure(teacher=teacher, name=f"{_SURNAMES[teacher]}老师", class_id=name, start=date(2020, 9, 1))
            for name, teacher in teachers.items()
        ),
        ever_taught={name: frozenset({teacher}) for name, teacher in teachers.items()},
        adoptions=tuple(adoptions),
    )
