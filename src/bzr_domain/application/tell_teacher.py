"""Load a head teacher's record (班主任履历): what every term and school year came to, and what was recorded."""

from collections.abc import Iterator, Sequence

from bzr_domain.application.load_results import load_result
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.periods import Period, rank_length, year_of
from bzr_domain.projections.teacher_record import TeacherRecord, TeacherResult, count_recorded
from bzr_domain.register.roster import Tenure
from bzr_domain.scoring.assessment import assess_loaded_class
from bzr_domain.scoring.statement import Statement
from bzr_domain.scoring.subjects import count_years_served


def load_teacher_record(reader: SchoolReader, teacher: str) -> TeacherRecord:
    """Return the record of a teacher who has or had a class, over every period that has begun."""
    register = reader.register
    tenures = sorted((t for t in register.tenures if t.teacher == teacher), key=lambda tenure: tenure.start)
    places = dict.fromkeys(place for tenure in tenures for place in _list_places(reader, tenure))
    school = reader.load_school_from(reader.load_histories(list(places)))
    assessed = [assess_loaded_class(school, *place) for place in places]
    statements = sorted((each for each in assessed if isinstance(each, Statement)), key=_by_period)
    return TeacherRecord(
        teacher=teacher,
        name=tenures[-1].name,
        years=count_years_served(register, register.calendar, teacher, year_of(reader.today)),
        tenures=tuple(tenures),
        results=tuple(_build_result(reader, teacher, statement) for statement in statements),
        recorded=count_recorded(_list_facts(reader, teacher, tenures)),
    )


def _by_period(statement: Statement) -> tuple[object, ...]:
    period = statement.period
    return (period.last, rank_length(period.per), statement.school_class.id)


def _list_places(reader: SchoolReader, tenure: Tenure) -> Iterator[tuple[str, Period]]:
    """The class of a tenure with every term and school year that it reaches; with the months of a term that has no total."""
    calendar = reader.register.calendars[tenure.class_id]
    days = [day for day in calendar.school_days if day <= reader.today and tenure.covers(day)]
    for per, shorter in (("term", "month"), ("year", None)):
        for period in dict.fromkeys(calendar.period_of(per, day) for day in days):
            assert period is not None  # a school day lies in a term
            book = reader.vocabulary(tenure.class_id, calendar.last_school_day(period))
            if book.total_of(per) is not None:
                yield tenure.class_id, period
            elif shorter is not None:
                months = dict.fromkeys(calendar.period_of(shorter, day) for day in days if period.covers(day))
                yield from ((tenure.class_id, month) for month in months if month is not None)


def _build_result(reader: SchoolReader, teacher: str, statement: Statement) -> TeacherResult:
    class_id, period = statement.school_class.id, statement.period
    return TeacherResult(
        statement=statement,
        publication=load_result(reader, class_id, period.name),
        teacher=teacher,
        school_days=sum(service.school_days for service in statement.services if service.teacher == teacher),
        of_school_days=len(reader.register.calendars[class_id].school_days_in(period)),
    )


def _list_facts(reader: SchoolReader, teacher: str, tenures: Sequence[Tenure]) -> Iterator[Fact]:
    """The facts about the teacher, and those about a class on a day on which the teacher had it; void ones are left out."""
    for current in reader.facts_about_teacher(teacher):
        if current.voided_by is None:
            yield current.fact
    for tenure in tenures:
        for current in reader.current_facts(tenure.class_id):
            if current.voided_by is None and current.fact.teacher is None and tenure.covers(current.fact.on):
                yield current.fact
