"""Give a head teacher feedback (个人反馈), and say what is recorded for each duty of a class (职责)."""

import attrs

from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.periods import Period, year_of
from bzr_domain.projections.duties import DutyRecord, project_duties
from bzr_domain.projections.feedback import Feedback, project_feedback


def give_feedback(reader: SchoolReader, class_id: str, period: Period) -> Feedback | Problem:
    """Return the feedback sheet (个人反馈): the grade's period, the one before, and what the teacher did since the school year began are read."""
    register, calendar = reader.register, reader.register.calendar
    before, closing = calendar.find_previous_period(period), calendar.last_school_day(period)
    grade = register.class_in(class_id, period).grade
    peers = [each for each in register.classes_in(period) if register.class_in(each, period).grade == grade]
    places = [(each, period) for each in {class_id: None, **dict.fromkeys(peers)}]
    places += [(class_id, before)] if before is not None else []
    loaded = {history.stream: history for history in reader.load_histories(places)}
    tenure = register.tenure_on(class_id, closing)
    tenures = () if tenure is None else (t for t in register.tenures if t.teacher == tenure.teacher)
    year = year_of(closing)
    since = attrs.evolve(year, last=max(year.last, reader.today))
    for served_class in dict.fromkeys(t.class_id for t in tenures):
        histories = reader.class_histories(served_class, since)
        loaded |= {history.stream: history for history in histories}
    return project_feedback(reader.load_school_from(loaded.values()), class_id, period)


def list_duties(reader: SchoolReader, class_id: str, period: Period) -> DutyRecord:
    """Return what is recorded for each duty (职责) of a class's rulebook in a period."""
    closing = reader.register.calendars[class_id].last_school_day(period)
    duties = reader.vocabulary(class_id, closing).duties.values()
    facts = [c.fact for c in reader.current_facts(class_id, period) if c.voided_by is None]
    return project_duties(duties, reader.kinds, facts)
